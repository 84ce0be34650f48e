/**
 * `npm run bench:audit`: searching an audit log of 100,000 entries over HTTP, in the local runtime. The entries are
 * written by the AuditObject itself, so the chain is valid and the index is what production would have.
 * `--entries=N` for another size; `--state=FOLDER` keeps the filled log for the next run.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { ensureBuilt } from "../scripts/build.ts";
import { BUNDLE, type Runtime, startRuntime } from "../scripts/runtime.ts";
import { AUDIT_QUESTIONS, type AuditQuestion, pageOf } from "./audit-questions.ts";
import { bundleWorker } from "./bundle-worker.ts";
import { percentile } from "./percentile.ts";
import type { Verdict } from "./verdict.ts";

const GOAL_P95_MS = 100;
const ROUNDS = 40;
const WARM_UP = 3;
const ENTRIES_PER_CALL = 2_000;

export interface AuditFigures {
  readonly entries: number;
  readonly questions: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly byKind: Readonly<Record<string, { readonly p50Ms: number; readonly p95Ms: number }>>;
}

/** A goal: what else the machine does moves it, so it never decides a run. */
export function judgeAuditSearch({ entries, p95Ms }: AuditFigures): Verdict {
  return {
    kind: "goal",
    claim: `audit search over ${entries} entries: p95 ${p95Ms.toFixed(1)} ms (goal ${GOAL_P95_MS} ms)`,
    holds: p95Ms < GOAL_P95_MS,
  };
}

export async function measureAuditSearch(
  entries: number,
  folder: string | null = null,
): Promise<AuditFigures> {
  await ensureBuilt();
  const stateFolder = folder ?? mkdtempSync(join(tmpdir(), "gateway-bench-audit-"));
  try {
    const log = await openLog(stateFolder, entries);
    return await withRuntime(stateFolder, BUNDLE, ({ url }) => askAll(url, log, entries));
  } finally {
    if (folder === null) rmSync(stateFolder, { recursive: true, force: true });
  }
}

interface AuditedLog {
  readonly orgId: string;
  /** May read it. */
  readonly key: string;
}

async function askAll(url: string, log: AuditedLog, entries: number): Promise<AuditFigures> {
  const times = new Map<string, number[]>();
  for (const question of AUDIT_QUESTIONS) times.set(question.kind, await ask(url, log, question, entries));
  const all = [...times.values()].flat();
  const shown = (values: readonly number[]) => ({
    p50Ms: percentile(values, 0.5),
    p95Ms: percentile(values, 0.95),
  });
  const byKind = Object.fromEntries([...times].map(([kind, values]) => [kind, shown(values)]));
  return { entries, questions: all.length, ...shown(all), byKind };
}

async function withRuntime<T>(
  stateFolder: string,
  bundle: string,
  run: (runtime: Runtime) => Promise<T>,
): Promise<T> {
  const runtime = await startRuntime({ stateFolder, bundle, direct: true });
  try {
    return await run(runtime);
  } finally {
    await runtime.stop();
  }
}

/** Fills the log, unless the folder has one of this size already. */
async function openLog(stateFolder: string, entries: number): Promise<AuditedLog> {
  const file = join(stateFolder, `audit-${entries}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as AuditedLog;
  const folder = mkdtempSync(join(tmpdir(), "gateway-bench-fill-"));
  const bundle = join(folder, "audit-fill.js");
  writeFileSync(
    bundle,
    await bundleWorker(new URL("workers/audit-fill.ts", import.meta.url).pathname, [], false),
  );
  try {
    return await withRuntime(stateFolder, bundle, async (runtime) => {
      const { id: orgId } = await post(runtime, "/api/v1/admin/organizations", { name: "audit bench" });
      const { key } = await post(runtime, `/api/v1/admin/organizations/${orgId}/api-keys`, { name: "bench" });
      await fill(runtime.url, String(orgId), entries);
      const log: AuditedLog = { orgId: String(orgId), key: String(key) };
      writeFileSync(file, JSON.stringify(log));
      return log;
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function fill(url: string, orgId: string, entries: number): Promise<void> {
  const startedAt = performance.now();
  for (let from = 0; from < entries; from += ENTRIES_PER_CALL) {
    const to = Math.min(entries, from + ENTRIES_PER_CALL);
    const answer = await fetch(`${url}/bench/fill-audit?org=${orgId}&from=${from}&to=${to}`);
    const { searchable } = (await answer.json()) as { searchable: { seq: number } };
    if (searchable.seq < to) throw new Error(`The log has ${searchable.seq} entries instead of ${to}.`);
  }
  const perSecond = (entries * 1_000) / (performance.now() - startedAt);
  console.log(`audit: ${entries} entries written and indexed, ${perSecond.toFixed(0)} a second`);
}

async function ask(
  url: string,
  { orgId, key }: AuditedLog,
  question: AuditQuestion,
  entries: number,
): Promise<number[]> {
  const times: number[] = [];
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    const query = question.ask(Math.abs(round), entries, pageOf(orgId));
    const startedAt = performance.now();
    const answer = await fetch(`${url}/api/v1/audit?limit=50&${query}`, {
      headers: { authorization: `Bearer ${key}` },
    });
    const { items } = (await answer.json()) as { items?: unknown[] };
    if (round >= 0) times.push(performance.now() - startedAt);
    const wrong = items === undefined || (question.finds === "nothing") !== (items.length === 0);
    if (wrong)
      throw new Error(`${question.kind}: ${query} answered ${answer.status} with ${items?.length} entries`);
  }
  return times;
}

async function post(
  { url, adminToken }: Runtime,
  path: string,
  body: object,
): Promise<Record<string, unknown>> {
  const answer = await fetch(url + path, {
    method: "POST",
    headers: { authorization: `Bearer ${adminToken}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`POST ${path} answered ${answer.status}`);
  return (await answer.json()) as Record<string, unknown>;
}

if (import.meta.main) {
  const option = (name: string) =>
    process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3);
  const state = option("state");
  const figures = await measureAuditSearch(
    Number(option("entries") ?? 100_000),
    state ? resolve(state) : null,
  );
  for (const [kind, { p50Ms, p95Ms }] of Object.entries(figures.byKind)) {
    console.log(
      `${kind.padEnd(34)} p50 ${p50Ms.toFixed(1).padStart(6)} ms   p95 ${p95Ms.toFixed(1).padStart(6)} ms`,
    );
  }
  const verdict = judgeAuditSearch(figures);
  console.log(`${verdict.holds ? "ok    " : "missed"}  ${verdict.claim}`);
  console.log(JSON.stringify(figures));
}
