import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { createTimeOrderedId } from "#domain/ids";
import { ANY_DELIVERY, type DeliveryFilter } from "#domain/operations/delivery-filter";
import { composeServices } from "#services/composition";
import { DEAD, record } from "#testing/delivery-records";
import {
  KEEP_FIRST_ATTEMPTS,
  MARK_CANCELLED,
  MARK_DISCARDED,
  MARK_RESTORED,
  MARK_RETRYING,
  REMOVE_SEEN,
} from "./delivery-changes.ts";
import { buildDeliveryQueries } from "./delivery-query.ts";
import { createDeliverySearch, SCAN_ROWS } from "./delivery-search.ts";
import { LOOK, OVERDUE, REMOVE, REMOVE_ATTEMPTS, REMOVE_JOB_PAGES, REMOVE_JOBS } from "./housekeeping.ts";

const services = composeServices(env);
const search = createDeliverySearch(env.DB);
const NOW = Date.parse("2026-11-20T12:00:00Z");
const event = createTimeOrderedId("evt", NOW, new Uint8Array(10));
let organizations = 0;
const freshOrganization = () => `org_search_${organizations++}`;

async function plan(sql: string, params: readonly unknown[]): Promise<string> {
  const { results } = await env.DB.prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .bind(...params)
    .all<{ detail: string }>();
  return results.map(({ detail }) => detail).join("\n");
}

describe("the plan of a search", () => {
  const cases: [string, Partial<DeliveryFilter>, string][] = [
    ["no filter", {}, "PRIMARY KEY (org_id=?"],
    ["a time", { from: NOW, to: NOW + 1 }, "PRIMARY KEY (org_id=? AND id>? AND id<?)"],
    ["a status", { statuses: ["dead_lettered"] }, "INDEX deliveries_status (org_id=? AND status=?"],
    [
      "several statuses",
      { statuses: ["held", "retrying"] },
      "INDEX deliveries_status (org_id=? AND status=?",
    ],
    ["a category", { category: "AUTH" }, "INDEX deliveries_category (org_id=? AND category=?"],
    [
      "an integration",
      { integrationId: "int_1" },
      "INDEX deliveries_integration (org_id=? AND integration_id=?",
    ],
    ["a named event", { eventId: "order-7" }, "INDEX deliveries_named_event (org_id=? AND event_id=?"],
    ["a gateway event", { eventId: event }, "PRIMARY KEY (org_id=? AND id>? AND id<?)"],
    ["ids", { ids: ["dlv_1"] }, "PRIMARY KEY (org_id=? AND id=?)"],
    [
      "a class of errors",
      { httpStatus: { from: 400, to: 499 } },
      "INDEX deliveries_category (org_id=? AND category=?",
    ],
    ["a class of successes", { httpStatus: { from: 200, to: 299 } }, "PRIMARY KEY (org_id=?"],
    ["delivered ones", { statuses: ["delivered"] }, "PRIMARY KEY (org_id=?"],
    [
      "a status and more",
      { statuses: ["dead_lettered"], category: "AUTH", integrationId: "int_1", text: "x" },
      "INDEX deliveries_status (org_id=? AND status=?",
    ],
  ];

  it.each(cases)(
    "by %s reads its index in the order of the ids and sorts nothing",
    async (_, given, wanted) => {
      for (const order of ["newest", "oldest"] as const) {
        const queries = buildDeliveryQueries("org", { ...ANY_DELIVERY, ...given }, { after: null, order });
        for (const { source, sourceParams } of queries) {
          const text = await plan(`SELECT * ${source} LIMIT 10`, sourceParams);
          expect(text).toContain(wanted);
          expect(text).not.toMatch(/SCAN deliveries/);
          if (given.ids === undefined) expect(text).not.toContain("TEMP B-TREE");
        }
      }
    },
  );

  it("goes on behind a cursor by seeking, not by skipping", async () => {
    const filter = { ...ANY_DELIVERY, statuses: ["dead_lettered"] } as const;
    for (const { source, sourceParams } of buildDeliveryQueries("org", filter, {
      after: "dlv_x",
      order: "newest",
    })) {
      expect(await plan(`SELECT * ${source}`, sourceParams)).toContain("status=? AND id<?)");
    }
  });

  it("seeks every row that a job's page changes, and reads no other", async () => {
    const texts = await Promise.all([
      plan(MARK_RETRYING, ["org", "[]", 1]),
      plan(MARK_DISCARDED, ["org", "[]"]),
      plan(MARK_CANCELLED, ["org", "[]", ""]),
      plan(MARK_RESTORED, ["org", "[]"]),
      plan(REMOVE_SEEN, ["org", "[]"]),
      plan(KEEP_FIRST_ATTEMPTS, ["org", "[]"]),
    ]);
    for (const text of texts) expect(text).toContain("deliveries USING PRIMARY KEY (org_id=? AND id=?)");
  });

  it("never reads the whole table for a change or a sweep", async () => {
    const texts = await Promise.all([
      plan(REMOVE_JOB_PAGES, ["org", "", 1]),
      plan(REMOVE_SEEN, ["org", "[]"]),
      plan(OVERDUE, [0, "", "", 1, 1]),
      plan(LOOK, ["org", "", "", 1]),
      plan(REMOVE, ["org", "[]"]),
      plan(REMOVE_ATTEMPTS, ["org", "[]"]),
      plan(REMOVE_JOBS, ["org", "", 1, 1]),
    ]);
    for (const text of texts) expect(text).not.toMatch(/SCAN (deliveries|attempts|jobs|job_pages)/);
    expect(texts[2]).toContain(
      "INDEX deliveries_due ((next_retry_at,org_id,id)>(?,?,?) AND next_retry_at<?)",
    );
    expect(texts[2]).not.toContain("TEMP B-TREE");
  });
});

