import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { runJob } from "#services/run-job";
import { DEAD, record } from "#testing/delivery-records";
import { openOperations } from "#testing/operations-harness";
import { createIntegration, seedOrganization } from "#testing/seed";
import { tick } from "./tick.ts";

const DAY = 86_400_000;
const MINUTE = 60_000;

beforeEach(async () => {
  for (const table of ["organizations", "deliveries", "attempts", "jobs", "sweeps"]) {
    await env.DB.prepare(`DELETE FROM ${table}`).run();
  }
});

async function idsIn(table: "deliveries" | "attempts"): Promise<string[]> {
  const column = table === "deliveries" ? "id" : "delivery_id";
  const { results } = await env.DB.prepare(`SELECT ${column} AS id FROM ${table} ORDER BY 1`).all<{
    id: string;
  }>();
  return results.map(({ id }) => id);
}

describe("the cron's tick", () => {
  it("goes on when a part fails, and names it", async () => {
    const { orgId } = await seedOrganization(env);
    const { services, woken } = openOperations(env, {
      intake: { ...openOperations(env).services.intake, wake: () => Promise.reject(new Error("no object")) },
      jobs: { ...openOperations(env).services.jobs, stalled: () => Promise.reject(new Error("no database")) },
    });
    await record(services, orgId, [
      { status: "retrying", nextRetryAt: Date.now() - 5 * MINUTE, integrationId: "int_1" },
    ]);
    expect(await tick(services)).toEqual(["jobs"]);
    expect(woken).toEqual([`${orgId}:int_1`]);
  });

  it("wakes every shard of every organization, fifty organizations a minute", async () => {
    await env.DB.batch(
      Array.from({ length: 60 }, (_, i) =>
        env.DB.prepare(
          "INSERT INTO organizations (id, name, region, catalogue_mode, retention_days, intake_shards, config_version, created_at, path) VALUES (?1, 'x', 'local', 'open', 30, 2, 1, 1, ?1)",
        ).bind(`org_${String(i).padStart(3, "0")}`),
      ),
    );
    const shards: string[] = [];
    const { services } = openOperations(env, {
      intake: {
        ...openOperations(env).services.intake,
        wake: async ({ orgId, shard }) => void shards.push(`${orgId}:${shard}`),
      },
    });
    await tick(services);
    expect(shards).toHaveLength(100);
    await tick(services);
    expect(new Set(shards).size).toBe(120);
    await tick(services);
    expect(shards).toHaveLength(220);
  });

  it("wakes the objects of overdue deliveries, each once, and leaves those alone that are just due", async () => {
    const { services, woken } = openOperations(env);
    const late = Date.now() - 3 * MINUTE;
    await record(services, "org_a", [
      { status: "retrying", nextRetryAt: late, integrationId: "int_1" },
      { status: "held", nextRetryAt: late, integrationId: "int_1" },
      { ...DEAD, nextRetryAt: late, integrationId: "int_2" },
      { status: "retrying", nextRetryAt: Date.now() - MINUTE, integrationId: "int_3" },
      { ...DEAD, integrationId: "int_4" },
    ]);
    await tick(services);
    expect(woken.sort()).toEqual(["org_a:int_1", "org_a:int_2"]);
  });

  it("does not let a hundred integrations that stay overdue hide the others", async () => {
    const { services, woken } = openOperations(env);
    const late = Date.now() - 3 * MINUTE;
    const rows = Array.from(
      { length: 130 },
      (_, i) => ({ status: "retrying", nextRetryAt: late, integrationId: `int_${i}` }) as const,
    );
    await record(services, "org_a", rows);
    await tick(services);
    expect(woken).toHaveLength(100);
    await tick(services);
    expect(new Set(woken).size).toBe(130);
    await tick(services);
    expect(woken).toHaveLength(230);
  });

  it("brings a job to its end whose message was lost", async () => {
    const { orgId, apiKey } = await seedOrganization(env);
    const { id: integrationId } = await createIntegration(env, orgId);
    const day = openOperations(env);
    await record(
      day.services,
      orgId,
      Array.from({ length: 150 }, () => ({ ...DEAD, integrationId })),
    );
    const { body } = await day.call(apiKey, "POST", "/dead-letters/retry", { filter: {} });
    day.messages.length = 0;

    await tick(day.services);
    expect(day.messages).toEqual([]);
    const later = openOperations(env, { now: () => Date.now() + 61_000 });
    await tick(later.services);
    expect(later.messages).toEqual([{ orgId, jobId: body.id }]);
    for (const message of later.messages) await runJob(later.services, message);
    expect((await day.call(apiKey, "GET", `/jobs/${body.id}`)).body).toMatchObject({
      status: "completed",
      processed: 150,
    });
  });

  it("gives a job up that did not end within seven days", async () => {
    const { orgId, apiKey } = await seedOrganization(env);
    const day = openOperations(env);
    const { body } = await day.call(apiKey, "POST", "/dead-letters/retry", { filter: {} });
    const later = openOperations(env, { now: () => Date.now() + 8 * DAY });
    await tick(later.services);
    expect(later.messages).toEqual([]);
    const job = await later.services.jobs.find(orgId, body.id);
    expect(job?.status).toBe("failed");
  });
});

