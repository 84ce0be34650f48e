import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { composeServices } from "#services/composition";
import { callApi } from "#testing/call-api";
import { DEAD, record } from "#testing/delivery-records";
import { createIntegration, seedOrganization } from "#testing/seed";

const services = composeServices(env);
const DAY_MS = 86_400_000;

async function world() {
  const { orgId, apiKey } = await seedOrganization(env);
  const make = async (name: string) => (await createIntegration(env, orgId, { name })).id;
  const call = (path: string) => callApi(apiKey, "GET", path);
  return { orgId, make, call };
}

describe("GET /api/v1/integrations/{id}/health", () => {
  it("shows the score, the four parts with their weights, and what they were made of", async () => {
    const { orgId, make, call } = await world();
    const id = await make("Shop");
    await record(services, orgId, [
      ...Array.from({ length: 9 }, () => ({ integrationId: id, durationMs: 200 })),
      { ...DEAD, integrationId: id, durationMs: 200 },
    ]);
    const { status, body } = await call(`/api/v1/integrations/${id}/health`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      integrationId: id,
      name: "Shop",
      score: 91.8,
      grade: "green",
      parts: {
        successRate: { score: 90, weight: 0.5 },
        responseTime: { score: 90, weight: 0.25 },
        deadLetters: { score: 95, weight: 0.15 },
        uptime: { score: 100, weight: 0.1 },
      },
      inputs: {
        succeeded: 9,
        failed: 1,
        averageResponseMs: 200,
        deadLetters: 1,
        deadLettersExact: true,
        deliveriesLookedAt: 10,
        complete: true,
        delivering: true,
      },
    });
  });

  it("shows seven days and where they lead", async () => {
    const { orgId, make, call } = await world();
    const id = await make("Shop");
    const now = Date.now();
    await record(services, orgId, [
      ...[5, 4].map((day) => ({ integrationId: id, acceptedAt: now - day * DAY_MS })),
      ...[2, 1].map((day) => ({ ...DEAD, integrationId: id, acceptedAt: now - day * DAY_MS })),
    ]);
    const { body } = await call(`/api/v1/integrations/${id}/health`);
    const { trend } = body as { trend: { direction: string; days: { score: number | null }[] } };
    expect(trend.direction).toBe("falling");
    expect(trend.days).toHaveLength(7);
    expect(trend.days.filter(({ score }) => score !== null)).toHaveLength(4);
  });

  it("answers the same for five minutes, and anew once the integration is changed", async () => {
    const { orgId, make, call } = await world();
    const id = await make("Shop");
    await record(services, orgId, [{ integrationId: id }]);
    const first = await call(`/api/v1/integrations/${id}/health`);
    await record(services, orgId, [{ ...DEAD, integrationId: id }]);
    expect((await call(`/api/v1/integrations/${id}/health`)).body).toEqual(first.body);
    await make("Another");
    expect((await call(`/api/v1/integrations/${id}/health`)).body).toMatchObject({ inputs: { failed: 1 } });
  });

  it("knows nothing of an integration without deliveries, and says so", async () => {
    const { make, call } = await world();
    const { body } = await call(`/api/v1/integrations/${await make("Idle")}/health`);
    expect(body).toMatchObject({ score: null, grade: "unknown", trend: { direction: "unknown" } });
  });

  it("is absent for another organization's integration", async () => {
    const { make } = await world();
    const id = await make("Theirs");
    const { status, body } = await (await world()).call(`/api/v1/integrations/${id}/health`);
    expect(status).toBe(404);
    expect(body).toMatchObject({ code: "not_found" });
  });
});

describe("GET /api/v1/integration-health", () => {
  it("lists the worst first, what cannot be judged last, page by page", async () => {
    const { orgId, make, call } = await world();
    const [well, dead, half] = [await make("well"), await make("dead"), await make("half")];
    await make("idle");
    await record(services, orgId, [
      { integrationId: well },
      { ...DEAD, integrationId: dead },
      { integrationId: half },
      { ...DEAD, integrationId: half },
    ]);
    const names: string[] = [];
    let cursor = "";
    do {
      const { body } = await call(`/api/v1/integration-health?limit=1${cursor}`);
      const page = body as { items: { name: string }[]; nextCursor: string | null };
      names.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor === null ? "" : `&cursor=${page.nextCursor}`;
    } while (cursor !== "");
    expect(names).toEqual(["dead", "half", "well", "idle"]);
  });

  it("lists only what is below a score, when asked", async () => {
    const { orgId, make, call } = await world();
    const [well, dead] = [await make("well"), await make("dead")];
    await make("idle");
    await record(services, orgId, [{ integrationId: well }, { ...DEAD, integrationId: dead }]);
    const { body } = await call("/api/v1/integration-health?below=60");
    expect((body as { items: { name: string }[] }).items.map(({ name }) => name)).toEqual(["dead"]);
    expect((await call("/api/v1/integration-health?below=101")).status).toBe(400);
  });
});
