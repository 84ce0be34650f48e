import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { AttemptRecord, DeliveryRecord } from "#domain/ports";
import { DEAD, deliveryRecord } from "#testing/delivery-records";
import { openOperations } from "#testing/operations-harness";
import { createIntegration, seedOrganization } from "#testing/seed";

const { services, call } = openOperations(env);
const MINUTE_MS = 60_000;
const START = Date.now() - 10 * MINUTE_MS;
const SCHEDULE = { kind: "schedule", delaysMs: [MINUTE_MS, 20 * MINUTE_MS, 60 * MINUTE_MS] } as const;
let orgId: string;
let key: string;
let foreignKey: string;
let integrationId: string;

beforeAll(async () => {
  ({ orgId, apiKey: key } = await seedOrganization(env));
  foreignKey = (await seedOrganization(env)).apiKey;
  integrationId = (await createIntegration(env, orgId, { retry: { strategy: SCHEDULE } })).id;
});

const at = { key: "none/segments/2026-01-01/x", offset: 0, length: 1 };

async function recorded(given: Partial<DeliveryRecord>, attempts: readonly Partial<AttemptRecord>[] = []) {
  const record = deliveryRecord(orgId, { integrationId, acceptedAt: START, ...given });
  const rows = attempts.map(
    (row, index): AttemptRecord => ({
      deliveryId: record.id,
      attempt: index + 1,
      at: START,
      category: "SERVER_ERROR",
      httpStatus: 500,
      durationMs: 3,
      detail: "the target answered 500",
      nextRetryAt: null,
      retryReason: "backoff",
      recordAt: at,
      ...row,
    }),
  );
  await services.log.record(orgId, [record], rows);
  return record;
}

/** One that failed twice, and waits in its object for the third attempt. */
async function waiting() {
  const dueAt = START + 21 * MINUTE_MS;
  const record = await recorded(
    { ...DEAD, status: "retrying", attempts: 2, firstAttemptAt: START, nextRetryAt: dueAt },
    [{ nextRetryAt: START + MINUTE_MS }, { at: START + MINUTE_MS + 9, nextRetryAt: dueAt }],
  );
  const delivery = {
    id: record.id,
    event: { ...JSON.parse(record.event), payload: { kind: "stored", at } },
    payloadAt: at,
    attempts: 2,
    cycleAttempts: 2,
    cycleStartedAt: START,
    round: 0,
    firstAttemptAt: START,
  } as const;
  await services.integrations.settle({ orgId, integrationId }, [{ kind: "later", delivery, dueAt }]);
  return { record, dueAt };
}

const iso = (timeMs: number) => new Date(timeMs).toISOString();

describe("GET /api/v1/deliveries/{id}/schedule", () => {
  it("shows what was tried and what is planned on one axis, each with its reason", async () => {
    const { record, dueAt } = await waiting();
    const { status, body } = await call(key, "GET", `/deliveries/${record.id}/schedule`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      deliveryId: record.id,
      status: "retrying",
      startsAt: iso(START),
      supposedFailure: { category: "SERVER_ERROR", httpStatus: 500 },
      obstacle: null,
      past: [
        { attempt: 1, at: iso(START), sinceStartMs: 0, plannedAt: null, reason: "first_attempt" },
        { attempt: 2, sinceStartMs: MINUTE_MS + 9, plannedAt: iso(START + MINUTE_MS), reason: "backoff" },
      ],
      planned: [
        { attempt: 3, at: iso(dueAt), sinceStartMs: 21 * MINUTE_MS, reason: "backoff" },
        { attempt: 4, at: iso(dueAt + 60 * MINUTE_MS), waitMs: 60 * MINUTE_MS, reason: "backoff" },
      ],
      end: { at: iso(dueAt + 60 * MINUTE_MS), reason: "exhausted", disablesIntegration: false },
    });
  });

  it("plans nothing for what is over, and shows its one clean attempt", async () => {
    const record = await recorded({ attemptAt: at });
    const { body } = await call(key, "GET", `/deliveries/${record.id}/schedule`);
    expect(body).toMatchObject({ past: [{ attempt: 1, reason: "first_attempt" }], planned: [], end: null });
  });

  it("says that an integration that is off keeps the plan from coming true", async () => {
    const off = await createIntegration(env, orgId, { enabled: false });
    const record = await recorded({
      ...DEAD,
      status: "retrying",
      integrationId: off.id,
      nextRetryAt: Date.now() + MINUTE_MS,
    });
    const { body } = await call(key, "GET", `/deliveries/${record.id}/schedule`);
    expect(body).toMatchObject({ obstacle: expect.stringContaining("switched off") });
  });

  it("is refused for an event that no integration wanted", async () => {
    const record = await recorded({ status: "unmatched", integrationId: "", attempts: 0 });
    expect(await call(key, "GET", `/deliveries/${record.id}/schedule`)).toMatchObject({ status: 409 });
  });

  it("is absent for another organization", async () => {
    const record = await recorded({});
    const path = `/deliveries/${record.id}/schedule`;
    expect(await call(foreignKey, "GET", path)).toMatchObject({ status: 404 });
    expect(await call(foreignKey, "POST", path, {})).toMatchObject({ status: 404 });
  });
});

