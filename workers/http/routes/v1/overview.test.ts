import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { Permission } from "#domain/access/permissions";
import { composeServices } from "#services/composition";
import { callApi } from "#testing/call-api";
import { DEAD, record } from "#testing/delivery-records";
import { createIntegration, seedApiKey, seedOrganization } from "#testing/seed";

const services = composeServices(env);
const HOUR_MS = 3_600_000;

async function world() {
  const { orgId, apiKey } = await seedOrganization(env);
  const make = async (name: string) => (await createIntegration(env, orgId, { name })).id;
  const call = (path: string, bearer = apiKey) => callApi(bearer, "GET", path);
  const keyOf = (...permissions: Permission[]) => seedApiKey(env, orgId, permissions);
  return { orgId, make, call, keyOf };
}

interface Shown {
  readonly buckets: readonly { readonly from: string; readonly to: string; readonly delivered: number }[];
}

describe("GET /api/v1/overview", () => {
  it("shows volume, success, latency, errors and what waits, of the window and at a glance", async () => {
    const { orgId, make, call } = await world();
    const id = await make("Shop");
    await record(services, orgId, [
      ...Array.from({ length: 3 }, () => ({ integrationId: id, durationMs: 120 })),
      { ...DEAD, integrationId: id, durationMs: 480 },
      { ...DEAD, integrationId: id, acceptedAt: Date.now() - 1.5 * HOUR_MS },
      { integrationId: id, status: "held", attempts: 0, acceptedAt: Date.now() - 3 * HOUR_MS },
    ]);
    const { status, body, text } = await call("/api/v1/overview?window=1h");
    expect(status, text).toBe(200);
    expect(body).toMatchObject({
      window: "1h",
      integrationId: null,
      bucketMs: 300_000,
      totals: { delivered: 3, deadLettered: 1, failed: 0, waiting: 0, discarded: 0, notSent: 0 },
      successRate: 75,
      latency: { p50Ms: 120, p95Ms: 480, p99Ms: 480, attempts: 4 },
      errors: [
        {
          category: "SERVER_ERROR",
          now: { count: 1, exact: true },
          before: { count: 1, exact: true },
        },
      ],
      deadLetters: { count: 2, exact: true },
      waiting: { held: { count: 1, exact: true } },
      oldestUndelivered: { integrationId: id, status: "held", since: expect.stringMatching(/Z$/) },
      deliveriesLookedAt: 4,
      complete: true,
      circuits: [],
    });
    const { buckets } = body as Shown;
    expect(buckets).toHaveLength(12);
    expect(buckets.reduce((sum, { delivered }) => sum + delivered, 0)).toBe(3);
  });

  it("is of one integration when asked, and absent for another organization's", async () => {
    const { orgId, make, call } = await world();
    const [shop, other] = [await make("Shop"), await make("Other")];
    await record(services, orgId, [{ integrationId: shop }, { ...DEAD, integrationId: other }]);
    const { body } = await call(`/api/v1/overview?window=1h&integrationId=${shop}`);
    expect(body).toMatchObject({
      integrationId: shop,
      totals: { delivered: 1, deadLettered: 0 },
      successRate: 100,
      errors: [],
      deadLetters: { count: 0 },
      unhealthyIntegrations: [],
    });
    const stranger = await world();
    expect((await stranger.call(`/api/v1/overview?integrationId=${shop}`)).status).toBe(404);
  });

  it("names integrations below 60 and circuits that are not closed", async () => {
    const { orgId, make, call, keyOf } = await world();
    const [well, ill] = [await make("well"), await make("ill")];
    await record(services, orgId, [{ integrationId: well }, { ...DEAD, integrationId: ill }]);
    await callApi(await keyOf("circuits:override"), "POST", `/api/v1/integrations/${well}/circuit/pause`, {
      reason: "moving",
    });
    const { body } = await call("/api/v1/overview");
    expect(body).toMatchObject({
      window: "24h",
      unhealthyIntegrations: [{ integrationId: ill, name: "ill", grade: "red" }],
      circuits: [{ integrationId: well, name: "well", phase: "paused", reason: "moving" }],
    });
  });

  it("says nothing of integrations to whoever may read deliveries only", async () => {
    const { orgId, make, call, keyOf } = await world();
    await record(services, orgId, [{ ...DEAD, integrationId: await make("ill") }]);
    const { status, body } = await call("/api/v1/overview", await keyOf("deliveries:read"));
    expect(status).toBe(200);
    expect(body).toMatchObject({ unhealthyIntegrations: null, circuits: null, totals: { deadLettered: 1 } });
  });

  it("of an empty log is whole: nothing was tried, so there is no rate", async () => {
    const { call } = await world();
    const { body } = await call("/api/v1/overview?window=7d");
    expect(body).toMatchObject({
      successRate: null,
      latency: { p50Ms: null, p95Ms: null, p99Ms: null, attempts: 0 },
      errors: [],
      oldestUndelivered: null,
      deliveriesLookedAt: 0,
      complete: true,
    });
    expect((body as Shown).buckets).toHaveLength(28);
  });

  it("takes the windows that there are, and says which", async () => {
    const { call } = await world();
    const { status, body } = await call("/api/v1/overview?window=30d");
    expect(status).toBe(400);
    expect(body).toMatchObject({ errors: [{ parameter: "window" }] });
  });
});
