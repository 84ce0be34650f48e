/**
 * `npm run bench:deliveries`: what the dashboard asks of a log of 100,000 deliveries, over HTTP, in the local runtime: the
 * list by each of its filters, the live tail, the overview. The records are written as a run of deliveries writes them.
 * `--deliveries=N` for another size; `--state=FOLDER` keeps the filled log for the next run.
 */
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { ROOT, type Runtime, startRuntime } from "../scripts/runtime.ts";
import { bundleWorker } from "./bundle-worker.ts";
import { DELIVERY_QUESTIONS, type DeliveryQuestion, type FilledLog, POLLED } from "./delivery-questions.ts";
import { INTEGRATIONS } from "./delivery-records.ts";
import { percentile } from "./percentile.ts";
import type { Verdict } from "./verdict.ts";

const GOAL_P95_MS = 200;
const ROUNDS = 40;
const WARM_UP = 2;
const STALE_MS = 30 * 60_000;
const DELIVERIES_PER_CALL = 2_000;
const QUICKJS = join(ROOT, "workers", "sandbox", "quickjs.wasm");

interface Spread {
  readonly p50Ms: number;
  readonly p95Ms: number;
}

export interface DeliveriesFigures extends Spread {
  readonly deliveries: number;
  readonly byKind: Readonly<Record<string, Spread>>;
  /** Of the slowest question. */
  readonly worst: Spread & { readonly kind: string };
}

/** Goals: what else the machine does moves them, so they never decide a run. */
export function judgeDeliveries({ deliveries, worst }: DeliveriesFigures): readonly Verdict[] {
  return [
    {
      kind: "goal",
      claim: `every question of the dashboard to a log of ${deliveries}: the slowest (${worst.kind}) has p95 ${worst.p95Ms.toFixed(1)} ms (goal ${GOAL_P95_MS} ms)`,
      holds: worst.p95Ms < GOAL_P95_MS,
    },
  ];
}

export function deliveriesTable({ byKind }: DeliveriesFigures): string {
  const row = ([kind, { p50Ms, p95Ms }]: [string, Spread]) =>
    `${kind.padEnd(34)} p50 ${p50Ms.toFixed(1).padStart(6)} ms   p95 ${p95Ms.toFixed(1).padStart(6)} ms`;
  return Object.entries(byKind).map(row).join("\n");
}

export async function measureDeliveries(
  deliveries: number,
  folder: string | null = null,
): Promise<DeliveriesFigures> {
  const stateFolder = folder ?? mkdtempSync(join(tmpdir(), "gateway-bench-deliveries-"));
  const bundleFolder = mkdtempSync(join(tmpdir(), "gateway-bench-worker-"));
  try {
    const bundle = join(bundleFolder, "delivery-fill.js");
    const entry = new URL("workers/delivery-fill.ts", import.meta.url).pathname;
    writeFileSync(bundle, await bundleWorker(entry, [], false));
    copyFileSync(QUICKJS, join(bundleFolder, "quickjs.wasm"));
    const runtime = await startRuntime({ stateFolder, bundle, direct: true });
    try {
      return await askAll(runtime.url, await openLog(runtime, stateFolder, deliveries));
    } finally {
      await runtime.stop();
    }
  } finally {
    rmSync(bundleFolder, { recursive: true, force: true });
    if (folder === null) rmSync(stateFolder, { recursive: true, force: true });
  }
}

async function askAll(url: string, log: FilledLog): Promise<DeliveriesFigures> {
  const times = new Map<string, number[]>();
  for (const question of [...DELIVERY_QUESTIONS, ...POLLED]) {
    times.set(question.kind, await ask(url, log, question));
  }
  for (const window of ["1h", "24h", "7d"]) {
    times.set(`overview of ${window}, nothing kept`, await askCold(url, log, window));
  }
  const shown = (values: readonly number[]): Spread => ({
    p50Ms: percentile(values, 0.5),
    p95Ms: percentile(values, 0.95),
  });
  const kinds = [...times].map(([kind, values]) => ({ kind, ...shown(values) }));
  const worst = kinds.toSorted((a, b) => b.p95Ms - a.p95Ms)[0];
  if (worst === undefined) throw new Error("Nothing was asked.");
  const byKind = Object.fromEntries(kinds.map(({ kind, ...spread }) => [kind, spread]));
  return { deliveries: log.total, ...shown([...times.values()].flat()), byKind, worst };
}

