/** The gateway's bundle as wrangler makes it for a deployment. */
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { unstable_getMiniflareWorkerOptions } from "wrangler";
import { ROOT } from "../scripts/runtime.ts";
import { bundleWorker } from "./bundle-worker.ts";

/** Where wrangler's bundle lies, rewritten in place around the counter if `counted`. */
export async function bundleGateway(outDir: string, counted: boolean): Promise<string> {
  const wrangler = join(ROOT, "node_modules/wrangler/bin/wrangler.js");
  await promisify(execFile)(process.execPath, [wrangler, "deploy", "--dry-run", "--outdir", outDir], {
    cwd: ROOT,
    env: { ...process.env, WRANGLER_SEND_METRICS: "false" },
    timeout: 60_000,
  });
  const bundle = join(outDir, "gateway.js");
  if (!counted) return bundle;
  // Written beside wrangler's, so that modules it imports by file name are still found.
  const countedBundle = join(outDir, "counted-gateway.js");
  await writeFile(countedBundle, await bundleWorker(bundle, objectClasses(), true));
  return countedBundle;
}

function objectClasses(): readonly string[] {
  const { workerOptions } = unstable_getMiniflareWorkerOptions(join(ROOT, "wrangler.toml"));
  return Object.values(workerOptions.durableObjects ?? {}).map((object) =>
    typeof object === "string" ? object : object.className,
  );
}
