import { execFileSync, spawn } from "node:child_process";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CopiedRequest, toCurl, toFetch } from "../../ui/src/features/deliveries/detail/copy-request.ts";

interface Got {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let server: Server;
let url: string;
const got: Got[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString("utf8");
      got.push({ method: request.method ?? "", url: request.url ?? "", headers: request.headers, body });
      response.end("ok");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

function requestWith(changes: Partial<CopiedRequest>): CopiedRequest {
  return { method: "POST", url, headers: {}, body: "{}", isBodyCut: false, ...changes };
}

async function run(command: string): Promise<Got | undefined> {
  await new Promise<void>((resolve, reject) => {
    const child = spawn("/bin/sh", ["-c", command], { stdio: "ignore" });
    child.on("error", reject);
    child.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`rc ${code}: ${command}`))));
  });
  return got.at(-1);
}

const hasCurl = (() => {
  try {
    execFileSync("curl", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

const BODIES = [
  '{"name":"O\'Brien"}',
  "'; touch /tmp/owned; echo '",
  "$(id) `id` $HOME \\n \\\\ !history !! %s %d",
  "@/etc/passwd",
  "line one\nline two\r\n\ttabbed\n",
  '"quotes" & <tags> | pipes ; * ? ~ # é 漢 🎉',
  "-----not an option",
  "a\0b 100% \\ '",
  " ",
];

describe.runIf(hasCurl)("a request copied as curl", () => {
  it.each(BODIES)("brings the body %j to the target as it is", async (body) => {
    expect((await run(toCurl(requestWith({ body }))))?.body).toBe(body);
  });

  it("brings method, address and headers, and leaves to curl what is its own", async () => {
    const headers = {
      "x-event-type": "it's; $HOME",
      "x-empty": "",
      "content-length": "999",
      host: "elsewhere",
    };
    const told = await run(toCurl(requestWith({ method: "PUT", url: `${url}?a=[1]&b={x}`, headers })));
    expect(told?.method).toBe("PUT");
    expect(told?.url).toBe("/hook?a=[1]&b={x}");
    expect(told?.headers["x-event-type"]).toBe("it's; $HOME");
    expect(told?.headers["x-empty"]).toBe("");
    expect(told?.headers["content-length"]).toBe("2");
  });
});

describe("a request copied as fetch", () => {
  it.each(BODIES)("brings the body %j to the target as it is", async (body) => {
    const run = new Function(
      `return (async () => { ${toFetch(requestWith({ body }))} })()`,
    ) as () => Promise<void>;
    await run();
    expect(got.at(-1)?.body).toBe(body);
  });
});
