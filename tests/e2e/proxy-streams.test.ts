import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findWorkerd, readProcessStats } from "../../bench/process-stats.ts";
import { createTenant, type Json, type Tenant } from "../support/api-client.ts";
import { freePort } from "../support/free-port.ts";
import { type GatewayProcess, startGatewayProcess } from "../support/gateway-process.ts";
import { startUpstream, type Upstream } from "../support/upstream.ts";

/** Large bodies through a gateway of its own: its memory is looked at. */
const CHUNK = Buffer.alloc(64 * 1024, "0123456789abcdef");
const CHUNKS = 3_200;
const BYTES = CHUNK.length * CHUNKS;
/** Far below the body and above what a runtime takes by the way: garbage that was not collected yet among it. */
const MEMORY_MB = 120;

let gateway: GatewayProcess;
let tenant: Tenant;
let upstream: Upstream;
let folder = "";

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "gateway-streams-"));
  gateway = await startGatewayProcess({ stateFolder: folder, port: await freePort() });
  tenant = await createTenant(gateway.url, gateway.adminToken, "streams");
  upstream = await startUpstream();
});
afterAll(async () => {
  await upstream.close();
  await gateway.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function open(settings: Json = {}): Promise<string> {
  const created = await tenant.api.expect(201, "POST", "/api/v1/integrations", {
    name: "large",
    eventTypes: [],
    url: upstream.url,
    proxy: { methods: ["GET", "POST"] },
    ...settings,
  });
  return String(created.id);
}

const memoryMb = () => readProcessStats(findWorkerd(process.pid)).rssMb;

/** The most that the runtime took while this went on, above what it had before. */
async function growthDuring(act: () => Promise<void>): Promise<number> {
  const before = memoryMb();
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, memoryMb());
  }, 50);
  try {
    await act();
  } finally {
    clearInterval(watch);
  }
  return most - before;
}

async function send(stream: NodeJS.WritableStream, chunks = CHUNKS): Promise<void> {
  for (let n = 0; n < chunks; n++) {
    if (!stream.write(CHUNK)) await new Promise<void>((resolve) => stream.once("drain", () => resolve()));
  }
  stream.end();
}

/** Reads slowly at first: whoever holds what was not taken yet shows it then. */
async function drain(stream: IncomingMessage): Promise<{ bytes: number; hash: string }> {
  const hash = createHash("sha256");
  let bytes = 0;
  let pauses = 20;
  for await (const part of stream) {
    hash.update(part as Buffer);
    bytes += (part as Buffer).length;
    if (pauses-- > 0) await sleep(50);
  }
  return { bytes, hash: hash.digest("hex") };
}

const EXPECTED = (() => {
  const hash = createHash("sha256");
  for (let n = 0; n < CHUNKS; n++) hash.update(CHUNK);
  return hash.digest("hex");
})();

function call(id: string, method: string, headers: Record<string, string> = {}) {
  const request = httpRequest(`${gateway.url}/proxy/${id}/large`, {
    method,
    headers: { authorization: `Bearer ${tenant.apiKey}`, ...headers },
  });
  const response = new Promise<IncomingMessage>((resolve, reject) =>
    request.on("response", resolve).on("error", reject),
  );
  return { request, response };
}

describe(`a body of ${BYTES / 1_048_576} MB`, () => {
  it.each([
    ["as it comes", {}, { "content-type": "application/octet-stream", "content-length": String(BYTES) }],
    ["of unknown length", {}, { "content-type": "application/octet-stream" }],
    [
      "with its text looked into",
      { headers: { "X-Api-Key": "a-key-that-is-secret" } },
      { "content-type": "text/plain", "content-length": String(BYTES) },
    ],
  ] as [string, Json, Record<string, string>][])(
    "comes from the upstream whole and is never held: %s",
    async (_, settings, headers) => {
      const id = await open(settings);
      upstream.answer((__, response: ServerResponse) => {
        response.writeHead(200, headers);
        void send(response);
      });
      const growth = await growthDuring(async () => {
        const { request, response } = call(id, "GET");
        request.end();
        const answer = await response;
        expect(answer.headers["content-length"]).toBe(headers["content-length"]);
        expect(await drain(answer)).toEqual({ bytes: BYTES, hash: EXPECTED });
      });
      expect(growth).toBeLessThan(MEMORY_MB);
    },
  );

  it("goes to the upstream whole and is never held", async () => {
    const id = await open();
    let got: { bytes: number; hash: string } | null = null;
    let length: string | undefined;
    upstream.answer(async (request, response) => {
      length = request.headers["content-length"];
      got = await drain(request);
      response.end("ok");
    });
    const growth = await growthDuring(async () => {
      const { request, response } = call(id, "POST", { "content-length": String(BYTES) });
      await send(request);
      expect((await response).statusCode).toBe(200);
    });
    expect([got, length]).toEqual([{ bytes: BYTES, hash: EXPECTED }, String(BYTES)]);
    expect(growth).toBeLessThan(MEMORY_MB);
  });

  it("that the caller gives up is given up at the upstream too", async () => {
    const id = await open();
    const closed = new Promise<void>((resolve) => {
      upstream.answer((_, response) => {
        response.on("close", () => resolve()).on("error", () => undefined);
        response.writeHead(200, { "content-type": "application/octet-stream" });
        void send(response, 1_000_000).catch(() => undefined);
      });
    });
    const { request, response } = call(id, "GET");
    request.end();
    const answer = await response;
    await new Promise((resolve) => answer.once("data", resolve));
    request.on("error", () => undefined).destroy();
    await closed;
  });
});

it("what an upstream sends bit by bit comes bit by bit", async () => {
  const id = await open({ headers: { "X-Api-Key": "a-key-that-is-secret" } });
  let go: () => void = () => undefined;
  upstream.answer((_, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write("data: 1\n\n");
    go = () => response.end("data: 2\n\n");
  });
  const { request, response } = call(id, "GET");
  request.end();
  const answer = await response;
  const first = await new Promise<Buffer>((resolve) => answer.once("data", resolve));
  expect(first.toString()).toBe("data: 1\n\n");
  go();
  let rest = "";
  for await (const part of answer) rest += String(part);
  expect(rest).toBe("data: 2\n\n");
});
