/**
 * `npm run bench:batching`: the same events one by one and in batches of a hundred, through the built Worker: requests at the
 * receiver, and how many events a second reach it. Both ways alternate within a run, each with a tenant of its own.
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
import { table } from "./report.ts";
import type { Verdict } from "./verdict.ts";

const BATCH = 100;
const EVENTS_PER_POST = 100;
const POSTS_AT_ONCE = 8;
const PROMISED_CUT = 0.99;
const PATIENCE_MS = 120_000;

interface WayFigures {
  readonly events: number;
  readonly requests: number;
  readonly eventsPerSecond: number;
}

export interface BatchingFigures {
  readonly single: WayFigures;
  readonly batched: WayFigures;
  /** Share of the outgoing requests that batches save. */
  readonly cut: number;
  readonly speedUp: number;
}

export function judgeBatching({ cut, speedUp }: BatchingFigures): readonly Verdict[] {
  const [saved, least] = [(cut * 100).toFixed(2), PROMISED_CUT * 100];
  return [
    {
      kind: "promise",
      claim: `batches of ${BATCH} cut outgoing requests by ${saved} % (at least ${least} %)`,
      holds: cut >= PROMISED_CUT,
    },
    {
      kind: "goal",
      claim: `and deliver ${speedUp.toFixed(2)} times as many events a second (goal: more than 1)`,
      holds: speedUp > 1,
    },
  ];
}

export async function measureBatching(rounds: number, events: number): Promise<BatchingFigures> {
  await ensureBuilt();
  const folder = mkdtempSync(join(tmpdir(), "gateway-bench-batching-"));
  const seen = { events: 0, requests: 0 };
  const receiver = await listen(seen);
  const runtime = await startRuntime({ stateFolder: folder, direct: true });
  try {
    const target = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
    const batch = { size: BATCH, timeoutMs: 500, format: "array" };
    const single = await openTenant(runtime, `${target}/single`, {});
    const batched = await openTenant(runtime, `${target}/batched`, { flow: { batch } });
    for (const caller of [single, batched]) await load(caller, seen, EVENTS_PER_POST * 5);
    const totals = { single: emptyTotal(), batched: emptyTotal() };
    for (let round = 0; round < rounds; round++) {
      add(totals.single, await load(single, seen, events));
      add(totals.batched, await load(batched, seen, events));
    }
    const [one, other] = [figuresOf(totals.single), figuresOf(totals.batched)];
    return {
      single: one,
      batched: other,
      cut: 1 - other.requests / one.requests,
      speedUp: other.eventsPerSecond / one.eventsPerSecond,
    };
  } finally {
    await runtime.stop();
    await new Promise((resolve) => receiver.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Caller {
  readonly url: string;
  readonly apiKey: string;
}

const emptyTotal = () => ({ events: 0, requests: 0, ms: 0 });
type Total = ReturnType<typeof emptyTotal>;

function add(total: Total, more: Total): void {
  total.events += more.events;
  total.requests += more.requests;
  total.ms += more.ms;
}

function figuresOf({ events, requests, ms }: Total): WayFigures {
  return { events, requests, eventsPerSecond: events / (ms / 1_000) };
}

/** Posts them and waits until each has arrived. */
async function load(
  caller: Caller,
  seen: { events: number; requests: number },
  events: number,
): Promise<Total> {
  const before = { ...seen };
  const from = performance.now();
  let posts = Math.ceil(events / EVENTS_PER_POST);
  const connection = async (): Promise<void> => {
    while (posts-- > 0) {
      const body = Array.from({ length: EVENTS_PER_POST }, (_, n) => ({
        type: "order.created",
        payload: { n, note: "n".repeat(200) },
      }));
      await callApi(caller, 202, "POST", "/api/v1/events/batch", { events: body });
    }
  };
  await Promise.all(Array.from({ length: POSTS_AT_ONCE }, connection));
  const wanted = before.events + Math.ceil(events / EVENTS_PER_POST) * EVENTS_PER_POST;
  while (seen.events < wanted) {
    if (performance.now() - from > PATIENCE_MS) throw new Error(`${wanted - seen.events} events never came`);
    await sleep(5);
  }
  const ms = performance.now() - from;
  return { events: seen.events - before.events, requests: seen.requests - before.requests, ms };
}

async function openTenant({ url, adminToken }: Runtime, target: string, more: object): Promise<Caller> {
  const admin = { url, apiKey: adminToken };
  const organizations = "/api/v1/admin/organizations";
  const { id } = await callApi<{ id: string }>(admin, 201, "POST", organizations, { name: "batching" });
  const keys = `${organizations}/${id}/api-keys`;
  const { key } = await callApi<{ key: string }>(admin, 201, "POST", keys, { name: "bench" });
  const caller = { url, apiKey: key };
  await callApi(caller, 201, "POST", "/api/v1/integrations", {
    name: "batching",
    eventTypes: ["order.*"],
    url: target,
    ...more,
  });
  return caller;
}

async function listen(seen: { events: number; requests: number }): Promise<Server> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const body: unknown = JSON.parse(Buffer.concat(parts).toString());
      seen.requests++;
      seen.events += Array.isArray(body) ? body.length : 1;
      response.end("ok");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

export function batchingTable({ single, batched }: BatchingFigures): string {
  const row = (name: string, way: WayFigures) => [
    name,
    String(way.events),
    String(way.requests),
    way.eventsPerSecond.toFixed(0),
  ];
  return table(
    ["", "events", "requests", "events/s delivered"],
    [row("one by one", single), row(`batches of ${BATCH}`, batched)],
  );
}

if (import.meta.main) {
  const figures = await measureBatching(3, 5_000);
  console.log(batchingTable(figures));
  for (const { claim, holds } of judgeBatching(figures)) console.log(`${holds ? "ok" : "NO"}  ${claim}`);
  console.log(JSON.stringify(figures));
}
