import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Runtime } from "../runtime.ts";
import { callApi } from "./call-api.ts";

/** The demo organization; made on the first start, found again on later ones. */
export interface Demo {
  readonly url: string;
  readonly orgId: string;
  readonly apiKey: string;
  readonly integrationId: string;
  readonly signingSecret: string;
}

export const DEMO_EVENT_TYPE = "demo.greeting";
/** Two seconds, so that a retry can be watched; the default begins with five. */
const RETRY = { strategy: { kind: "schedule", delaysMs: [2_000, 5_000, 30_000] } };

export async function openDemo(runtime: Runtime, stateFolder: string, targetUrl: string): Promise<Demo> {
  const file = join(stateFolder, "demo.json");
  if (existsSync(file)) {
    const demo = { ...(JSON.parse(readFileSync(file, "utf8")) as Demo), url: runtime.url };
    // The receiver may listen on another port than last time.
    await callApi(demo, 200, "PATCH", `/api/v1/integrations/${demo.integrationId}`, {
      url: targetUrl,
      enabled: true,
    });
    return demo;
  }
  const demo = await createDemo(runtime, targetUrl);
  writeFileSync(file, JSON.stringify(demo, null, 2), { mode: 0o600 });
  return demo;
}

async function createDemo({ url, adminToken }: Runtime, targetUrl: string): Promise<Demo> {
  const admin = { url, apiKey: adminToken };
  const organization = await callApi<{ id: string }>(admin, 201, "POST", "/api/v1/admin/organizations", {
    name: "Demo",
  });
  const keys = `/api/v1/admin/organizations/${organization.id}/api-keys`;
  const { key: apiKey } = await callApi<{ key: string }>(admin, 201, "POST", keys, { name: "demo" });
  const caller = { url, apiKey };
  await callApi(caller, 201, "POST", "/api/v1/event-types", {
    name: DEMO_EVENT_TYPE,
    description: "Somebody says hello.",
    example: { greeting: "hello", to: "world" },
  });
  const integration = await callApi<{ id: string; signingSecret: string }>(
    caller,
    201,
    "POST",
    "/api/v1/integrations",
    {
      name: "Echo",
      eventTypes: ["demo.*"],
      url: targetUrl,
      retry: RETRY,
    },
  );
  return {
    url,
    orgId: organization.id,
    apiKey,
    integrationId: integration.id,
    signingSecret: integration.signingSecret,
  };
}