async function ask(url: string, log: FilledLog, question: DeliveryQuestion): Promise<number[]> {
  const times: number[] = [];
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    const path = question.ask(Math.abs(round), log);
    const startedAt = performance.now();
    const answer = await fetch(`${url}/api/v1/${path}`, { headers: { authorization: `Bearer ${log.key}` } });
    const text = await answer.text();
    if (round >= 0) times.push(performance.now() - startedAt);
    if (!answer.ok) throw new Error(`${question.kind}: ${path} answered ${answer.status} ${text}`);
  }
  return times;
}

/** As an isolate does that has never made one. */
async function askCold(url: string, { orgId }: FilledLog, window: string): Promise<number[]> {
  const times: number[] = [];
  for (let round = -WARM_UP; round < ROUNDS / 2; round++) {
    const startedAt = performance.now();
    const answer = await fetch(`${url}/bench/cold-overview?org=${orgId}&window=${window}`);
    const { looked } = (await answer.json()) as { looked: number };
    if (round >= 0) times.push(performance.now() - startedAt);
    if (looked === 0) throw new Error(`The overview of ${window} looked at nothing.`);
  }
  return times;
}

/** Fills the log, unless the folder has one of this size that the last hour is still in. */
async function openLog(runtime: Runtime, stateFolder: string, total: number): Promise<FilledLog> {
  const file = join(stateFolder, `deliveries-${total}.json`);
  if (existsSync(file)) {
    const filled = JSON.parse(readFileSync(file, "utf8")) as FilledLog;
    if (Date.now() - filled.now < STALE_MS) return filled;
  }
  const { id: orgId } = await post(runtime, "/api/v1/admin/organizations", runtime.adminToken, {
    name: "deliveries bench",
  });
  const keyPath = `/api/v1/admin/organizations/${orgId}/api-keys`;
  const { key } = await post(runtime, keyPath, runtime.adminToken, { name: "bench" });
  const integrationIds: string[] = [];
  for (let n = 0; n < INTEGRATIONS; n++) {
    const { id } = await post(runtime, "/api/v1/integrations", String(key), {
      name: `Integration ${n}`,
      eventTypes: ["bench.*"],
      url: "http://127.0.0.1:9/",
    });
    integrationIds.push(String(id));
  }
  const log: FilledLog = { orgId: String(orgId), key: String(key), integrationIds, total, now: Date.now() };
  const startedAt = performance.now();
  for (let from = 0; from < total; from += DELIVERIES_PER_CALL) {
    const to = Math.min(total, from + DELIVERIES_PER_CALL);
    await post(runtime, "/bench/fill-deliveries", "", { ...log, from, to });
  }
  const perSecond = (total * 1_000) / (performance.now() - startedAt);
  console.log(`deliveries: ${total} records written, ${perSecond.toFixed(0)} a second`);
  writeFileSync(file, JSON.stringify(log));
  return log;
}

async function post(
  { url }: Runtime,
  path: string,
  bearer: string,
  body: object,
): Promise<Record<string, unknown>> {
  const answer = await fetch(url + path, {
    method: "POST",
    headers: { authorization: `Bearer ${bearer}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`POST ${path} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Record<string, unknown>;
}

if (import.meta.main) {
  const option = (name: string) =>
    process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3);
  const state = option("state");
  const figures = await measureDeliveries(
    Number(option("deliveries") ?? 100_000),
    state ? resolve(state) : null,
  );
  console.log(deliveriesTable(figures));
  for (const verdict of judgeDeliveries(figures)) {
    console.log(`${verdict.holds ? "ok    " : "missed"}  ${verdict.claim}`);
  }
  console.log(JSON.stringify(figures));
}
