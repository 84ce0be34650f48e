import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import type { DeliveryRecord } from "#domain/ports";
import { runJob } from "#services/run-job";
import { DEAD, record } from "#testing/delivery-records";
import { openOperations } from "#testing/operations-harness";
import { createIntegration, seedOrganization } from "#testing/seed";

const { services, call, enqueued, cancelled, messages } = openOperations(env);
const MINUTE_MS = 60_000;
const SINCE = "2026-01-01T00:00:00Z";
let orgId: string;
let key: string;
let integrationId: string;

beforeEach(async () => {
  ({ orgId, apiKey: key } = await seedOrganization(env));
  integrationId = (await createIntegration(env, orgId)).id;
  for (const notes of [enqueued, cancelled, messages]) notes.splice(0);
});

/** Run jobs until nobody wakes one any more. */
async function drain() {
  for (let message = messages.shift(); message !== undefined; message = messages.shift()) {
    await runJob(services, message);
  }
}

const made = (given: readonly Partial<DeliveryRecord>[]) =>
  record(
    services,
    orgId,
    given.map((one, index) => ({ integrationId, acceptedAt: Date.now() - 10 * MINUTE_MS + index, ...one })),
  );
const find = (id: string | undefined) => services.deliverySearch.find(orgId, id ?? "");
const job = async (id: string) => (await call(key, "GET", `/jobs/${id}`)).body;
const idsOf = (records: readonly DeliveryRecord[]) => records.map(({ id }) => id).sort();

async function begin(path: string, body: unknown) {
  const begun = await call(key, "POST", path, body);
  expect(begun.status).toBe(202);
  await drain();
  return job(begun.body.id);
}

const undo = (id: string) => begin(`/jobs/${id}/undo`, undefined);

describe("a replay by filter", () => {
  it("sends again what was delivered, given up or cancelled, and nothing that waits", async () => {
    const [a, b, c] = await made([
      {},
      DEAD,
      { status: "cancelled" },
      { status: "held", nextRetryAt: Date.now() + MINUTE_MS },
    ]);
    expect(await begin("/deliveries/replay", { filter: { from: SINCE } })).toMatchObject({
      kind: "replay_deliveries",
      status: "completed",
      processed: 3,
      skipped: 0,
    });
    expect(enqueued.map(({ id }) => id).sort()).toEqual([a?.id, b?.id, c?.id].sort());
    expect((await find(a?.id))?.status).toBe("retrying");
  });

  it("keeps what is known of an attempt that succeeded at once", async () => {
    const at = { key: "k/segments/2026-01-01/x", offset: 0, length: 1 };
    const [clean] = await made([{ attemptAt: at }]);
    await begin("/deliveries/replay", { filter: { from: SINCE } });
    expect(await services.deliverySearch.attempts(orgId, clean?.id ?? "", 9)).toMatchObject([{ attempt: 1 }]);
  });

  it("refuses to send the whole log by an empty filter", async () => {
    const { status, body } = await call(key, "POST", "/deliveries/replay", { filter: {} });
    expect([status, body.errors]).toMatchObject([422, [{ pointer: "/filter/from" }]]);
  });

  it("only counts in a dry run", async () => {
    await made([{}, DEAD]);
    const filter = { from: SINCE, status: ["delivered"] };
    const { status, body } = await call(key, "POST", "/deliveries/replay", { filter, dryRun: true });
    expect([status, body]).toEqual([200, { count: 1, exact: true }]);
    expect(messages).toEqual([]);
  });

  it("is taken back: what was not sent yet is as it was before", async () => {
    const at = { key: "k/segments/2026-01-01/x", offset: 0, length: 1 };
    const before = await made([{ attemptAt: at }, { ...DEAD, detail: "answered 500" }]);
    const { id } = await begin("/deliveries/replay", { filter: { from: SINCE } });
    expect(await undo(id)).toMatchObject({ kind: "undo_job", undoes: id, processed: 2, skipped: 0 });
    const after = await Promise.all(before.map(({ id: delivery }) => find(delivery)));
    expect(after.map((one) => [one?.status, one?.nextRetryAt])).toEqual([
      ["delivered", null],
      ["dead_lettered", null],
    ]);
    expect(cancelled.toSorted()).toEqual(idsOf(before));
  });
});

describe("recovering an integration", () => {
  it("takes its dead letters and its late retries since then, and hurries nothing that goes out anyway", async () => {
    const other = (await createIntegration(env, orgId)).id;
    const [dead, late] = await made([
      DEAD,
      { ...DEAD, status: "retrying", nextRetryAt: Date.now() + 60 * MINUTE_MS },
      { ...DEAD, status: "retrying", nextRetryAt: Date.now() },
      { ...DEAD, acceptedAt: Date.now() - 500 * MINUTE_MS },
      { ...DEAD, integrationId: other },
      {},
    ]);
    const since = new Date(Date.now() - 20 * MINUTE_MS).toISOString();
    await begin(`/integrations/${integrationId}/recover`, { since });
    expect(enqueued.map(({ id }) => id).sort()).toEqual([dead?.id, late?.id].sort());
  });

  it("is refused while the integration is off, and absent for another organization", async () => {
    const off = await createIntegration(env, orgId, { enabled: false });
    const { apiKey } = await seedOrganization(env);
    for (const verb of ["recover", "backfill"]) {
      expect(await call(key, "POST", `/integrations/${off.id}/${verb}`, { since: SINCE })).toMatchObject({
        status: 409,
      });
      const foreign = await call(apiKey, "POST", `/integrations/${integrationId}/${verb}`, { since: SINCE });
      expect(foreign.status).toBe(404);
    }
  });
});

