import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { firstDeliveryIdAt } from "#domain/ids";
import type { DeliveryRecord } from "#domain/ports";
import { composeServices } from "#services/composition";
import { DEAD, record } from "#testing/delivery-records";
import { createOverviewRecords, TALLIES } from "./overview-records.ts";

const services = composeServices(env);
const records = createOverviewRecords(env.DB);
const NOW = Date.parse("2026-11-20T12:00:00Z");
const HOUR_MS = 3_600_000;
const LAST_HOUR = { from: NOW - HOUR_MS, to: NOW };
let organizations = 0;
const freshOrganization = () => `org_overview_${organizations++}`;
const RETRYING = { status: "retrying", category: "TIMEOUT", httpStatus: null, attempts: 2 } as const;
const HELD = { status: "held", attempts: 0, durationMs: null, httpStatus: null } as const;

async function filled(...given: Partial<DeliveryRecord>[]) {
  const orgId = freshOrganization();
  await record(
    services,
    orgId,
    given.map((one) => ({ acceptedAt: NOW - 1_000, ...one })),
  );
  return orgId;
}

describe("tallies of the log", () => {
  it("count what became of each delivery, in the words of the overview", async () => {
    const orgId = await filled(
      { durationMs: 150 },
      { durationMs: 150 },
      { ...RETRYING, durationMs: 15_049 },
      { ...DEAD, durationMs: 1_999 },
      HELD,
      { ...HELD, attempts: 1, category: "AUTH", durationMs: 7 },
      { ...HELD, status: "pending" },
      { ...DEAD, status: "discarded", durationMs: 40_500 },
      { ...HELD, status: "unmatched", integrationId: "" },
      { ...HELD, status: "duplicate" },
      { status: "cancelled", attempts: 1, durationMs: 3 },
    );
    const [tally] = await records.tallies(orgId, null, [LAST_HOUR], 100);
    expect(tally?.counts).toEqual({
      delivered: 2,
      failed: 2,
      deadLettered: 1,
      waiting: 2,
      discarded: 1,
      notSent: 3,
    });
    expect(tally).toMatchObject({ looked: 11, complete: true, countedFrom: LAST_HOUR.from });
    // Exact up to 200 ms, above rounded down to two or three digits.
    expect([...(tally?.durations ?? [])].toSorted(([a], [b]) => a - b)).toEqual([
      [3, 1],
      [7, 1],
      [150, 2],
      [1_990, 1],
      [15_000, 1],
      [40_000, 1],
    ]);
  });

  it("are of each span for itself, of one organization and, when asked, of one integration", async () => {
    const orgId = await filled(
      { integrationId: "int_a" },
      { integrationId: "int_b" },
      { integrationId: "int_a", acceptedAt: NOW - HOUR_MS },
      { integrationId: "int_a", acceptedAt: NOW },
      { integrationId: "int_a", acceptedAt: NOW - HOUR_MS - 1 },
    );
    await filled({ integrationId: "int_a" });
    const spans = [{ from: NOW - 2 * HOUR_MS, to: NOW - HOUR_MS }, LAST_HOUR];
    const looked = async (integrationId: string | null) =>
      (await records.tallies(orgId, integrationId, spans, 100)).map((tally) => tally.looked);
    expect(await looked(null)).toEqual([1, 3]);
    expect(await looked("int_a")).toEqual([1, 2]);
    expect(await looked("int_none")).toEqual([0, 0]);
  });

  it("of more than they may look at are of the newest, and say since when", async () => {
    const orgId = await filled(
      ...Array.from({ length: 30 }, (_, index) => ({ acceptedAt: NOW - 30_000 + index * 1_000 })),
    );
    const [tally] = await records.tallies(orgId, null, [LAST_HOUR], 10);
    expect(tally).toMatchObject({ looked: 10, complete: false, countedFrom: NOW - 10_000 });
  });

  it("read no more rows than asked for, however long the log", async () => {
    const orgId = await filled(
      ...Array.from({ length: 1_500 }, (_, index) => ({ acceptedAt: NOW - 2_000 + index })),
    );
    const spans = JSON.stringify([[firstDeliveryIdAt(NOW - HOUR_MS), firstDeliveryIdAt(NOW)]]);
    const { meta } = await env.DB.prepare(TALLIES).bind(orgId, spans, 100).all();
    expect(meta.rows_read).toBeGreaterThanOrEqual(100);
    expect(meta.rows_read).toBeLessThanOrEqual(220);
  });
});