describe("searching the log", () => {
  it("finds by every filter", async () => {
    const orgId = freshOrganization();
    const [clean, dead, unmatched, ours] = await record(services, orgId, [
      { acceptedAt: NOW, eventType: "order.created" },
      {
        ...DEAD,
        acceptedAt: NOW + 1,
        eventType: "order.item.added",
        detail: "Answered 500 (50%_off)",
        integrationId: "int_b",
      },
      { acceptedAt: NOW + 2, status: "unmatched", httpStatus: null, integrationId: "", eventType: "orders" },
      { acceptedAt: NOW - 150, eventId: event, correlationId: "Trace-ABC" },
    ]);
    const find = async (given: Partial<DeliveryFilter>) => {
      const { rows } = await search.page(
        orgId,
        { ...ANY_DELIVERY, ...given },
        { after: null, limit: 10, order: "newest" },
      );
      return rows.map(({ id }) => id);
    };
    expect(await find({})).toEqual([unmatched?.id, dead?.id, clean?.id, ours?.id]);
    expect(await find({ statuses: ["dead_lettered", "unmatched"] })).toEqual([unmatched?.id, dead?.id]);
    expect(await find({ statuses: ["delivered", "unmatched"] })).toEqual([
      unmatched?.id,
      clean?.id,
      ours?.id,
    ]);
    expect(await find({ category: "SERVER_ERROR" })).toEqual([dead?.id]);
    expect(await find({ integrationId: "int_b" })).toEqual([dead?.id]);
    expect(await find({ eventType: "order.*" })).toEqual([dead?.id, clean?.id, ours?.id]);
    expect(await find({ eventType: "order.created" })).toEqual([clean?.id, ours?.id]);
    expect(await find({ eventType: "*" })).toHaveLength(4);
    expect(await find({ eventId: clean?.eventId ?? "" })).toEqual([clean?.id]);
    expect(await find({ eventId: event })).toEqual([ours?.id]);
    expect(await find({ from: NOW, to: NOW + 2 })).toEqual([dead?.id, clean?.id]);
    expect(await find({ httpStatus: { from: 500, to: 500 } })).toEqual([dead?.id]);
    expect(await find({ httpStatus: { from: 500, to: 599 } })).toEqual([dead?.id]);
    expect(await find({ httpStatus: { from: 400, to: 499 } })).toEqual([]);
    expect(await find({ httpStatus: { from: 200, to: 299 } })).toContain(clean?.id);
    expect(await find({ correlationId: "Trace-ABC" })).toEqual([ours?.id]);
    expect(await find({ correlationId: "trace-abc" })).toEqual([]);
    expect(await find({ text: "50%_OFF" })).toEqual([dead?.id]);
    expect(await find({ text: "5000_off" })).toEqual([]);
    expect(await find({ text: "trace-abc" })).toEqual([ours?.id]);
    expect(await find({ text: dead?.id.slice(5, 20) ?? "" })).toContain(dead?.id);
    expect(await find({ text: "x".repeat(200) })).toEqual([]);
    expect(await find({ ids: [clean?.id ?? "", "dlv_none"] })).toEqual([clean?.id]);
    expect(await find({ ids: [clean?.id ?? ""], from: NOW + 1 })).toEqual([]);
    expect(await find({ statuses: ["dead_lettered"], category: "AUTH" })).toEqual([]);
  });

  it("shows every row once over all pages, while new ones arrive", async () => {
    const orgId = freshOrganization();
    const all = await record(
      services,
      orgId,
      Array.from({ length: 57 }, (_, i) => ({
        acceptedAt: NOW + Math.floor(i / 3),
        ...(i % 3 === 0 ? DEAD : i % 3 === 1 ? ({ status: "retrying" } as const) : {}),
      })),
    );
    const walk = async (given: Partial<DeliveryFilter>, order: "newest" | "oldest") => {
      const seen: string[] = [];
      let after: string | null = null;
      do {
        const page = await search.page(orgId, { ...ANY_DELIVERY, ...given }, { after, limit: 7, order });
        seen.push(...page.rows.map(({ id }) => id));
        after = page.next;
        await record(services, orgId, [{ acceptedAt: NOW + 1_000_000 }]);
      } while (after !== null);
      return seen;
    };
    const newest = all
      .map(({ id }) => id)
      .sort()
      .reverse();
    expect(await walk({ to: NOW + 1_000 }, "newest")).toEqual(newest);
    const failed = all
      .filter(({ status }) => status !== "delivered")
      .map(({ id }) => id)
      .sort();
    const statuses = ["retrying", "dead_lettered"] as const;
    expect(await walk({ statuses }, "oldest")).toEqual(failed);
    expect(await walk({ statuses, text: "corr-1" }, "newest")).toEqual(failed.toReversed());
  });

  it("looks at a bounded number of rows, and says where to go on", async () => {
    const orgId = freshOrganization();
    const needle = { acceptedAt: NOW, detail: "needle" };
    const [wanted] = await record(services, orgId, [needle]);
    const hay = Array.from({ length: SCAN_ROWS + 10 }, (_, i) => ({ acceptedAt: NOW + 1 + i }));
    await record(services, orgId, hay);
    const filter = { ...ANY_DELIVERY, text: "needle" };
    const first = await search.page(orgId, filter, { after: null, limit: 50, order: "newest" });
    expect(first).toMatchObject({ rows: [], scanned: SCAN_ROWS });
    const second = await search.page(orgId, filter, { after: first.next, limit: 50, order: "newest" });
    expect(second.rows.map(({ id }) => id)).toEqual([wanted?.id]);
    expect(second).toMatchObject({ next: null, scanned: 11 });
  });

  it("never goes behind the nearest edge when one of several statuses was not looked at to its end", async () => {
    const orgId = freshOrganization();
    const crowd = Array.from({ length: 3_000 }, (_, i) => ({ ...DEAD, acceptedAt: NOW + i }));
    const records = await record(services, orgId, crowd);
    const rare = await record(services, orgId, [
      { status: "held", acceptedAt: NOW + 10, detail: "rare" },
      { status: "held", acceptedAt: NOW + 2_900, detail: "rare" },
    ]);
    await env.DB.prepare("UPDATE deliveries SET detail = 'rare' WHERE org_id = ?1 AND id IN (?2, ?3)")
      .bind(orgId, records[5]?.id, records[2_500]?.id)
      .run();
    const filter = { ...ANY_DELIVERY, statuses: ["dead_lettered", "held"] as const, text: "rare" };
    const found: string[] = [];
    let after: string | null = null;
    do {
      const page = await search.page(orgId, filter, { after, limit: 50, order: "newest" });
      found.push(...page.rows.map(({ id }) => id));
      after = page.next;
    } while (after !== null);
    expect(found).toEqual([rare[1]?.id, records[2_500]?.id, rare[0]?.id, records[5]?.id]);
  });

  it("counts what matches", async () => {
    const orgId = freshOrganization();
    await record(services, orgId, [DEAD, { ...DEAD, category: "AUTH" }, {}]);
    const dead = { ...ANY_DELIVERY, statuses: ["dead_lettered"] as const };
    expect(await search.count(orgId, dead)).toEqual({ count: 2, exact: true });
    expect(await search.count(orgId, { ...dead, category: "AUTH" })).toEqual({ count: 1, exact: true });
    expect(await search.count("org_foreign", dead)).toEqual({ count: 0, exact: true });
  });

  it("shows one organization nothing of another", async () => {
    const orgId = freshOrganization();
    const [mine] = await record(services, orgId, [DEAD]);
    const request = { after: null, limit: 10, order: "newest" } as const;
    expect((await search.page("org_foreign", ANY_DELIVERY, request)).rows).toEqual([]);
    expect(
      (await search.page("org_foreign", { ...ANY_DELIVERY, ids: [mine?.id ?? ""] }, request)).rows,
    ).toEqual([]);
    expect(await search.find("org_foreign", mine?.id ?? "")).toBeNull();
  });
});
