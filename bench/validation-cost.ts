/**
 * `npm run bench:validation`: what a JSON Schema costs, in the local runtime. Compiling it when it is saved; checking a payload
 * of 1, 10 and 100 KB in a machine that has just been made (cold: code and helpers are loaded too) and in a kept one (warm).
 * `--quick` for fewer rounds.
 */
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT, startRuntime } from "../scripts/runtime.ts";
import { bundleWorker } from "./bundle-worker.ts";
import { percentile } from "./percentile.ts";

const KILOBYTES = [1, 10, 100] as const;
const QUICKJS = join(ROOT, "workers", "sandbox", "quickjs.wasm");

interface Spread {
  readonly p50: number;
  readonly p99: number;
}

export interface ValidationFigures {
  readonly payloadBytes: number;
  readonly codeLength: number;
  readonly compileMs: Spread;
  readonly coldMs: Spread;
  readonly warmMs: Spread;
}

export async function measureValidationCost(quick: boolean): Promise<readonly ValidationFigures[]> {
  const folder = mkdtempSync(join(tmpdir(), "gateway-bench-validation-"));
  try {
    const bundle = join(folder, "validation-cost.js");
    const entry = new URL("workers/validation-cost.ts", import.meta.url).pathname;
    writeFileSync(bundle, await bundleWorker(entry, [], false));
    copyFileSync(QUICKJS, join(folder, "quickjs.wasm"));
    const runtime = await startRuntime({ stateFolder: join(folder, "state"), bundle, direct: true });
    try {
      const figures: ValidationFigures[] = [];
      for (const kilobytes of KILOBYTES) figures.push(await measure(runtime.url, kilobytes, quick));
      return figures;
    } finally {
      await runtime.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(url: string, kilobytes: number, quick: boolean): Promise<ValidationFigures> {
  const rounds = quick ? 200 : 2_000;
  const cold = quick ? 10 : 100;
  const query = `kilobytes=${kilobytes}&rounds=${rounds}&cold=${cold}`;
  const answer = await fetch(`${url}/bench/validation?${query}`);
  if (!answer.ok) throw new Error(`The bench Worker answered ${answer.status}: ${await answer.text()}`);
  const measured = (await answer.json()) as {
    payloadBytes: number;
    codeLength: number;
    compileMs: number[];
    coldMs: number[];
    warmMs: number[];
  };
  const spread = (values: readonly number[]): Spread => ({
    p50: percentile(values, 0.5),
    p99: percentile(values, 0.99),
  });
  return {
    payloadBytes: measured.payloadBytes,
    codeLength: measured.codeLength,
    compileMs: spread(measured.compileMs),
    coldMs: spread(measured.coldMs),
    warmMs: spread(measured.warmMs),
  };
}

export function validationTable(figures: readonly ValidationFigures[]): string {
  const cell = ({ p50, p99 }: Spread) => `${p50.toFixed(1)} / ${p99.toFixed(1)}`.padStart(18);
  return [
    "payload        compile p50/p99     cold p50/p99     warm p50/p99   (ms; warm up to 10 KB: means of 20)",
    ...figures.map(
      ({ payloadBytes, compileMs, coldMs, warmMs }) =>
        `${String(payloadBytes).padStart(7)} B${cell(compileMs)}${cell(coldMs)}${cell(warmMs)}`,
    ),
  ].join("\n");
}

if (import.meta.main) {
  const figures = await measureValidationCost(process.argv.includes("--quick"));
  console.log(validationTable(figures));
  console.log(JSON.stringify(figures));
}
