/**
 * `npm run build`: the Worker as it would be deployed, into dist/worker, and the assets beside it. Everything that runs
 * the gateway locally goes through `ensureBuilt`, so nobody ever tests or measures yesterday's code.
 */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { bundleAjv } from "./bundle-ajv.ts";
import { ASSETS } from "./copy-assets.ts";
import { hashInputs } from "./hash-inputs.ts";
import { BUNDLE } from "./runtime.ts";
import { runWrangler } from "./wrangler.ts";

const INPUTS = [
  "workers",
  "durable-objects",
  "wrangler.toml",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "scripts/copy-assets.ts",
];
const STAMP = join(dirname(BUNDLE), "inputs.sha256");

/**
 * Build unless the inputs are those of the last build.
 * @throws Error with wrangler's own words when the Worker does not bundle.
 */
export async function ensureBuilt(): Promise<string> {
  bundleAjv();
  const inputs = hashInputs(INPUTS);
  if (existsSync(BUNDLE) && existsSync(ASSETS) && readStamp() === inputs) return BUNDLE;
  const folder = dirname(BUNDLE);
  mkdirSync(dirname(folder), { recursive: true });
  // Built aside and moved: a gateway that starts meanwhile must not read half a bundle.
  const aside = mkdtempSync(join(dirname(folder), "building-"));
  try {
    const { exitCode, stdout, stderr } = await runWrangler(["deploy", "--dry-run", "--outdir", aside]);
    if (exitCode !== 0) throw new Error(`wrangler could not build the Worker:\n${stdout}\n${stderr}`);
    mkdirSync(folder, { recursive: true });
    rmSync(STAMP, { force: true });
    for (const name of readdirSync(aside)) {
      if (name !== basename(BUNDLE)) replace(join(aside, name), join(folder, name));
    }
    replace(join(aside, basename(BUNDLE)), BUNDLE);
    writeFileSync(STAMP, inputs);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  return BUNDLE;
}

function replace(from: string, to: string): void {
  // A folder cannot be renamed over one that has files.
  if (statSync(from).isDirectory()) rmSync(to, { recursive: true, force: true });
  renameSync(from, to);
}

function readStamp(): string | null {
  return existsSync(STAMP) ? readFileSync(STAMP, "utf8") : null;
}

if (import.meta.main) {
  const startedAt = performance.now();
  await ensureBuilt();
  console.log(`${BUNDLE} (${Math.round(performance.now() - startedAt)} ms)`);
}
