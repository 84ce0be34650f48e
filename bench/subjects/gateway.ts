import { join } from "node:path";
import { callApi } from "../../scripts/demo/call-api.ts";
import { type Runtime, startRuntime, WORKER_NAME } from "../../scripts/runtime.ts";
import { bundleGateway } from "../bundle-gateway.ts";
import { raiseRates } from "../raise-rates.ts";
import { inspectedBy, type Started, type Subject } from "./subject.ts";

/** The gateway as it would be deployed: wrangler's own bundle and bindings, everything switched on. */
export const subject: Subject = {
  async start({ folder, targetUrl, mode }) {
    const bundle = await bundleGateway(join(folder, "bundle"), mode === "counted");
    const inspect = mode === "inspected";
    const runtime = await startRuntime({ stateFolder: join(folder, "state"), bundle, direct: true, inspect });
    const tenant = await createTenant(runtime, targetUrl);
    const inspected = await inspectedBy(runtime.miniflare, WORKER_NAME, mode);
    return { url: runtime.url, ...tenant, inspected, stop: () => runtime.stop() };
  },
};

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
