import { env } from "cloudflare:workers";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { runJob } from "#services/run-job";
import { DEAD, record } from "#testing/delivery-records";
import { openOperations } from "#testing/operations-harness";
import { createIntegration, seedOrganization } from "#testing/seed";

const { services, call, enqueued, cancelled, messages } = openOperations(env);
const NOW = Date.now() - 3_600_000;
let orgId: string;
let key: string;
let foreignKey: string;
let integrationId: string;

beforeAll(async () => {
  foreignKey = (await seedOrganization(env)).apiKey;
});
beforeEach(async () => {
  ({ orgId, apiKey: key } = await seedOrganization(env));
  integrationId = (await createIntegration(env, orgId)).id;
  for (const list of [enqueued, cancelled, messages]) list.length = 0;
});

const dead = (index: number) => ({ ...DEAD, acceptedAt: NOW + index, integrationId });

async function statuses(): Promise<Record<string, number>> {
  const { results } = await env.DB.prepare(
    "SELECT status, count(*) AS n FROM deliveries WHERE org_id = ?1 GROUP BY status",
  )
    .bind(orgId)
    .all<{ status: string; n: number }>();
  return Object.fromEntries(results.map(({ status, n }) => [status, n]));
}

/** What the queue would do: hand out every message once. */
async function drain(): Promise<void> {
  for (let message = messages.shift(); message !== undefined; message = messages.shift()) {
    await runJob(services, message);
  }
}

describe("dead letters, one by one", () => {
  it("lists only dead letters, newest first, with filters", async () => {
    const made = await record(services, orgId, [
      dead(0),
      { ...dead(1), category: "AUTH" },
      { acceptedAt: NOW + 2 },
    ]);
    const all = await call(key, "GET", "/dead-letters");
    expect(all.body.items.map(({ id }) => id)).toEqual([made[1]?.id, made[0]?.id]);
    const some = await call(key, "GET", `/dead-letters?category=AUTH&integrationId=${integrationId}`);
    expect(some.body.items.map(({ id }) => id)).toEqual([made[1]?.id]);
    expect((await call(foreignKey, "GET", "/dead-letters")).body.items).toEqual([]);
  });

  it("retries one", async () => {
    const [one] = await record(services, orgId, [{ ...dead(0), nextRetryAt: NOW + 9e9 }]);
    const { status, body } = await call(key, "POST", `/dead-letters/${one?.id}/retry`);
    expect([status, body.status]).toEqual([202, "retrying"]);
    expect(enqueued).toMatchObject([{ id: one?.id, attempts: 3, cycleAttempts: 0, round: 0 }]);
  });

  it("discards one, and its automatic retry with it", async () => {
    const [one] = await record(services, orgId, [{ ...dead(0), nextRetryAt: NOW + 9e9 }]);
    const { status, body } = await call(key, "POST", `/dead-letters/${one?.id}/discard`);
    expect([status, body.status, body.nextRetryAt]).toEqual([200, "discarded", null]);
    expect(cancelled).toEqual([one?.id]);
    expect((await call(key, "POST", `/dead-letters/${one?.id}/retry`)).status).toBe(409);
    expect((await call(key, "POST", `/dead-letters/${one?.id}/discard`)).status).toBe(409);
  });

  it("refuses what is no dead letter, and hides what is somebody else's", async () => {
    const [clean, mine] = await record(services, orgId, [{ acceptedAt: NOW, integrationId }, dead(1)]);
    for (const verb of ["retry", "discard"]) {
      expect((await call(key, "POST", `/dead-letters/${clean?.id}/${verb}`)).status).toBe(409);
      expect((await call(foreignKey, "POST", `/dead-letters/${mine?.id}/${verb}`)).status).toBe(404);
    }
    expect(await statuses()).toEqual({ delivered: 1, dead_lettered: 1 });
  });
});

