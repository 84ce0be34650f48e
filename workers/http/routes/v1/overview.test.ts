import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { composeServices } from "#services/composition";
import { callApi } from "#testing/call-api";
import { DEAD, record } from "#testing/delivery-records";
import { createIntegration, seedOrganization } from "#testing/seed";

const services = composeServices(env);

async function world() {
  const { orgId, apiKey } = await seedOrganization(env);
  const make = async (name: string) => (await createIntegration(env, orgId, { name })).id;
  const call = (path: string) => callApi(apiKey, "GET", path);
  return { orgId, make, call };
}

describe("GET /api/v1/overview", () => {
  it("counts what became of the window's deliveries, in buckets and in all", async () => {
    const { orgId, make, call } = await world();
    const id = await make("Shop");
    await record(services, orgId, [
      ...Array.from({ length: 3 }, () => ({ integrationId: id, durationMs: 120 })),
      { ...DEAD, integrationId: id, durationMs: 480 },
    ]);
    const { status, body } = await call("/api/v1/overview?window=1h");
    expect(status).toBe(200);
    expect(body).toMatchObject({
      totals: { delivered: 3, deadLettered: 1 },
      successRate: 75,
      latency: { p50Ms: 120, p99Ms: 480, attempts: 4 },
    });
  });
});
