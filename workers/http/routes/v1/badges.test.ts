import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { createBadgeRecords } from "#adapters/d1/badge-records";
import type { Permission } from "#domain/access/permissions";
import { composeServices } from "#services/composition";
import { callApi } from "#testing/call-api";
import { DEAD, record } from "#testing/delivery-records";
import { createIntegration, seedApiKey, seedOrganization } from "#testing/seed";

const services = composeServices(env);
const records = createBadgeRecords(env.DB);

async function world() {
  const { orgId, apiKey } = await seedOrganization(env);
  const call = (path: string, bearer = apiKey) => callApi(bearer, "GET", `/api/v1/${path}`);
  return { orgId, apiKey, call };
}

describe("GET /api/v1/badges", () => {
  it("counts what needs somebody", async () => {
    const { orgId, apiKey, call } = await world();
    const { id } = await createIntegration(env, orgId);
    await record(services, orgId, [DEAD, { ...DEAD, integrationId: id }, {}]);
    await callApi(apiKey, "POST", `/api/v1/integrations/${id}/circuit/pause`, { reason: "moving" });
    const config = {
      authorizationUrl: "https://provider.example.test/authorize",
      tokenUrl: "https://provider.example.test/token",
      clientId: "me",
      clientSecret: "my secret",
    };
    const made = await callApi(apiKey, "POST", "/api/v1/credentials", {
      name: "shop",
      kind: "oauth2_authorization_code",
      config,
    });
    expect(made.status, made.text).toBe(201);
    expect((await call("badges")).body).toEqual({
      deadLetters: { count: 2, exact: true },
      openAlerts: 0,
      runningJobs: 0,
      brokenCredentials: 1,
      circuitsNotClosed: 1,
    });
  });

  it("keeps each number from whoever may not read what it counts", async () => {
    const { orgId, call } = await world();
    const keyOf = (...more: Permission[]) => seedApiKey(env, orgId, ["organization:read", ...more]);
    const seen = async (bearer: string) =>
      Object.entries((await call("badges", bearer)).body as object)
        .filter(([, value]) => value !== null)
        .map(([name]) => name);
    expect(await seen(await keyOf())).toEqual([]);
    expect(await seen(await keyOf("deadletters:read"))).toEqual(["deadLetters"]);
    expect(await seen(await keyOf("jobs:read"))).toEqual(["runningJobs"]);
    expect(await seen(await keyOf("credentials:read"))).toEqual(["brokenCredentials"]);
    expect(await seen(await keyOf("integrations:read"))).toEqual(["openAlerts", "circuitsNotClosed"]);
  });

  it("counts dead letters up to a limit, and says when there are more", async () => {
    const { orgId } = await world();
    await record(services, orgId, [DEAD, DEAD, DEAD]);
    expect((await records.count(orgId, 2)).deadLetters).toEqual({ count: 2, exact: false });
    expect((await records.count(orgId, 3)).deadLetters).toEqual({ count: 3, exact: true });
  });
});

describe("GET /api/v1/dead-letters/summary", () => {
  it("counts dead letters by error and by integration, the most first", async () => {
    const { orgId, call } = await world();
    const at = Date.parse("2026-11-20T12:00:00Z");
    await record(services, orgId, [
      { ...DEAD, integrationId: "int_a", acceptedAt: at },
      { ...DEAD, integrationId: "int_b", acceptedAt: at + 1_000 },
      { ...DEAD, integrationId: "int_b", category: "TIMEOUT", acceptedAt: at + 2_000 },
      { ...DEAD, integrationId: "int_b", category: null, acceptedAt: at + 3_000 },
      { integrationId: "int_b" },
    ]);
    const { status, body } = await call("dead-letters/summary");
    expect(status).toBe(200);
    expect(body).toEqual({
      deadLetters: { count: 4, exact: true },
      byCategory: expect.arrayContaining([
        { category: "TIMEOUT", count: 1 },
        { category: null, count: 1 },
      ]),
      byIntegration: [
        { integrationId: "int_b", count: 3 },
        { integrationId: "int_a", count: 1 },
      ],
      oldestAt: "2026-11-20T12:00:00.000Z",
      newestAt: "2026-11-20T12:00:03.000Z",
    });
    expect((body as { byCategory: unknown[] }).byCategory[0]).toEqual({ category: "SERVER_ERROR", count: 2 });
  });

  it("is empty without any", async () => {
    const { call } = await world();
    expect((await call("dead-letters/summary")).body).toEqual({
      deadLetters: { count: 0, exact: true },
      byCategory: [],
      byIntegration: [],
      oldestAt: null,
      newestAt: null,
    });
  });
});