describe("calling off what waits", () => {
  it("ends what is held or waits for a retry, and leaves alone what its object did not let go", async () => {
    const [held, retrying, sending] = await made([
      { status: "held", nextRetryAt: Date.now() + MINUTE_MS, attempts: 0 },
      { ...DEAD, status: "retrying", nextRetryAt: Date.now() + MINUTE_MS },
      { ...DEAD, status: "retrying", nextRetryAt: Date.now() },
      DEAD,
    ]);
    const cancel = services.integrations.cancel;
    Object.assign(services.integrations, {
      cancel: async (...[identity, seen]: Parameters<typeof cancel>) =>
        cancel(
          identity,
          seen.filter(({ id }) => id !== sending?.id),
        ),
    });
    const over = await begin("/deliveries/cancel", { filter: {} });
    Object.assign(services.integrations, { cancel });
    expect(over).toMatchObject({ kind: "cancel_waiting", processed: 2, skipped: 1 });
    expect((await find(held?.id))?.detail).toContain(over.id);
    const statuses = await Promise.all(
      [held, retrying, sending].map(async (one) => (await find(one?.id))?.status),
    );
    expect(statuses).toEqual(["cancelled", "cancelled", "retrying"]);
  });

  it("is taken back: it waits again, with its attempts", async () => {
    const [held] = await made([{ status: "held", nextRetryAt: Date.now() + MINUTE_MS, attempts: 2 }]);
    const { id } = await begin("/deliveries/cancel", { filter: {} });
    await undo(id);
    expect(enqueued).toMatchObject([{ id: held?.id, attempts: 2 }]);
    expect((await find(held?.id))?.status).toBe("retrying");
  });
});

describe("a backfill", () => {
  it("delivers each past event that a new integration wants, once", async () => {
    const elsewhere = (await createIntegration(env, orgId)).id;
    const acceptedAt = Date.now() - 5 * MINUTE_MS;
    await made([
      { acceptedAt, eventId: "order-a", eventType: "order.created" },
      { acceptedAt, eventId: "order-a", eventType: "order.created", integrationId: elsewhere },
      { acceptedAt, eventId: "order-b", eventType: "order.created", status: "unmatched", integrationId: "" },
      { acceptedAt, eventId: "user-a", eventType: "user.created" },
    ]);
    const young = (await createIntegration(env, orgId, { eventTypes: ["order.*"] })).id;
    const path = `/integrations/${young}/backfill`;
    expect((await call(key, "POST", path, { since: SINCE, dryRun: true })).body).toEqual({
      count: 2,
      exact: true,
    });
    expect(await begin(path, { since: SINCE })).toMatchObject({
      kind: "deliver_missed",
      integrationId: young,
      status: "completed",
      processed: 2,
      skipped: 2,
    });
    expect(enqueued.map(({ event }) => event.id).sort()).toEqual(["order-a", "order-b"]);
    const [first] = enqueued;
    expect(await find(first?.id)).toMatchObject({ integrationId: young, status: "pending", attempts: 0 });
    expect(await begin(path, { since: SINCE })).toMatchObject({ processed: 0 });
    expect(enqueued).toHaveLength(2);
  });

  it("keeps its pace by what it finds, and not by what it looks at", async () => {
    await made(
      Array.from({ length: 30 }, (_, n) => ({
        eventId: `paced-${n}`,
        eventType: n < 20 ? "user.a" : "order.a",
      })),
    );
    const young = (await createIntegration(env, orgId, { eventTypes: ["order.*"] })).id;
    const body = { since: SINCE, perMinute: 36 };
    const begun = await call(key, "POST", `/integrations/${young}/backfill`, body);
    const [message] = messages;
    if (message === undefined) throw new Error("no message");
    await runJob(services, message);
    expect(enqueued.map(({ event }) => event.id)).toEqual(
      Array.from({ length: 6 }, (_, n) => `paced-${20 + n}`),
    );
    expect(await job(begun.body.id)).toMatchObject({ status: "running", processed: 6, skipped: 20 });
    await env.DB.prepare("UPDATE jobs SET not_before = 0 WHERE id = ?1").bind(begun.body.id).run();
    await runJob(services, message);
    expect(await job(begun.body.id)).toMatchObject({ status: "completed", processed: 10, skipped: 20 });
    expect(new Set(enqueued.map(({ id }) => id)).size).toBe(10);
  });

  it("asks the integration's filter, and reads the payloads only then", async () => {
    const segment = services.bodies.openSegment(orgId, Date.now());
    const [cheap, dear] = [segment.add('{"amount":1}'), segment.add('{"amount":500}')];
    await segment.write();
    await made([
      { eventId: "cheap", payloadAt: cheap },
      { eventId: "dear", payloadAt: dear },
      { eventId: "gone" },
    ]);
    const young = await createIntegration(env, orgId, { filter: { "payload.amount": { $gte: 100 } } });
    await begin(`/integrations/${young.id}/backfill`, { since: SINCE });
    expect(enqueued.map(({ event }) => event.id)).toEqual(["dear"]);
  });

  it("is taken back as if it had never been, so that it can be begun anew", async () => {
    await made([{ eventId: "order-a" }]);
    const young = (await createIntegration(env, orgId)).id;
    const { id } = await begin(`/integrations/${young}/backfill`, { since: SINCE });
    const [{ id: delivery } = { id: "" }] = enqueued;
    await undo(id);
    expect(await find(delivery)).toBeNull();
    expect(await begin(`/integrations/${young}/backfill`, { since: SINCE })).toMatchObject({ processed: 1 });
  });
});

