import { describe, expect, it } from "vitest";
import type { HealthRecords, MeasuredSample } from "#domain/health/ports";
import type { Integration, OrganizationConfig } from "#domain/tenancy/organization-config";
import { createHealthWatch } from "./show-health.ts";

const NOW = Date.parse("2026-11-20T12:00:00Z");
const FAILED: MeasuredSample = {
  looked: 10,
  succeeded: 0,
  failed: 10,
  averageMs: 3_000,
  lastAttemptAt: NOW,
  deadLetters: 0,
};
const SILENT: MeasuredSample = { ...FAILED, looked: 0, failed: 0, averageMs: null, lastAttemptAt: null };
const WELL: MeasuredSample = { ...FAILED, succeeded: 10, failed: 0, averageMs: 10 };

/** An organization with so many integrations, of which these fail. */
function open(count: number, failing: readonly string[]) {
  const ids = Array.from({ length: count }, (_, index) => `int_${index}`);
  const integrations = ids.map((id) => ({ id, name: id, enabled: true, switchedOff: null }) as Integration);
  const config = {
    orgId: "org_1",
    version: 1,
    integrations,
    integrationsById: new Map(integrations.map((integration) => [integration.id, integration])),
  } as unknown as OrganizationConfig;
  const measured: string[] = [];
  let isSilent = false;
  const healthRecords: HealthRecords = {
    samples: async (_orgId, requests) =>
      requests.map(({ integrationId }) => {
        measured.push(integrationId);
        if (isSilent) return SILENT;
        return failing.includes(integrationId) ? FAILED : WELL;
      }),
    failing: async () => [...failing, "int_deleted"],
    deadLetters: async () => new Map(),
  };
  const configurations = { load: async () => config, forget: () => {} };
  const watch = createHealthWatch({
    healthRecords,
    configurations: configurations as unknown as Parameters<typeof createHealthWatch>[0]["configurations"],
    now: () => NOW,
  });
  const silence = (now: boolean) => {
    isSilent = now;
  };
  return { watch, measured, silence };
}

describe("the worst integrations", () => {
  it("are the ones of the list, when there are few: measured once for both", async () => {
    const { watch, measured } = open(20, ["int_3", "int_7"]);
    const worst = await watch.worst("org_1", 60);
    expect(worst.map(({ integrationId }) => integrationId)).toEqual(["int_3", "int_7"]);
    await watch.list("org_1", null, { limit: 50, after: null });
    expect(measured).toHaveLength(20);
  });

  it("are among those that fail lately, when there are very many: nobody waits for all to be measured", async () => {
    const { watch, measured } = open(5_000, ["int_3", "int_4000"]);
    const worst = await watch.worst("org_1", 60);
    expect(worst.map(({ integrationId }) => integrationId)).toEqual(["int_3", "int_4000"]);
    expect(measured).toEqual(["int_3", "int_4000"]);
  });

  it("are none where nothing fails", async () => {
    const { watch, measured } = open(5_000, []);
    expect(await watch.worst("org_1", 60)).toEqual([]);
    expect(measured).toEqual([]);
  });
});

describe("an integration that nothing went through yet", () => {
  it("is judged by its first deliveries at once, and then not measured anew for a while", async () => {
    const { watch, measured, silence } = open(2, ["int_0", "int_1"]);
    silence(true);
    expect((await watch.one("org_1", "int_0")).score).toBeNull();
    expect((await watch.list("org_1", null, { limit: 5, after: null })).items[0]?.score).toBeNull();
    silence(false);
    expect((await watch.one("org_1", "int_0")).score).toBeLessThan(60);
    expect(await watch.worst("org_1", 60)).toHaveLength(2);
    const before = measured.length;
    await watch.one("org_1", "int_0");
    await watch.worst("org_1", 60);
    expect(measured).toHaveLength(before);
  });
});