describe("errors by category", () => {
  const counts = async (orgId: string, integrationId: string | null, most = 100) => {
    const before = { from: NOW - 2 * HOUR_MS, to: NOW - HOUR_MS };
    const answers = await records.categories(orgId, integrationId, [LAST_HOUR, before], most);
    return answers.map((answer) =>
      Object.fromEntries(
        [...answer]
          .filter(([, { count, exact }]) => count > 0 || !exact)
          .map(([category, { count, exact }]) => [category, exact ? count : `${count}+`]),
      ),
    );
  };

  it("are of the window and of the one before, of all integrations or of one", async () => {
    const orgId = await filled(
      { ...DEAD, integrationId: "int_a" },
      { ...DEAD, integrationId: "int_b" },
      { ...RETRYING, integrationId: "int_b" },
      {},
      { ...DEAD, integrationId: "int_a", acceptedAt: NOW - HOUR_MS - 1 },
    );
    expect(await counts(orgId, null)).toEqual([{ SERVER_ERROR: 2, TIMEOUT: 1 }, { SERVER_ERROR: 1 }]);
    expect(await counts(orgId, "int_b")).toEqual([{ SERVER_ERROR: 1, TIMEOUT: 1 }, {}]);
  });

  it("are said to be more when there are more than are counted", async () => {
    const orgId = await filled(DEAD, DEAD, DEAD);
    expect(await counts(orgId, null, 3)).toEqual([{ SERVER_ERROR: 3 }, {}]);
    expect(await counts(orgId, null, 2)).toEqual([{ SERVER_ERROR: "2+" }, {}]);
  });
});

describe("the backlog", () => {
  it("is everything of any age that waits or was given up, and the oldest that waits", async () => {
    const orgId = await filled(
      { ...RETRYING, integrationId: "int_a", acceptedAt: NOW - 90 * HOUR_MS, eventId: "order-old" },
      { ...HELD, integrationId: "int_b", acceptedAt: NOW - 80 * HOUR_MS },
      { ...HELD, integrationId: "int_b" },
      { ...DEAD, integrationId: "int_a", acceptedAt: NOW - 100 * HOUR_MS },
      {},
    );
    const backlog = await records.backlog(orgId, null, 100);
    expect(backlog).toMatchObject({
      deadLetters: { count: 1, exact: true },
      waiting: {
        pending: { count: 0, exact: true },
        held: { count: 2, exact: true },
        retrying: { count: 1, exact: true },
      },
      oldest: {
        eventId: "order-old",
        integrationId: "int_a",
        status: "retrying",
        acceptedAt: NOW - 90 * HOUR_MS,
      },
    });
    const ofOne = await records.backlog(orgId, "int_b", 100);
    expect(ofOne).toMatchObject({
      deadLetters: { count: 0 },
      waiting: { held: { count: 2 }, retrying: { count: 0 } },
      oldest: { integrationId: "int_b", acceptedAt: NOW - 80 * HOUR_MS },
    });
    expect((await records.backlog(freshOrganization(), null, 100)).oldest).toBeNull();
  });

  it("is counted up to the most, and said to be more", async () => {
    const orgId = await filled(DEAD, DEAD, HELD, HELD);
    const backlog = await records.backlog(orgId, null, 1);
    expect(backlog.deadLetters).toEqual({ count: 1, exact: false });
    expect(backlog.waiting.held).toEqual({ count: 1, exact: false });
    expect(backlog.waiting.retrying).toEqual({ count: 0, exact: true });
  });
});
