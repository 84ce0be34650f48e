import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { DeliveryRecord } from "#domain/ports";
import { createDeliveryLog } from "./delivery-log.ts";

const log = createDeliveryLog(env.DB);
let organizations = 0;
const freshOrganization = () => `org_log_${organizations++}`;

function record(id: string, extra: Partial<DeliveryRecord> = {}): DeliveryRecord {
  return {
    id,
    eventId: "evt_1",
    eventType: "order.created",
    integrationId: "int_1",
    status: "delivered",
    category: null,
    httpStatus: 200,
    attempts: 1,
    acceptedAt: 1,
    attemptedAt: 2,
    firstAttemptAt: 2,
    nextRetryAt: null,
    durationMs: 1,
    correlationId: "c",
    detail: null,
    event: "{}",
    payloadAt: { key: "k", offset: 0, length: 1 },
    attemptAt: null,
    ...extra,
  };
}

describe("the delivery log", () => {
  it("takes a run whose events carry as many labels as there may be", async () => {
    const orgId = freshOrganization();
    // The local D1 takes any size, so the platform's limit is checked here.
    const bound: number[] = [];
    const prepare = (sql: string) => ({
      bind: (...params: unknown[]) => {
        bound.push(...params.map((param) => new TextEncoder().encode(String(param)).byteLength));
        return env.DB.prepare(sql).bind(...params);
      },
    });
    const counting = { prepare, batch: env.DB.batch.bind(env.DB) } as unknown as D1Database;
    const labels = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [`label_${index}`, "ä".repeat(256)]),
    );
    const event = JSON.stringify({ id: "evt_1", labels });
    const records = Array.from({ length: 600 }, (_, index) => record(`dlv_${index}`, { event }));
    await createDeliveryLog(counting).record(orgId, records, []);
    expect(Math.max(...bound)).toBeLessThan(2_000_000);
    const ids = records.map(({ id }) => id);
    expect((await log.finished(orgId, ids)).size).toBe(600);
  });

  it("calls nothing finished that waits for a retry, its turn or an automatic round", async () => {
    const orgId = freshOrganization();
    await log.record(
      orgId,
      [
        record("dlv_delivered"),
        record("dlv_dead", { status: "dead_lettered" }),
        record("dlv_dead_for_now", { status: "dead_lettered", nextRetryAt: 5 }),
        record("dlv_retrying", { status: "retrying", nextRetryAt: 5 }),
        record("dlv_held", { status: "held", nextRetryAt: 5 }),
      ],
      [],
    );
    const ids = ["dlv_delivered", "dlv_dead", "dlv_dead_for_now", "dlv_retrying", "dlv_held", "dlv_unknown"];
    expect(await log.finished(orgId, ids)).toEqual(new Set(["dlv_delivered", "dlv_dead"]));
    expect((await log.finished(freshOrganization(), ids)).size).toBe(0);
  });

  it("keeps what the last attempt met when the delivery is given up without another", async () => {
    const orgId = freshOrganization();
    const failed = { status: "retrying", category: "SERVER_ERROR", httpStatus: 500, nextRetryAt: 5 } as const;
    const givenUp = { status: "dead_lettered", category: null, httpStatus: null, attemptedAt: null } as const;
    await log.record(orgId, [record("dlv_given_up", failed), record("dlv_network", failed)], []);
    const unreachable = {
      attempts: 2,
      status: "dead_lettered",
      category: "NETWORK",
      httpStatus: null,
    } as const;
    await log.record(orgId, [record("dlv_given_up", givenUp), record("dlv_network", unreachable)], []);
    await log.record(orgId, [record("dlv_mended", failed)], []);
    await log.record(orgId, [record("dlv_mended", { attempts: 2, httpStatus: 204 })], []);
    const { results } = await env.DB.prepare(
      "SELECT id, status, category, http_status FROM deliveries WHERE org_id = ? ORDER BY id",
    )
      .bind(orgId)
      .all();
    expect(results).toEqual([
      { id: "dlv_given_up", status: "dead_lettered", category: "SERVER_ERROR", http_status: 500 },
      { id: "dlv_mended", status: "delivered", category: null, http_status: 204 },
      { id: "dlv_network", status: "dead_lettered", category: "NETWORK", http_status: null },
    ]);
  });

  it("never lets an older state replace a newer one", async () => {
    const orgId = freshOrganization();
    await log.record(orgId, [record("dlv_1", { attempts: 2 })], []);
    await log.record(orgId, [record("dlv_1", { attempts: 1, status: "retrying", nextRetryAt: 5 })], []);
    expect(await log.finished(orgId, ["dlv_1"])).toEqual(new Set(["dlv_1"]));
  });
});
