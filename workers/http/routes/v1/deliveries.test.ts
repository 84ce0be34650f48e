import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { BodyPointer } from "#domain/event";
import { createTimeOrderedId } from "#domain/ids";
import { DEAD, deliveryRecord, record } from "#testing/delivery-records";
import { openOperations } from "#testing/operations-harness";
import { createIntegration, seedOrganization } from "#testing/seed";
import { encodeCursor } from "../../cursor.ts";

const { services, call, enqueued } = openOperations(env);
const NOW = Date.parse("2026-11-20T12:00:00Z");
const PAYLOAD = '{"amount":12345678901234567890}';
let orgId: string;
let key: string;
let foreignKey: string;
let integrationId: string;

const trace = (attempt: number, status: number) =>
  JSON.stringify({
    startedAt: NOW,
    steps: [{ name: "send", durationMs: attempt, detail: `answered ${status}` }],
    request: { url: "https://x.test/", method: "POST", headers: { "x-a": "1" }, bodyBytes: 9 },
    response: { status, headers: {}, body: `attempt ${attempt}`, bodyTruncated: false },
    error: null,
  });

async function keep(...texts: string[]): Promise<BodyPointer[]> {
  const segment = services.bodies.openSegment(orgId, NOW);
  const pointers = texts.map((text) => segment.add(text));
  await segment.write();
  return pointers;
}

beforeAll(async () => {
  const organization = await seedOrganization(env);
  ({ orgId, apiKey: key } = organization);
  foreignKey = (await seedOrganization(env)).apiKey;
  integrationId = (await createIntegration(env, orgId)).id;
});

