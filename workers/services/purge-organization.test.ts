import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { ORGANIZATION_TABLES } from "#adapters/d1/organization-tables";
import { SETTLE_MS } from "#domain/operations/purge";
import { buildEvent } from "#testing/delivery-fakes";
import { createIntegration, seedOrganization } from "#testing/seed";
import type { IntakeObject } from "../../durable-objects/intake.ts";
import { composeServices } from "./composition.ts";
import { deleteOrganization } from "./delete-organization.ts";
import { findRemains } from "./find-remains.ts";
import { createOrganization } from "./manage-organization.ts";
import { type PurgeServices, purgeOrganization, wakePurges } from "./purge-organization.ts";
import { reconcilePolicies } from "./reconcile-policies.ts";

const real = composeServices(env);

/** The real stores; the queue is a list, and time is the test's. */
function openPurge() {
  const messages: string[] = [];
  const clock = { now: Date.now() };
  const jobQueue = { ...real.jobQueue, purge: async (orgId: string) => void messages.push(orgId) };
  const services = { ...real, jobQueue, now: () => clock.now };
  /** As the queue would: until nobody sends a message any more. */
  const drain = async (limit = 1_000) => {
    let steps = 0;
    for (let orgId = messages.shift(); orgId !== undefined && steps < limit; orgId = messages.shift()) {
      await purgeOrganization(services, orgId);
      steps++;
    }
    return steps;
  };
  return { services, messages, clock, drain };
}

/** A row in every table, made of whatever its columns take. */
async function fillTables(orgId: string, tag: string): Promise<void> {
  for (const table of Object.keys(ORGANIZATION_TABLES)) {
    const { results: columns } = await env.DB.prepare(
      `SELECT name, type, pk FROM pragma_table_info('${table}') WHERE "notnull" = 1 OR pk > 0`,
    ).all<{ name: string; type: string; pk: number }>();
    const used = columns.filter(({ name }) => name !== "number");
    const values = used.map(({ name, type }) =>
      name === "org_id"
        ? orgId
        : name === "config" || name === "vault"
          ? "{}"
          : type === "INTEGER"
            ? Math.floor(Math.random() * 1e9)
            : `${tag}-${table}`,
    );
    await env.DB.prepare(
      `INSERT OR IGNORE INTO ${table} (${used.map(({ name }) => name).join(", ")}) VALUES (${used.map(() => "?").join(", ")})`,
    )
      .bind(...values)
      .run();
  }
}

async function fillObjects(orgId: string, integrationId: string): Promise<void> {
  const json = JSON.stringify(buildEvent("evt_1"));
  const intake = env.INTAKE.getByName(`${orgId}:0`);
  // What it took stays in it: a consumer would begin to deliver.
  await runInDurableObject(intake, (instance: IntakeObject) => {
    Reflect.set(instance, "env", { EVENTS: { send: async () => {} } });
  });
  await intake.append({ orgId, shard: 0 }, { configVersion: 1, allowance: null, reservation: null }, [
    { id: "evt_1", json, bytes: json.length, keys: ["i:evt_1"], fingerprint: "f" },
  ]);
  const delivery = {
    id: "dlv_1",
    event: buildEvent("evt_1"),
    payloadAt: { key: "k", offset: 0, length: 1 },
    attempts: 1,
    cycleAttempts: 1,
    cycleStartedAt: 1,
    round: 0,
    firstAttemptAt: 1,
  };
  await env.INTEGRATION.getByName(`${orgId}:${integrationId}`).enqueue({ orgId, integrationId }, [
    { delivery, dueAt: Date.now() + 3_600_000 },
  ]);
}

async function fill(orgId: string, tag: string): Promise<void> {
  const { id } = await createIntegration(env, orgId);
  await fillTables(orgId, tag);
  await fillObjects(orgId, id);
  for (const kind of ["segments", "payloads", "audit"]) {
    await env.BODIES.put(`${orgId}/${kind}/2026-01-01/x`, tag);
  }
}

