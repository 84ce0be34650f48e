/**
 * How much later do a tenant's deliveries arrive while a neighbour attacks? Through the built Worker, on one isolate. The
 * neighbour sends as much while it is calm. Calm and attack alternate, so that what else the machine does meets both.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { ensureBuilt } from "../scripts/build.ts";
import { callApi } from "../scripts/demo/call-api.ts";
import { type Runtime, startRuntime } from "../scripts/runtime.ts";
import { percentile } from "./percentile.ts";
import { table } from "./report.ts";
import type { Verdict } from "./verdict.ts";

const PROMISE = 1.5;
const VICTIM_PER_SECOND = 50;
const NEIGHBOUR_PER_SECOND = 20;

export interface Caller {
  readonly url: string;
  readonly apiKey: string;
}

export interface NoisyTenant {
  readonly caller: Caller;
  readonly integration: string;
}

export interface Noise {
  /** Of both tenants' integrations. */
  readonly settings: object;
  calm(neighbour: NoisyTenant): Promise<void>;
  /** Begins the attack, and spends what a full balance allows once: the promise is about a steady attack. */
  attack(neighbour: NoisyTenant, round: number): Promise<void>;
  /** One of the requests that the neighbour makes, its `n`th. */
  send(neighbour: NoisyTenant, attacking: boolean, n: number): Promise<unknown>;
}

export interface NoisyFigures {
  readonly calm: { readonly p50: number; readonly p99: number; readonly delivered: number };
  readonly attacked: { readonly p50: number; readonly p99: number; readonly delivered: number };
  readonly ratio: number;
  readonly lost: number;
}

export function judgeNoise(what: string, { ratio, lost }: NoisyFigures): Verdict {
  const claim = `while ${what}, p99 is ${ratio.toFixed(2)} times the calm one (at most ${PROMISE}); ${lost} lost`;
  return { kind: "promise", claim, holds: ratio <= PROMISE && lost === 0 };
}

export async function measureNoise(noise: Noise, rounds: number, seconds: number): Promise<NoisyFigures> {
  await ensureBuilt();
  const folder = mkdtempSync(join(tmpdir(), "gateway-bench-noisy-"));
  const arrivals = new Map<string, number>();
  const receiver = await listen(arrivals);
  const runtime = await startRuntime({ stateFolder: folder, direct: true });
  try {
    const target = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
    const victim = await openTenant(runtime, "victim", target, noise.settings);
    const neighbour = await openTenant(runtime, "neighbour", target, noise.settings);
    const load = (attacking: boolean, name: string) =>
      sendBoth(victim.caller, (n) => noise.send(neighbour, attacking, n), seconds, name);
    await noise.calm(neighbour);
    await load(false, "warm-up");
    const [calm, attacked]: [Map<string, number>, Map<string, number>] = [new Map(), new Map()];
    for (let round = 0; round < rounds; round++) {
      await noise.calm(neighbour);
      collect(calm, await load(false, `calm-${round}`));
      await noise.attack(neighbour, round);
      collect(attacked, await load(true, `attack-${round}`));
    }
    await sleep(2_000);
    return compare(calm, attacked, arrivals);
  } finally {
    await runtime.stop();
    await new Promise((resolve) => receiver.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  }
}

function compare(
  calm: ReadonlyMap<string, number>,
  attacked: ReadonlyMap<string, number>,
  arrivals: ReadonlyMap<string, number>,
): NoisyFigures {
  const figures = (sent: ReadonlyMap<string, number>) => {
    const times = [...sent].flatMap(([name, at]) => {
      const arrived = arrivals.get(name);
      return arrived === undefined ? [] : [arrived - at];
    });
    return { p50: percentile(times, 0.5), p99: percentile(times, 0.99), delivered: times.length };
  };
  const [one, other] = [figures(calm), figures(attacked)];
  const lost = calm.size + attacked.size - one.delivered - other.delivered;
  return { calm: one, attacked: other, ratio: other.p99 / one.p99, lost };
}

function collect(into: Map<string, number>, sent: ReadonlyMap<string, number>): void {
  for (const [name, at] of sent) into.set(name, at);
}

/** Both send at their rate; answers when the victim's events were sent. */
async function sendBoth(
  victim: Caller,
  disturb: (n: number) => Promise<unknown>,
  seconds: number,
  name: string,
): Promise<Map<string, number>> {
  const sent = new Map<string, number>();
  const posts: Promise<unknown>[] = [];
  const from = performance.now();
  let [victims, neighbours] = [0, 0];
  for (let passed = 0; passed < seconds * 1_000; passed = performance.now() - from) {
    for (; victims < (passed / 1_000) * VICTIM_PER_SECOND; victims++) {
      sent.set(`${name}-${victims}`, performance.now());
      posts.push(postEvent(victim, { name: `${name}-${victims}` }));
    }
    for (; neighbours < (passed / 1_000) * NEIGHBOUR_PER_SECOND; neighbours++) {
      posts.push(disturb(neighbours));
    }
    await sleep(2);
  }
  await Promise.all(posts);
  return sent;
}

export function postEvent(caller: Caller, payload: object): Promise<unknown> {
  return callApi(caller, 202, "POST", "/api/v1/events", { type: "order.created", payload });
}

async function openTenant(
  { url, adminToken }: Runtime,
  name: string,
  target: string,
  settings: object,
): Promise<NoisyTenant> {
  const admin = { url, apiKey: adminToken };
  const organizations = "/api/v1/admin/organizations";
  const { id } = await callApi<{ id: string }>(admin, 201, "POST", organizations, { name });
  const keys = `${organizations}/${id}/api-keys`;
  const { key } = await callApi<{ key: string }>(admin, 201, "POST", keys, { name });
  const caller = { url, apiKey: key };
  const integration = await callApi<{ id: string }>(caller, 201, "POST", "/api/v1/integrations", {
    name,
    eventTypes: ["order.*"],
    url: target,
    ...settings,
  });
  return { caller, integration: integration.id };
}

async function listen(arrivals: Map<string, number>): Promise<Server> {
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (part: string) => {
      body += part;
    });
    request.on("end", () => {
      const { name } = JSON.parse(body) as { name?: string };
      if (name !== undefined && !arrivals.has(name)) arrivals.set(name, performance.now());
      response.end("ok");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  return server;
}

export function noisyTable(what: string, { calm, attacked }: NoisyFigures): string {
  const row = (name: string, { p50, p99, delivered }: NoisyFigures["calm"]) => [
    name,
    p50.toFixed(1),
    p99.toFixed(1),
    String(delivered),
  ];
  return table(
    [what, "p50 ms", "p99 ms", "delivered"],
    [row("is a good one", calm), row("burns everything", attacked)],
  );
}

/** What `npm run bench:noisy` does with each of its attacks. */
export async function runNoise(noise: Noise, what: string, claim: string, quick: boolean): Promise<boolean> {
  const figures = await measureNoise(noise, quick ? 2 : 6, quick ? 5 : 10);
  const verdict = judgeNoise(claim, figures);
  console.log(`${noisyTable(what, figures)}\n${verdict.holds ? "ok    " : "BROKEN"}  ${verdict.claim}`);
  console.log(JSON.stringify({ noisy: figures }));
  return verdict.holds;
}
