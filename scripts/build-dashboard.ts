/**
 * `npm run build:dashboard`: the dashboard as Pages gets it, into dist/dashboard: Vite's files and `_worker.js` beside
 * them. `wrangler pages deploy dist/dashboard` uploads that folder (docs/dashboard.md).
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build as bundle } from "esbuild";
import { build as buildPages } from "vite";
import { hashInputs } from "./hash-inputs.ts";
import { DASHBOARD, DASHBOARD_WORKER, ROOT } from "./runtime.ts";

// The domain too: editors ask it (docs/decisions/0037-the-dashboard-asks-pure-decisions.md).
const INPUTS = ["ui", "workers/domain", "package.json", "package-lock.json", "scripts/build-dashboard.ts"];
const STAMP = join(ROOT, "dist", "dashboard.sha256");

/** Build unless the inputs are those of the last build. */
export async function ensureDashboardBuilt(): Promise<void> {
  const inputs = hashInputs(INPUTS);
  if (existsSync(DASHBOARD_WORKER) && existsSync(STAMP) && readFileSync(STAMP, "utf8") === inputs) return;
  await inProduction(() => buildPages({ configFile: join(ROOT, "ui", "vite.config.ts"), logLevel: "warn" }));
  await bundle({
    entryPoints: [join(ROOT, "ui", "worker", "dashboard.ts")],
    outfile: DASHBOARD_WORKER,
    bundle: true,
    format: "esm",
    target: "es2024",
    logLevel: "warning",
  });
  writeFileSync(STAMP, inputs);
}

/** Vitest says "test" in NODE_ENV, and Vite would then take the development builds of Solid and others. */
async function inProduction(build: () => Promise<unknown>): Promise<void> {
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = "production";
  try {
    await build();
  } finally {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  }
}

if (import.meta.main) {
  const startedAt = performance.now();
  await ensureDashboardBuilt();
  console.log(`${DASHBOARD} (${Math.round(performance.now() - startedAt)} ms)`);
}