describe("retention", () => {
  const old = Date.now() - 40 * DAY;

  it("removes old records with their attempts and keeps what is young or still waits", async () => {
    const { orgId } = await seedOrganization(env, { retentionDays: 30 });
    const { services } = openOperations(env);
    const gone = await record(services, orgId, [{ acceptedAt: old }, { ...DEAD, acceptedAt: old + 1 }]);
    const kept = await record(services, orgId, [
      { acceptedAt: Date.now() - 29 * DAY },
      { acceptedAt: old, status: "retrying", nextRetryAt: Date.now() + DAY },
      { acceptedAt: old, status: "held" },
      { ...DEAD, acceptedAt: old, nextRetryAt: Date.now() + DAY },
    ]);
    const all = [...gone, ...kept];
    const attempt = {
      attempt: 1,
      at: old,
      category: null,
      httpStatus: 200,
      durationMs: 1,
      detail: null,
      nextRetryAt: null,
      retryReason: null,
    };
    const recordAt = { key: "x", offset: 0, length: 1 };
    await services.log.record(
      orgId,
      [],
      all.map(({ id }) => ({ ...attempt, deliveryId: id, recordAt })),
    );
    await tick(services);
    const ids = kept.map(({ id }) => id).sort();
    expect(await idsIn("deliveries")).toEqual(ids);
    expect(await idsIn("attempts")).toEqual(ids);
  });

  it("judges every organization by its own days", async () => {
    const { services } = openOperations(env);
    const short = await seedOrganization(env, { retentionDays: 7 });
    const long = await seedOrganization(env, { retentionDays: 90 });
    await record(services, short.orgId, [{ acceptedAt: old }]);
    const kept = await record(services, long.orgId, [{ acceptedAt: old }]);
    await tick(services);
    expect(await idsIn("deliveries")).toEqual(kept.map(({ id }) => id));
  });

  it("lets a lane go on when the dead letter that stopped it is no longer kept", async () => {
    const { orgId } = await seedOrganization(env, { retentionDays: 7 });
    const flow = { order: { key: null, onDeadLetter: "block" as const } };
    const { id: ordered } = await createIntegration(env, orgId, { flow });
    const { id: plain } = await createIntegration(env, orgId);
    const unblocked: string[] = [];
    const { services } = openOperations(env);
    services.integrations.unblock = async ({ integrationId }, ids) => {
      unblocked.push(...ids.map((one) => `${integrationId}:${one}`));
    };
    const [dead] = await record(services, orgId, [
      { ...DEAD, acceptedAt: old, integrationId: ordered },
      { acceptedAt: old, integrationId: ordered },
      { ...DEAD, acceptedAt: old, integrationId: plain },
    ]);
    await tick(services);
    expect(unblocked).toEqual([`${ordered}:${dead?.id}`]);
  });

  it("keeps a dead letter whose lane could not be told, and tells it again", async () => {
    const { orgId } = await seedOrganization(env, { retentionDays: 7 });
    const flow = { order: { key: null, onDeadLetter: "block" as const } };
    const { id: integrationId } = await createIntegration(env, orgId, { flow });
    const { services } = openOperations(env);
    const { unblock } = services.integrations;
    services.integrations.unblock = () => Promise.reject(new Error("the object is being moved"));
    const [dead] = await record(services, orgId, [
      { ...DEAD, acceptedAt: old, integrationId },
      { acceptedAt: old, integrationId },
    ]);
    await tick(services);
    expect(await idsIn("deliveries")).toEqual([dead?.id]);
    services.integrations.unblock = unblock;
    await tick(services);
    expect(await idsIn("deliveries")).toEqual([]);
  });

  it("takes a bounded number of records a minute and goes on where it stopped", async () => {
    const { orgId } = await seedOrganization(env, { retentionDays: 7 });
    const { services } = openOperations(env);
    await record(
      services,
      orgId,
      Array.from({ length: 10_500 }, (_, i) => ({ acceptedAt: old + i })),
    );
    await tick(services);
    expect(await idsIn("deliveries")).toHaveLength(500);
    await tick(services);
    expect(await idsIn("deliveries")).toEqual([]);
  });

  it("removes old bodies, but no body that a waiting delivery may still need", async () => {
    const { orgId } = await seedOrganization(env, { retentionDays: 30 });
    const { services } = openOperations(env);
    const write = (at: number) => services.bodies.putPayload(orgId, "{}", at);
    const pointers = [
      await write(old - 2 * DAY),
      await write(old),
      // Within an hour after midnight the day before the cutoff is still kept.
      await write(Date.now() - 32 * DAY),
      await write(Date.now()),
    ];
    const waiting = { acceptedAt: old, status: "retrying", nextRetryAt: Date.now() + DAY } as const;
    const [held] = await record(services, orgId, [waiting]);
    const left = async () => {
      const texts = await Promise.all(pointers.map((at) => services.bodies.read(at)));
      return texts.map((text) => text !== null);
    };
    await tick(services);
    expect(await left()).toEqual([false, true, true, true]);
    if (held === undefined) throw new Error("no record");
    await record(services, orgId, [{ ...held, status: "delivered", attempts: 2, nextRetryAt: null }]);
    await tick(services);
    expect(await left()).toEqual([false, false, false, true]);
  });

  it("goes on with an organization that has more old bodies than one visit removes", async () => {
    const busy = await seedOrganization(env);
    const other = await seedOrganization(env);
    let visits = 0;
    const { services } = openOperations(env);
    const bodies: typeof services.bodies = {
      ...services.bodies,
      removeBefore: async (orgId) => orgId !== busy.orgId || ++visits > 30,
    };
    const position = () => services.sweeps.position("retention-bodies");
    await tick({ ...services, bodies });
    expect(visits).toBeGreaterThan(10);
    expect((await position()) < busy.orgId).toBe(busy.orgId < other.orgId || (await position()) !== "");
    await tick({ ...services, bodies });
    expect(visits).toBe(31);
    expect(await position()).toBe("");
  });

  it("removes old jobs that are over", async () => {
    const { orgId, apiKey } = await seedOrganization(env, { retentionDays: 30 });
    const then = openOperations(env, {
      createId: (prefix) => `${prefix}_01hqzzzzzz${crypto.randomUUID().slice(0, 8)}00000000`,
      now: () => old,
    });
    const { body } = await then.call(apiKey, "POST", "/dead-letters/retry", { filter: {} });
    const { services } = openOperations(env);
    await services.jobs.cancel(orgId, body.id, old);
    await tick(services);
    expect(await services.jobs.find(orgId, body.id)).toBeNull();
  });
});