const deletion = { confirm: "Test", cascade: true };
const organizationRow = (orgId: string) =>
  env.DB.prepare("SELECT 1 FROM organizations WHERE id = ?1").bind(orgId).first();

/** It asks thirty-odd Durable Objects again and again: seconds, on a busy machine. */
describe("the purge of a deleted organization", { timeout: 60_000 }, () => {
  it("removes every row, object and body, in two passes, the organization's own row last, and nobody else's", async () => {
    const { services, messages, clock, drain } = openPurge();
    const { orgId } = await seedOrganization(env);
    const neighbour = await seedOrganization(env);
    await fill(orgId, "gone");
    await fill(neighbour.orgId, "kept");
    const before = await findRemains(services, orgId);
    expect(before.organization).toBe("present");
    expect(Object.keys(before.rows).sort()).toEqual(Object.keys(ORGANIZATION_TABLES).sort());
    expect(before).toMatchObject({ bodies: 3, objects: { integration: 3 } });
    const neighbourBefore = await findRemains(services, neighbour.orgId);

    await deleteOrganization(services, orgId, deletion);
    expect(messages).toEqual([orgId]);
    await drain();
    expect(await findRemains(services, orgId)).toEqual({
      organization: "deleted",
      rows: {},
      objects: {},
      bodies: 0,
      total: 0,
    });
    expect(await organizationRow(orgId)).not.toBeNull();

    clock.now += SETTLE_MS + 1;
    await wakePurges(services);
    expect(messages).toEqual([orgId]);
    await drain();
    expect(await organizationRow(orgId)).toBeNull();
    expect((await findRemains(services, orgId)).organization).toBe("none");
    const { results } = await env.DB.prepare("SELECT * FROM sweeps").all();
    expect(JSON.stringify(results)).not.toContain(orgId);
    expect(await findRemains(services, neighbour.orgId)).toEqual(neighbourBefore);
  });

  it("takes what a run that had not heard of the deletion wrote after the first pass", async () => {
    const { services, clock, drain } = openPurge();
    const { orgId } = await seedOrganization(env);
    const integration = await createIntegration(env, orgId);
    await deleteOrganization(services, orgId, deletion);
    await drain();
    await fillObjects(orgId, integration.id);
    await fillTables(orgId, "late");
    await env.BODIES.put(`${orgId}/segments/2026-01-01/late`, "late");
    expect((await findRemains(services, orgId)).total).toBeGreaterThan(10);
    clock.now += SETTLE_MS + 1;
    await wakePurges(services);
    await drain();
    expect(await findRemains(services, orgId)).toMatchObject({ organization: "none", total: 0 });
    // Its row has been gone since the first pass, so only the purge's own memory knows the object's name.
    expect(await env.INTEGRATION.getByName(`${orgId}:${integration.id}`).remains()).toBe(0);
  });

  it("goes on where it was when its message was lost, and does not begin its second pass too early", async () => {
    const { services, messages, clock, drain } = openPurge();
    const { orgId } = await seedOrganization(env);
    await fill(orgId, "gone");
    await deleteOrganization(services, orgId, deletion);
    await drain(2);
    messages.length = 0;
    await wakePurges(services);
    expect(messages).toEqual([]);
    clock.now += 61_000;
    await wakePurges(services);
    expect(messages).toEqual([orgId]);
    await drain();
    expect((await findRemains(services, orgId)).total).toBe(0);
    clock.now += 61_000;
    await wakePurges(services);
    expect(await drain()).toBe(1);
    expect(await organizationRow(orgId)).not.toBeNull();
  });

  it("goes on as one when two messages ask for the same step", async () => {
    const { services, messages } = openPurge();
    const { orgId } = await seedOrganization(env);
    await deleteOrganization(services, orgId, deletion);
    messages.length = 0;
    await Promise.all([purgeOrganization(services, orgId), purgeOrganization(services, orgId)]);
    expect(messages).toEqual([orgId]);
  });

  it("takes as many steps as it needs: no step removes more than it was told", async () => {
    const { orgId } = await seedOrganization(env);
    await env.DB.prepare(
      "INSERT INTO event_types (org_id, name, description, archived, created_at, updated_at) SELECT ?1, 'type.' || value, '', 0, 1, 1 FROM json_each(?2)",
    )
      .bind(orgId, JSON.stringify(Array.from({ length: 25 }, (_, index) => index)))
      .run();
    const left = async () => (await real.purgeRecords.countRows(orgId, 100)).event_types ?? 0;
    const rows = [];
    for (let step = 0; step < 3; step++) {
      rows.push([await real.purgeRecords.removeRows(orgId, 10), await left()]);
    }
    expect(rows).toEqual([
      [false, 15],
      [false, 5],
      [true, 0],
    ]);
    for (let n = 0; n < 5; n++) await env.BODIES.put(`${orgId}/segments/2026-01-01/${n}`, "x");
    const bodies = [];
    for (let step = 0; step < 3; step++) {
      bodies.push([await real.bodies.removeAll(orgId, 2), await real.bodies.count(orgId, 100)]);
    }
    expect(bodies).toEqual([
      [false, 3],
      [false, 1],
      [true, 0],
    ]);
  });

  it("takes the audit log's full-text index along", async () => {
    const { services, drain } = openPurge();
    const [gone, kept] = [await seedOrganization(env), await seedOrganization(env)];
    for (const { orgId } of [gone, kept]) {
      await fillTables(orgId, `audit-${orgId}`);
      await env.DB.prepare(
        "INSERT INTO audit_search (rowid, facets, body) SELECT number, '', 'secretword' FROM audit_entries WHERE org_id = ?1",
      )
        .bind(orgId)
        .run();
    }
    await deleteOrganization(services, gone.orgId, deletion);
    await drain();
    const { results } = await env.DB.prepare(
      "SELECT rowid FROM audit_search WHERE audit_search MATCH 'secretword'",
    ).all();
    expect(results).toHaveLength(1);
  });

  it("leaves an organization alone that is not deleted", async () => {
    const { services, messages } = openPurge();
    const { orgId } = await seedOrganization(env);
    const before = await findRemains(services, orgId);
    await purgeOrganization(services as PurgeServices, orgId);
    expect(messages).toEqual([]);
    expect(await findRemains(services, orgId)).toEqual(before);
  });
});