describe("POST /api/v1/deliveries/{id}/schedule", () => {
  it("shows what a policy that is not saved would do with one that waits, from its next moment on", async () => {
    const { record, dueAt } = await waiting();
    const retry = { strategy: { kind: "schedule", delaysMs: [1_000, 1_000, 5_000, 7_000] } };
    const { body } = await call(key, "POST", `/deliveries/${record.id}/schedule`, { retry });
    expect(body).toMatchObject({
      planned: [{ at: iso(dueAt) }, { at: iso(dueAt + 5_000) }, { at: iso(dueAt + 12_000) }],
      policy: { retry: { ...retry, validation: "STRICT" } },
    });
  });

  it("shows what would follow if a dead letter were started again now", async () => {
    const record = await recorded({ ...DEAD, firstAttemptAt: START });
    const { body } = await call(key, "POST", `/deliveries/${record.id}/schedule`, {});
    expect(body).toMatchObject({
      planned: [
        { attempt: 4, reason: "restarted" },
        { attempt: 5, reason: "backoff", waitMs: MINUTE_MS },
        { attempt: 6, waitMs: 20 * MINUTE_MS },
        { attempt: 7, waitMs: 60 * MINUTE_MS },
      ],
    });
  });

  it("changes nothing", async () => {
    const { record } = await waiting();
    await call(key, "POST", `/deliveries/${record.id}/schedule`, { retry: { strategy: { kind: "none" } } });
    expect(await services.deliverySearch.find(orgId, record.id)).toEqual(record);
    expect(
      (await services.repositories.integrations.find(orgId, integrationId))?.settings.retry.strategy,
    ).toEqual(SCHEDULE);
  });
});

describe("POST /api/v1/retry-policies/preview", () => {
  const preview = (body: unknown) => call(key, "POST", "/retry-policies/preview", body);

  it("shows the default policy when nothing is said", async () => {
    const { status, body } = await preview({ startsAt: "2026-12-01T00:00:00Z" });
    expect(status).toBe(200);
    expect(body.planned).toHaveLength(10);
    const [first, second] = body.planned as unknown[];
    expect(body.deliveryId).toBeNull();
    expect(first).toMatchObject({ attempt: 1, at: "2026-12-01T00:00:00.000Z", reason: "first_attempt" });
    const spread = { earliestAt: "2026-12-01T00:00:04.000Z", latestAt: "2026-12-01T00:00:06.000Z" };
    expect(second).toMatchObject(spread);
  });

  it("takes how the target answers", async () => {
    const { body } = await preview({ failure: { httpStatus: 429, headers: { "Retry-After": "90" } } });
    expect((body.planned as unknown[])[1]).toMatchObject({ waitMs: 90_000, reason: "receiver_asked" });
    expect((await preview({ failure: { httpStatus: 404 } })).body).toMatchObject({
      end: { reason: "permanent", sinceStartMs: 0 },
    });
  });

  it("cuts a plan of thousands at its limit", async () => {
    const retry = { strategy: { kind: "linear", delayMs: 0, maxAttempts: 10_000 } };
    const { body } = await preview({ retry, limit: 7 });
    expect(body.planned).toHaveLength(7);
    expect(body.end).toBeNull();
  });

  it("refuses a policy that could not be saved, with pointers", async () => {
    const deadLetter = { autoRetry: { categories: ["AUTH"], afterMs: 1 } };
    const { status, body } = await preview({
      retry: { strategy: { kind: "schedule", delaysMs: [] } },
      deadLetter,
    });
    expect(status).toBe(422);
    const pointers = (body.errors as { pointer: string }[]).map(({ pointer }) => pointer);
    expect(pointers).toEqual([
      "/retry/strategy/delaysMs",
      "/deadLetter/autoRetry/categories/0",
      "/deadLetter/autoRetry/afterMs",
    ]);
  });
});