describe("dead letters, many at once", () => {
  it("counts in a dry run and changes nothing", async () => {
    await record(services, orgId, [dead(0), dead(1), { ...dead(2), category: "AUTH" }]);
    const { status, body } = await call(key, "POST", "/dead-letters/retry", {
      filter: { category: "SERVER_ERROR" },
      dryRun: true,
    });
    expect([status, body]).toEqual([200, { count: 2, exact: true }]);
    expect([messages, enqueued]).toEqual([[], []]);
  });

  it("retries all that match, page by page, and shows how far it is", async () => {
    const all = await record(
      services,
      orgId,
      Array.from({ length: 250 }, (_, i) => dead(i)),
    );
    await record(services, orgId, [{ ...dead(300), category: "AUTH" }]);
    const begun = await call(key, "POST", "/dead-letters/retry", { filter: { category: "SERVER_ERROR" } });
    expect([begun.status, begun.body.status, begun.body.total]).toEqual([202, "running", 250]);
    const [message] = messages.splice(0);
    if (message === undefined) throw new Error("no message");
    await runJob(services, message);
    const midway = await call(key, "GET", `/jobs/${begun.body.id}`);
    expect(midway.body).toMatchObject({ status: "running", processed: 100, percentage: 40 });
    await drain();
    const over = await call(key, "GET", `/jobs/${begun.body.id}`);
    expect(over.body).toMatchObject({ status: "completed", processed: 250, skipped: 0, percentage: 100 });
    expect(enqueued.map(({ id }) => id)).toEqual(all.map(({ id }) => id).sort());
    expect(await statuses()).toEqual({ retrying: 250, dead_lettered: 1 });
  });

  it("discards the ids it is given", async () => {
    const all = await record(services, orgId, [dead(0), dead(1), dead(2)]);
    const ids = [all[0]?.id, all[2]?.id, "dlv_not_ours"];
    await call(key, "POST", "/dead-letters/discard", { filter: { ids } });
    await drain();
    expect(await statuses()).toEqual({ discarded: 2, dead_lettered: 1 });
    expect(cancelled.toSorted()).toEqual([all[0]?.id, all[2]?.id].sort());
  });

  it("skips those whose integration is switched off, and says so", async () => {
    const off = await createIntegration(env, orgId, { enabled: false });
    await record(services, orgId, [dead(0), { ...dead(1), integrationId: off.id }]);
    const begun = await call(key, "POST", "/dead-letters/retry", { filter: {} });
    await drain();
    const { body } = await call(key, "GET", `/jobs/${begun.body.id}`);
    expect(body).toMatchObject({ status: "completed", processed: 1, skipped: 1 });
    expect(await statuses()).toEqual({ retrying: 1, dead_lettered: 1 });
  });

  it("leaves alone what was given up or accepted after it began", async () => {
    await record(services, orgId, [dead(0)]);
    const begun = await call(key, "POST", "/dead-letters/retry", { filter: {} });
    await record(services, orgId, [
      { ...dead(1), attemptedAt: Date.now() + 1_000 },
      { ...dead(2), acceptedAt: Date.now() + 1_000 },
    ]);
    await drain();
    expect((await call(key, "GET", `/jobs/${begun.body.id}`)).body).toMatchObject({
      processed: 1,
      skipped: 0,
    });
    expect(await statuses()).toEqual({ retrying: 1, dead_lettered: 2 });
  });

  it("stops when it is cancelled, and what was done stays done", async () => {
    await record(
      services,
      orgId,
      Array.from({ length: 150 }, (_, i) => dead(i)),
    );
    const begun = await call(key, "POST", "/dead-letters/discard", { filter: {} });
    const [message] = messages.splice(0);
    if (message === undefined) throw new Error("no message");
    await runJob(services, message);
    const cancelledJob = await call(key, "POST", `/jobs/${begun.body.id}/cancel`);
    expect([cancelledJob.status, cancelledJob.body.status]).toEqual([200, "cancelled"]);
    await drain();
    expect(await statuses()).toEqual({ discarded: 100, dead_lettered: 50 });
    expect((await call(key, "POST", `/jobs/${begun.body.id}/cancel`)).status).toBe(409);
  });

  it("refuses a filter it does not know instead of taking everything", async () => {
    for (const filter of [{ categroy: "AUTH" }, { ids: [] }, { eventType: "a.*.b" }, undefined]) {
      expect((await call(key, "POST", "/dead-letters/discard", { filter })).status).toBe(422);
    }
  });

  it("lets an organization run ten jobs side by side and not more", async () => {
    const begin = () => call(key, "POST", "/dead-letters/retry", { filter: {} });
    for (let i = 0; i < 10; i++) expect((await begin()).status).toBe(202);
    expect((await begin()).status).toBe(409);
    await drain();
    expect((await begin()).status).toBe(202);
  });

  it("lists an organization's own jobs only", async () => {
    const ids: string[] = [];
    for (let i = 0; i < 3; i++)
      ids.unshift((await call(key, "POST", "/dead-letters/retry", { filter: {} })).body.id);
    const first = await call(key, "GET", "/jobs?limit=2&status=running");
    const rest = await call(key, "GET", `/jobs?limit=2&cursor=${first.body.nextCursor}`);
    expect([...first.body.items, ...rest.body.items].map(({ id }) => id).sort()).toEqual(ids.sort());
    expect(rest.body.nextCursor).toBeNull();
    expect((await call(foreignKey, "GET", "/jobs")).body.items).toEqual([]);
    expect((await call(foreignKey, "GET", `/jobs/${ids[0]}`)).status).toBe(404);
    expect((await call(foreignKey, "POST", `/jobs/${ids[0]}/cancel`)).status).toBe(404);
  });
});

describe("a job's page", () => {
  it("is done once when two messages arrive together", async () => {
    await record(
      services,
      orgId,
      Array.from({ length: 150 }, (_, i) => dead(i)),
    );
    await call(key, "POST", "/dead-letters/retry", { filter: {} });
    const [message] = messages.splice(0);
    if (message === undefined) throw new Error("no message");
    await Promise.all([runJob(services, message), runJob(services, message)]);
    expect(enqueued).toHaveLength(100);
    expect(messages).toHaveLength(1);
  });

  it("is tried again after a failure, and hands nothing to nobody", async () => {
    await record(services, orgId, [dead(0)]);
    const begun = await call(key, "POST", "/dead-letters/retry", { filter: {} });
    const [message] = messages.splice(0);
    if (message === undefined) throw new Error("no message");
    const broken = {
      ...services,
      integrations: { ...services.integrations, enqueue: () => Promise.reject(new Error("no object")) },
    };
    await expect(runJob(broken, message)).rejects.toThrow("no object");
    expect(await statuses()).toEqual({ dead_lettered: 1 });
    expect((await call(key, "GET", `/jobs/${begun.body.id}`)).body).toMatchObject({
      status: "running",
      detail: expect.stringContaining("tried again"),
    });
    await runJob(services, message);
    expect((await call(key, "GET", `/jobs/${begun.body.id}`)).body).toMatchObject({
      status: "completed",
      detail: null,
    });
  });
});
