/**
 * `npm run bench:transform`: what a transformation costs per event, in milliseconds of the isolate, for payloads of 1, 10
 * and 100 KB; in the local runtime, with the gateway's own services. "cold" is the first run.
 */
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT, startRuntime } from "../scripts/runtime.ts";
import { bundleWorker } from "./bundle-worker.ts";
import { percentile } from "./percentile.ts";

const KINDS = ["none", "simple", "script"] as const;
const SIZES_KB = [1, 10, 100] as const;
const RUNS = 200;
/** Runs behind one time: workerd's clock has steps of a millisecond, and most runs are shorter. */
const GROUP = { none: 50, simple: 20, script: 5 } as const;

export interface TransformFigures {
  readonly kind: (typeof KINDS)[number];
  readonly payloadKb: number;
  readonly coldMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export async function measureTransformCost(runs = RUNS): Promise<readonly TransformFigures[]> {
  const folder = mkdtempSync(join(tmpdir(), "gateway-bench-transform-"));
  const bundle = join(folder, "transform-cost.js");
  const entry = new URL("workers/transform-cost.ts", import.meta.url).pathname;
  writeFileSync(bundle, await bundleWorker(entry, [], false));
  copyFileSync(join(ROOT, "workers", "sandbox", "quickjs.wasm"), join(folder, "quickjs.wasm"));
  const runtime = await startRuntime({ stateFolder: join(folder, "state"), bundle, direct: true });
  try {
    const figures: TransformFigures[] = [];
    for (const kind of KINDS) {
      for (const payloadKb of SIZES_KB) {
        const ask = (group: number, times: number) => run(runtime.url, kind, payloadKb, group, times);
        const [coldMs = 0] = await ask(1, 1);
        const group = GROUP[kind];
        const warm = await ask(group, Math.ceil(runs / group) + 50);
        figures.push({
          kind,
          payloadKb,
          coldMs,
          p50Ms: percentile(warm, 0.5),
          p99Ms: percentile(warm, 0.99),
        });
      }
    }
    return figures;
  } finally {
    await runtime.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run(
  url: string,
  kind: string,
  payloadKb: number,
  group: number,
  runs: number,
): Promise<number[]> {
  const query = `kind=${kind}&bytes=${payloadKb * 1024}&group=${group}&runs=${runs}`;
  const answer = await fetch(`${url}/bench/transform?${query}`);
  if (!answer.ok) throw new Error(`${query} answered ${answer.status}: ${await answer.text()}`);
  return ((await answer.json()) as { times: number[] }).times;
}

export function transformTable(figures: readonly TransformFigures[]): string {
  const ms = (value: number) => value.toFixed(2).padStart(8);
  const rows = figures.map(
    ({ kind, payloadKb, coldMs, p50Ms, p99Ms }) =>
      `${kind.padEnd(8)}${String(payloadKb).padStart(5)} ${ms(coldMs)} ${ms(p50Ms)} ${ms(p99Ms)}`,
  );
  return ["transform  KB     cold      p50      p99   (ms)", ...rows].join("\n");
}

if (import.meta.main) {
  const figures = await measureTransformCost();
  console.log(transformTable(figures));
  console.log(JSON.stringify(figures));
}
