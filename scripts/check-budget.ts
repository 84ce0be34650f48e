/**
 * `npm run check:budget`: builds the dashboard and fails when what the overview needs before it can be used is more than
 * 200 KB of JavaScript, gzipped, or has an editor in it. `--load` then opens the overview in Chromium too, several times,
 * and fails when the median is over a second.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { chunksOf, isEditor, judge, type Manifest, scriptsOf, type Weight } from "./budget/first-load.ts";
import { measureOverview } from "./budget/measure-overview.ts";
import { ensureDashboardBuilt } from "./build-dashboard.ts";
import { DASHBOARD } from "./runtime.ts";

const LIMIT_BYTES = 200 * 1_024;
const LIMIT_MS = 1_000;
const OVERVIEW = "src/features/overview/overview-page.tsx";
/** Asked for by the overview's chart as soon as it is there. */
const CHART = "src/components/chart/draw-time-chart.tsx";

await ensureDashboardBuilt();
const html = readFileSync(join(DASHBOARD, "index.html"), "utf8");
const manifest = JSON.parse(readFileSync(join(DASHBOARD, ".vite", "manifest.json"), "utf8")) as Manifest;
const chunks = chunksOf(manifest, ["index.html", OVERVIEW, CHART]).map(({ file }) => file);
const weights = [...new Set([...scriptsOf(html), ...chunks])]
  .map(weigh)
  .toSorted((a, b) => b.gzipBytes - a.gzipBytes);
for (const { file, bytes, gzipBytes } of weights) console.log(line(file, bytes, gzipBytes));
const { gzipBytes, faults } = judge(weights, LIMIT_BYTES);
console.log(line(`first load (${weights.length} files)`, total(weights), gzipBytes));
console.log(`budget: ${kib(gzipBytes)} of ${kib(LIMIT_BYTES)} KiB`);

const all = [...faults];
if (process.argv.includes("--load")) {
  const { medianMs, times } = await measureOverview();
  console.log(
    `overview, seconds until it can be used: ${times.map((ms) => (ms / 1_000).toFixed(2)).join(" ")}`,
  );
  console.log(`median ${Math.round(medianMs)} ms of ${LIMIT_MS} ms`);
  if (medianMs > LIMIT_MS) all.push(`the overview takes ${Math.round(medianMs)} ms until it can be used`);
}
for (const fault of all) console.error(`FAILED: ${fault}`);
process.exit(all.length === 0 ? 0 : 1);

function weigh(file: string): Weight {
  const content = readFileSync(join(DASHBOARD, file));
  return {
    file,
    bytes: content.byteLength,
    gzipBytes: gzipSync(content, { level: 9 }).byteLength,
    editor: isEditor(content.toString("utf8")),
  };
}

function total(all: readonly Weight[]): number {
  return all.reduce((sum, { bytes }) => sum + bytes, 0);
}

function line(name: string, bytes: number, gzipBytes: number): string {
  return `${name.padEnd(46)} ${kib(bytes).padStart(7)} KiB ${kib(gzipBytes).padStart(7)} KiB gzip`;
}

function kib(bytes: number): string {
  return (bytes / 1_024).toFixed(1);
}
