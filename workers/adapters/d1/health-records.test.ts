import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { firstDeliveryIdAt } from "#domain/ids";
import { composeServices } from "#services/composition";
import { DEAD, record } from "#testing/delivery-records";
import { createHealthRecords, DEAD_LETTERS, SAMPLES } from "./health-records.ts";

const services = composeServices(env);
const records = createHealthRecords(env.DB);
const NOW = Date.parse("2026-11-20T12:00:00Z");
const HOUR_MS = 3_600_000;
let organizations = 0;
const freshOrganization = () => `org_health_${organizations++}`;
const lastHour = (integrationId: string) => ({ integrationId, from: NOW - HOUR_MS, to: NOW });

describe("samples of the log", () => {
  it("count what was tried, and nothing that was not", async () => {
    const orgId = freshOrganization();
    const at = { acceptedAt: NOW - 1_000, integrationId: "int_a" };
    await record(services, orgId, [
      { ...at, durationMs: 100 },
      { ...at, durationMs: 300, attemptedAt: NOW - 10 },
      { ...at, ...DEAD, durationMs: 200 },
      { ...at, status: "retrying", durationMs: 400, category: "TIMEOUT" },
      { ...at, status: "held", attempts: 0, durationMs: null, attemptedAt: null },
      { ...at, status: "cancelled", durationMs: 9_000 },
    ]);
    const [sample] = await records.samples(orgId, [lastHour("int_a")], 100);
    expect(sample).toEqual({
      looked: 6,
      succeeded: 2,
      failed: 2,
      averageMs: 250,
      lastAttemptAt: NOW - 10,
      deadLetters: 1,
    });
  });

  it("answer each request for itself, in their order, within its span and organization", async () => {
    const orgId = freshOrganization();
    await record(services, orgId, [
      { integrationId: "int_a", acceptedAt: NOW - 1 },
      { integrationId: "int_a", acceptedAt: NOW - HOUR_MS },
      { integrationId: "int_a", acceptedAt: NOW - HOUR_MS - 1 },
      { integrationId: "int_a", acceptedAt: NOW },
      { integrationId: "int_b", acceptedAt: NOW - 1 },
    ]);
    await record(services, freshOrganization(), [{ integrationId: "int_a", acceptedAt: NOW - 1 }]);
    const asked = [lastHour("int_b"), lastHour("int_none"), lastHour("int_a")];
    const samples = await records.samples(orgId, asked, 100);
    expect(samples.map(({ looked }) => looked)).toEqual([1, 0, 2]);
  });

  it("read no more rows than asked for, however long the log", async () => {
    const orgId = freshOrganization();
    const many = Array.from({ length: 1_500 }, (_, index) => ({
      integrationId: "int_a",
      acceptedAt: NOW - 2_000 + index,
    }));
    await record(services, orgId, many);
    const asked = [["int_a", firstDeliveryIdAt(NOW - HOUR_MS), firstDeliveryIdAt(NOW)]];
    const { meta } = await env.DB.prepare(SAMPLES).bind(orgId, JSON.stringify(asked), 100).all();
    // Each delivery is an entry of the index and its row; then what json_each and json_object themselves read.
    expect(meta.rows_read).toBeGreaterThanOrEqual(100);
    expect(meta.rows_read).toBeLessThanOrEqual(310);
  });
});

describe("integrations that fail lately", () => {
  it("are those with the most dead letters and retries among the newest, of the organization", async () => {
    const orgId = freshOrganization();
    const at = (ago: number) => ({ acceptedAt: NOW - ago });
    await record(services, orgId, [
      { ...DEAD, integrationId: "int_old", ...at(9_000) },
      { ...DEAD, integrationId: "int_a", ...at(5_000) },
      { ...DEAD, integrationId: "int_a", ...at(4_000) },
      { ...DEAD, integrationId: "int_b", ...at(3_000) },
      { integrationId: "int_well", ...at(2_000) },
      { integrationId: "int_b", status: "retrying", category: "TIMEOUT", ...at(1_000) },
      { integrationId: "int_b", status: "retrying", category: "TIMEOUT", ...at(1_000) },
    ]);
    await record(services, freshOrganization(), [{ ...DEAD, integrationId: "int_c" }]);
    expect(await records.failing(orgId, 3, 10)).toEqual(["int_b", "int_a"]);
    expect(await records.failing(orgId, 100, 10)).toEqual(["int_b", "int_a", "int_old"]);
    expect(await records.failing(orgId, 100, 1)).toEqual(["int_b"]);
  });
});

describe("dead letters", () => {
  it("are counted by integration, up to the most, and said to be more", async () => {
    const orgId = freshOrganization();
    await record(services, orgId, [
      ...Array.from({ length: 3 }, () => ({ ...DEAD, integrationId: "int_a" })),
      ...Array.from({ length: 2 }, () => ({ ...DEAD, integrationId: "int_b" })),
      { integrationId: "int_c" },
    ]);
    expect(await records.deadLetters(orgId, ["int_a", "int_b", "int_c"], 2)).toEqual(
      new Map([
        ["int_a", { count: 2, exact: false }],
        ["int_b", { count: 2, exact: true }],
        ["int_c", { count: 0, exact: true }],
      ]),
    );
  });

  it("are counted in their own index, without a look at the log", async () => {
    const { results } = await env.DB.prepare(`EXPLAIN QUERY PLAN ${DEAD_LETTERS}`)
      .bind("org", "[]", 2)
      .all<{ detail: string }>();
    const plan = results.map(({ detail }) => detail).join("\n");
    expect(plan).toContain("INDEX deliveries_dead (org_id=? AND integration_id=?)");
    expect(plan).toContain("COVERING");
  });
});