describe("GET /api/v1/deliveries", () => {
  it("pages and filters, several statuses too", async () => {
    const made = await record(services, orgId, [
      { acceptedAt: NOW, eventType: "list.a" },
      { ...DEAD, acceptedAt: NOW + 1_000, eventType: "list.b" },
      { status: "retrying", acceptedAt: NOW + 2_000, eventType: "list.b", nextRetryAt: NOW + 9_000 },
    ]);
    const ids = made.map(({ id }) => id).reverse();
    const first = await call(key, "GET", "/deliveries?eventType=list.*&limit=2");
    expect(first.body.items.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    expect(first.body.items[1]).toMatchObject({
      status: "dead_lettered",
      category: "SERVER_ERROR",
      hint: expect.any(String),
    });
    expect(first.body.items[0]).toMatchObject({ nextRetryAt: "2026-11-20T12:00:09.000Z" });
    const second = await call(
      key,
      "GET",
      `/deliveries?eventType=list.*&limit=2&cursor=${first.body.nextCursor}`,
    );
    expect(second.body.items.map(({ id }) => id)).toEqual(ids.slice(2));
    expect(second.body.nextCursor).toBeNull();
    for (const query of ["status=retrying,dead_lettered", "status=retrying&status=dead_lettered"]) {
      const { body } = await call(key, "GET", `/deliveries?${query}&from=2026-11-20T13:00:01%2B01:00`);
      expect(body.items.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    }
  });

  it.each([
    ["limit=0", "malformed_request"],
    ["limit=201", "malformed_request"],
    ["status=gone", "malformed_request"],
    ["category=LAZY", "malformed_request"],
    ["from=yesterday", "malformed_request"],
    ["eventType=a.*.b", "malformed_request"],
    ["httpStatus=abc", "malformed_request"],
    ["cursor=%20", "invalid_cursor"],
  ])("answers 400 to %s", async (query, code) => {
    const { status, body } = await call(key, "GET", `/deliveries?${query}`);
    expect([status, body.code]).toEqual([400, code]);
  });

  it.each(["job_00000000000000000000000000", "dlv_' OR 1=1 --"])(
    "answers 400 to a cursor that is no place in this list: %s",
    async (place) => {
      const cursor = encodeCursor(orgId, place);
      const { status, body } = await call(key, "GET", `/deliveries?cursor=${cursor}`);
      expect([status, body.code]).toEqual([400, "invalid_cursor"]);
    },
  );

  it("is closed without a key and empty for another organization", async () => {
    expect((await call(null, "GET", "/deliveries")).status).toBe(401);
    expect((await call(foreignKey, "GET", "/deliveries")).body.items).toEqual([]);
  });
});

describe("GET /api/v1/deliveries/{id}", () => {
  it("shows every attempt with its trace, the payload as it was written, and why the next one is when it is", async () => {
    const [payloadAt, one, two] = await keep(PAYLOAD, trace(1, 503), trace(2, 429));
    if (payloadAt === undefined || one === undefined || two === undefined) throw new Error("not stored");
    const failed = {
      status: "retrying",
      category: "RATE_LIMIT",
      httpStatus: 429,
      attempts: 2,
      nextRetryAt: NOW + 60_000,
    } as const;
    const one_ = deliveryRecord(orgId, {
      ...failed,
      acceptedAt: NOW,
      integrationId,
      payloadAt,
      attemptAt: two,
    });
    const row = {
      deliveryId: one_.id,
      at: NOW,
      durationMs: 3,
      detail: "answered",
      httpStatus: 503,
      category: "SERVER_ERROR",
    } as const;
    await services.log.record(
      orgId,
      [one_],
      [
        { ...row, attempt: 1, nextRetryAt: NOW + 5_000, retryReason: "backoff", recordAt: one },
        {
          ...row,
          attempt: 2,
          nextRetryAt: NOW + 60_000,
          retryReason: "receiver_asked",
          recordAt: two,
          category: "RATE_LIMIT",
          httpStatus: 429,
        },
      ],
    );
    const { status, body } = await call(key, "GET", `/deliveries/${one_.id}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: one_.id,
      payloadText: PAYLOAD,
      correlationId: "corr-1",
      hint: expect.stringContaining("Retry-After"),
      event: { id: one_.eventId, type: "order.created", labels: {} },
      nextRetry: { at: "2026-11-20T12:01:00.000Z", reason: "receiver_asked" },
      steps: [{ name: "send", durationMs: 2 }],
      request: { url: "https://x.test/", headers: { "x-a": "1" } },
      response: { status: 429, body: "attempt 2" },
      attemptHistory: [
        { attempt: 1, retryReason: "backoff", response: { body: "attempt 1" } },
        { attempt: 2, retryReason: "receiver_asked", response: { body: "attempt 2" } },
      ],
    });
  });

  it("makes the record of a clean first delivery its one attempt", async () => {
    const [payloadAt, attemptAt] = await keep(PAYLOAD, trace(1, 200));
    if (payloadAt === undefined || attemptAt === undefined) throw new Error("not stored");
    const [clean] = await record(services, orgId, [{ acceptedAt: NOW, integrationId, payloadAt, attemptAt }]);
    const { body } = await call(key, "GET", `/deliveries/${clean?.id}`);
    expect(body).toMatchObject({ nextRetry: null, hint: null, response: { status: 200 } });
    expect(body.attemptHistory).toMatchObject([
      { attempt: 1, httpStatus: 200, response: { body: "attempt 1" } },
    ]);
  });

  it("still answers when the bodies are no longer kept", async () => {
    const attemptAt = { key: `${orgId}/segments/2020-01-01/gone`, offset: 0, length: 5 };
    const [old] = await record(services, orgId, [{ acceptedAt: NOW, payloadAt: attemptAt, attemptAt }]);
    const { status, body } = await call(key, "GET", `/deliveries/${old?.id}`);
    expect([status, body.payloadText, body.response]).toEqual([200, null, null]);
  });

  it("reads as absent for another organization", async () => {
    const [mine] = await record(services, orgId, [{ acceptedAt: NOW }]);
    for (const [method, rest] of [
      ["GET", ""],
      ["POST", "/replay"],
    ] as const) {
      expect((await call(foreignKey, method, `/deliveries/${mine?.id}${rest}`)).status).toBe(404);
    }
    expect((await call(key, "GET", "/deliveries/dlv_nothing")).status).toBe(404);
  });
});

describe("POST /api/v1/deliveries/{id}/replay", () => {
  it("sends a delivered event again, counts on, and keeps the first attempt's record", async () => {
    const [payloadAt, attemptAt, secondAt] = await keep(PAYLOAD, trace(1, 200), trace(2, 200));
    if (payloadAt === undefined || attemptAt === undefined || secondAt === undefined)
      throw new Error("not stored");
    const [clean] = await record(services, orgId, [{ acceptedAt: NOW, integrationId, payloadAt, attemptAt }]);
    const answer = await call(key, "POST", `/deliveries/${clean?.id}/replay`);
    expect([answer.status, answer.body.status]).toEqual([202, "retrying"]);
    expect(enqueued.at(-1)).toMatchObject({
      id: clean?.id,
      attempts: 1,
      cycleAttempts: 0,
      cycleStartedAt: null,
      payloadAt,
      event: { id: clean?.eventId, payload: { kind: "stored", at: payloadAt } },
    });
    expect((await call(key, "POST", `/deliveries/${clean?.id}/replay`)).body.code).toBe("conflict");

    const again = { ...clean, attempts: 2, status: "delivered", attemptAt: secondAt } as const;
    await record(services, orgId, [again]);
    const { body } = await call(key, "GET", `/deliveries/${clean?.id}`);
    expect(body).toMatchObject({ status: "delivered", attempts: 2, nextRetryAt: null });
    expect(body.attemptHistory).toMatchObject([
      { attempt: 1, response: { body: "attempt 1" } },
      { attempt: 2, response: { body: "attempt 2" } },
    ]);
  });

  it("does not write over what happened while it was asked", async () => {
    const [clean] = await record(services, orgId, [{ acceptedAt: NOW, integrationId }]);
    if (clean === undefined) throw new Error("no record");
    await record(services, orgId, [{ ...clean, attempts: 2, status: "delivered" }]);
    expect(await services.deliveryChanges.markRetrying(orgId, [clean], NOW)).toBe(0);
  });

  it.each(["pending", "held", "retrying", "discarded", "unmatched"] as const)(
    "refuses one that is %s",
    async (status) => {
      const [made] = await record(services, orgId, [{ acceptedAt: NOW, integrationId, status }]);
      const before = enqueued.length;
      expect((await call(key, "POST", `/deliveries/${made?.id}/replay`)).status).toBe(409);
      expect(enqueued).toHaveLength(before);
    },
  );

  it("restarts one that should have been sent long ago: it may be held by nobody", async () => {
    const at = { acceptedAt: NOW, integrationId, status: "retrying" } as const;
    const [late, soon] = await record(services, orgId, [
      { ...at, nextRetryAt: Date.now() - 3_600_000 },
      { ...at, nextRetryAt: Date.now() - 1_000 },
    ]);
    expect((await call(key, "POST", `/deliveries/${late?.id}/replay`)).status).toBe(202);
    expect(enqueued.at(-1)?.id).toBe(late?.id);
    expect((await call(key, "POST", `/deliveries/${soon?.id}/replay`)).status).toBe(409);
  });

  it("refuses when the integration is gone or switched off", async () => {
    const off = await createIntegration(env, orgId, { enabled: false });
    const made = await record(services, orgId, [
      { acceptedAt: NOW, integrationId: "int_gone" },
      { acceptedAt: NOW, integrationId: off.id },
    ]);
    for (const { id } of made) {
      const { status, body } = await call(key, "POST", `/deliveries/${id}/replay`);
      expect([status, body.code]).toEqual([409, "conflict"]);
    }
  });
});

describe("GET /api/v1/events/{id}", () => {
  it("finds the event and all its deliveries, by the gateway's id and by the caller's", async () => {
    const ours = createTimeOrderedId("evt", NOW + 40, new Uint8Array(10).fill(5));
    const [payloadAt] = await keep(PAYLOAD);
    if (payloadAt === undefined) throw new Error("not stored");
    for (const eventId of [ours, "own:7"]) {
      const made = await record(services, orgId, [
        { acceptedAt: NOW, eventId, integrationId: "int_a", payloadAt },
        { acceptedAt: NOW, eventId, integrationId: "int_b", payloadAt, ...DEAD },
      ]);
      const { status, body } = await call(key, "GET", `/events/${eventId}`);
      expect(status).toBe(200);
      expect(body).toMatchObject({ id: eventId, type: "order.created", payloadText: PAYLOAD });
      const deliveries = body.deliveries as { id: string }[];
      expect(deliveries.map(({ id }) => id).sort()).toEqual(made.map(({ id }) => id).sort());
      expect((await call(foreignKey, "GET", `/events/${eventId}`)).status).toBe(404);
    }
    expect((await call(key, "GET", "/events/evt_nothing")).status).toBe(404);
  });
});