describe("the scan for what a crash left behind", () => {
  it("mends rows that do not follow from what is above them, from the top down", async () => {
    const top = await createOrganization(real, { name: "Top", retentionDays: 9 });
    const middle = await createOrganization(real, { name: "Middle", parentId: top.id });
    const low = await createOrganization(real, { name: "Low", parentId: middle.id });
    const loose = JSON.stringify({ retentionDays: 3_650 });
    // As rows are that were made before there were policies.
    await env.DB.prepare("UPDATE organizations SET policy = ?1, retention_days = 3650 WHERE id IN (?2, ?3)")
      .bind(loose, middle.id, low.id)
      .run();
    await env.DB.prepare("UPDATE organizations SET policy = '{}', quota = '{}' WHERE id = ?1")
      .bind(top.id)
      .run();
    for (let round = 0; round < 3; round++) await reconcilePolicies(real);
    for (const { id } of [top, middle, low]) {
      expect((await real.repositories.organizations.find(id))?.retentionDays).toBe(9);
      expect((await real.configurations.load(id, 0))?.policy.retentionDays).toBe(9);
    }
    const version = async () => (await real.repositories.organizations.find(low.id))?.configVersion;
    const before = await version();
    await reconcilePolicies(real);
    expect(await version()).toBe(before);
  });
});
