import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { unstable_getMiniflareWorkerOptions } from "wrangler";
import { callApi } from "../../scripts/demo/call-api.ts";
import { ROOT, type Runtime, startRuntime, WORKER_NAME } from "../../scripts/runtime.ts";
import { bundleWorker } from "../bundle-worker.ts";
import { inspectedBy, type Started, type Subject } from "./subject.ts";

/** The gateway as it would be deployed: wrangler's own bundle and bindings, everything switched on. */
export const subject: Subject = {
  async start({ folder, targetUrl, mode }) {
    const bundle = await build(join(folder, "bundle"), mode === "counted");
    const inspect = mode === "inspected";
    const runtime = await startRuntime({ stateFolder: join(folder, "state"), bundle, direct: true, inspect });
    const tenant = await createTenant(runtime, targetUrl);
    const inspected = await inspectedBy(runtime.miniflare, WORKER_NAME, mode);
    return { url: runtime.url, ...tenant, inspected, stop: () => runtime.stop() };
  },
};

/** Where wrangler's bundle lies, rewritten in place around the counter if `counted`. */
async function build(outDir: string, counted: boolean): Promise<string> {
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

/** One organization with one key, the event type of the load, and one integration that takes it, signed. */
async function createTenant(
  runtime: Runtime,
  targetUrl: string,
): Promise<Pick<Started, "apiKey" | "signingSecret">> {
  const { url, adminToken } = runtime;
  const admin = { url, apiKey: adminToken };
  const organizations = "/api/v1/admin/organizations";
  const { id } = await callApi<{ id: string }>(admin, 201, "POST", organizations, { name: "Benchmark" });
  await raiseRates(runtime, id);
  const keys = `${organizations}/${id}/api-keys`;
  const { key: apiKey } = await callApi<{ key: string }>(admin, 201, "POST", keys, { name: "benchmark" });
  const caller = { url, apiKey };
  await callApi(caller, 201, "POST", "/api/v1/event-types", {
    name: "order.created",
    description: "The benchmark's event.",
  });
  const { signingSecret } = await callApi<{ signingSecret: string }>(
    caller,
    201,
    "POST",
    "/api/v1/integrations",
    {
      name: "Receiver",
      eventTypes: ["order.*"],
      url: targetUrl,
    },
  );
  return { apiKey, signingSecret };
}

/**
 * One key posts more than the 1,000 calls a second that it may make by default. Only the rates are raised: a lease is a
 * hundredth of the burst, so counting calls costs here what it costs everybody.
 */
async function raiseRates({ url, adminToken }: Runtime, orgId: string): Promise<void> {
  const ratePerSecond = 100_000;
  const rateLimits = {
    perKey: { ratePerSecond, burst: 2_000 },
    perOrganization: { ratePerSecond, burst: 5_000 },
  };
  const path = `/api/v1/admin/organizations/${orgId}/quota`;
  await callApi({ url, apiKey: adminToken }, 200, "PUT", path, { rateLimits });
}
