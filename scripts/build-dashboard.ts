/**
 * `npm run build:dashboard`: the dashboard as Pages gets it, into dist/dashboard: Vite's files and `_worker.js` beside
 * them. `wrangler pages deploy dist/dashboard` uploads that folder (docs/dashboard.md).
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build as bundle } from "esbuild";
import { build as buildPages } from "vite";
import { hashInputs } from "./hash-inputs.ts";
import { DASHBOARD, DASHBOARD_WORKER, ROOT } from "./runtime.ts";

// The domain too: editors ask it (docs/decisions/0037-the-dashboard-asks-pure-decisions.md).
const INPUTS = ["ui", "workers/domain", "package.json", "package-lock.json", "scripts/build-dashboard.ts"];
const STAMP = join(ROOT, "dist", "dashboard.sha256");
/** Part of the stamp: what a build of another mode left behind is no build of this one. */
const MODE = "production";

/**
 * Build unless the inputs are those of the last build. Always in a process of its own: a test runner says "test" in
 * NODE_ENV and sets variables that Vite's plugins read, and the development build of Solid would be what is shown.
 */
export async function ensureDashboardBuilt(): Promise<void> {
  if (isBuilt()) return;
  const { VITEST: _vitest, ...environment } = process.env;
  execFileSync(process.execPath, [import.meta.filename], {
    env: { ...environment, NODE_ENV: MODE },
    stdio: ["ignore", "ignore", "inherit"],
  });
}

function isBuilt(): boolean {
  return existsSync(DASHBOARD_WORKER) && existsSync(STAMP) && readFileSync(STAMP, "utf8") === currentStamp();
}

function currentStamp(): string {
  return `${MODE} ${hashInputs(INPUTS)}`;
}

async function build(): Promise<void> {
  const stamp = currentStamp();
  // A build that is broken off must not pass for the last one.
  rmSync(STAMP, { force: true });
  await buildPages({ configFile: join(ROOT, "ui", "vite.config.ts"), logLevel: "warn", mode: MODE });
  await bundle({
    entryPoints: [join(ROOT, "ui", "worker", "dashboard.ts")],
    outfile: DASHBOARD_WORKER,
    bundle: true,
    format: "esm",
    target: "es2024",
    logLevel: "warning",
  });
  writeFileSync(STAMP, stamp);
}

if (import.meta.main) {
  const startedAt = performance.now();
  if (process.env.NODE_ENV !== MODE) await ensureDashboardBuilt();
  else if (!isBuilt()) await build();
  console.log(`${DASHBOARD} (${Math.round(performance.now() - startedAt)} ms)`);
}