describe("an undo", () => {
  it("brings discarded dead letters back, page by page, with what is known of them", async () => {
    const all = await made(Array.from({ length: 150 }, () => ({ ...DEAD, detail: "answered 500" })));
    const { id } = await begin("/dead-letters/discard", { filter: {} });
    expect((await find(all[0]?.id))?.status).toBe("discarded");
    expect(await undo(id)).toMatchObject({ status: "completed", processed: 150, percentage: 100 });
    expect(await find(all[149]?.id)).toEqual(all[149]);
  });

  it("leaves alone what somebody has touched since", async () => {
    const [one, two] = await made([DEAD, DEAD]);
    const { id } = await begin("/dead-letters/retry", { filter: {} });
    const tried = { ...(two as DeliveryRecord), attempts: 4, status: "delivered" as const };
    await services.log.record(orgId, [tried], []);
    expect(await undo(id)).toMatchObject({ processed: 1, skipped: 1 });
    expect((await find(one?.id))?.status).toBe("dead_lettered");
    expect((await find(two?.id))?.status).toBe("delivered");
  });

  it("happens once, not of a running job, not of an undo, and not after a day", async () => {
    await made([DEAD, DEAD]);
    const begun = await call(key, "POST", "/dead-letters/discard", { filter: {} });
    const path = `/jobs/${begun.body.id}/undo`;
    expect((await call(key, "POST", path)).status).toBe(409);
    await drain();
    expect((await job(begun.body.id)).undoableUntil).toEqual(expect.any(String));
    const [first, second] = await Promise.all([call(key, "POST", path), call(key, "POST", path)]);
    expect([first.status, second.status].sort()).toEqual([202, 409]);
    await drain();
    const undoId = (first.status === 202 ? first : second).body.id;
    expect(await job(begun.body.id)).toMatchObject({ undoneBy: undoId, undoableUntil: null });
    expect((await call(key, "POST", `/jobs/${undoId}/undo`)).status).toBe(409);

    const later = await begin("/dead-letters/discard", { filter: {} });
    await env.DB.prepare("UPDATE jobs SET updated_at = updated_at - 86400001 WHERE id = ?1")
      .bind(later.id)
      .run();
    expect(await call(key, "POST", `/jobs/${later.id}/undo`)).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining("24 hours") },
    });
  });
});

describe("a pace", () => {
  it("makes pages of ten seconds, and lets no page begin early, whoever wakes the job", async () => {
    await made(Array.from({ length: 25 }, () => DEAD));
    const begun = await call(key, "POST", "/dead-letters/retry", { filter: {}, perMinute: 60 });
    const [message] = messages;
    if (message === undefined) throw new Error("no message");
    await runJob(services, message);
    const before = Date.now();
    await runJob(services, message);
    expect(enqueued).toHaveLength(10);
    const row = await services.jobs.find(orgId, begun.body.id);
    expect((row?.notBefore ?? 0) - before).toBeGreaterThan(5_000);
    expect((row?.notBefore ?? 0) - before).toBeLessThanOrEqual(10_000);
    // Its time has come.
    for (let page = 0; page < 2; page++) {
      await env.DB.prepare("UPDATE jobs SET not_before = 0 WHERE id = ?1").bind(begun.body.id).run();
      await runJob(services, message);
    }
    expect(await job(begun.body.id)).toMatchObject({ status: "completed", processed: 25, perMinute: 60 });
  });

  it("spreads a page over its seconds in the integration's object", async () => {
    await made(Array.from({ length: 4 }, () => DEAD));
    const dueAts: number[] = [];
    const slow = {
      ...services,
      integrations: {
        ...services.integrations,
        enqueue: async (_: unknown, own: readonly { readonly dueAt: number }[]) =>
          void dueAts.push(...own.map(({ dueAt }) => dueAt)),
      },
    };
    await call(key, "POST", "/dead-letters/retry", { filter: {}, perMinute: 120 });
    const [message] = messages;
    if (message === undefined) throw new Error("no message");
    await runJob(slow, message);
    expect(dueAts.map((at) => at - (dueAts[0] ?? 0))).toEqual([0, 0, 1_000, 1_000]);
  });
});
