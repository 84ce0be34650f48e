/**
 * `npm run check:deploy`: every region bundles, stays small enough, and is bound to what the gateway needs. A dry run:
 * nothing is uploaded and no account is needed.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DryRunReport, findMissingBindings, readDryRunReport } from "./deploy/dry-run-report.ts";
import { findRegionProblems } from "./deploy/region-problems.ts";
import { readRegionConfig, readRegions } from "./deploy/regions.ts";
import { ROOT } from "./runtime.ts";
import { runWrangler } from "./wrangler.ts";

/** Room for the whole product; the platform's own limit is 10 MB. */
const MAX_GZIP_KIB = 3 * 1024;
const EXPECTED_REGIONS = ["us-east", "us-west", "eu", "apac"];
const CONFIG = join(ROOT, "wrangler.toml");

const problems: string[] = [];
const regions = readRegions(CONFIG);
for (const region of EXPECTED_REGIONS) {
  if (!regions.includes(region)) problems.push(`wrangler.toml has no environment ${region}`);
}
const top = readRegionConfig(CONFIG);
const local = await dryRun([]);
for (const region of regions) {
  const report = await dryRun(["--env", region]);
  if (local === null || report === null) continue;
  console.log(
    `${region.padEnd(8)} ${report.gzipKiB.toFixed(0)} KiB gzipped (${report.uploadKiB.toFixed(0)} KiB), ${report.bindings.size} bindings`,
  );
  if (report.gzipKiB > MAX_GZIP_KIB) problems.push(`${region}: more than ${MAX_GZIP_KIB} KiB gzipped`);
  for (const missing of findMissingBindings(local, report)) problems.push(`${region}: no binding ${missing}`);
  problems.push(...findRegionProblems(top, readRegionConfig(CONFIG, region), region, regions));
}
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
console.log(`deploy: ${regions.length} regions, no problem (dry run)`);

async function dryRun(args: readonly string[]): Promise<DryRunReport | null> {
  const folder = mkdtempSync(join(tmpdir(), "gateway-deploy-"));
  try {
    const result = await runWrangler(["deploy", "--dry-run", "--outdir", folder, ...args]);
    if (result.exitCode !== 0) {
      problems.push(
        `wrangler deploy --dry-run ${args.join(" ")} failed:\n${result.stdout}\n${result.stderr}`,
      );
      return null;
    }
    return readDryRunReport(result.stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
