import { describe, expect, it } from "vitest";
import type { Span } from "#domain/health/health-trend";
import type { OverviewRecords } from "#domain/overview/ports";
import { NOTHING, type Tally } from "#domain/overview/tally";
import { createOverviewWatch } from "./show-overview.ts";

const NOW = Date.parse("2026-11-20T12:02:00Z");
const NONE = { count: 0, exact: true };
const WAITING = { pending: NONE, held: NONE, retrying: NONE };

/** A log that counts what it is asked. */
function open() {
  const clock = { now: NOW };
  const asked: { readonly orgId: string; readonly spans: number; readonly rows: number }[] = [];
  const overviewRecords: OverviewRecords = {
    tallies: async (orgId: string, _integrationId, spans: readonly Span[], rows) => {
      asked.push({ orgId, spans: spans.length, rows });
      return spans.map(
        ({ from }): Tally => ({
          counts: { ...NOTHING, delivered: 1 },
          durations: new Map([[10, 1]]),
          looked: 1,
          countedFrom: from,
          complete: true,
        }),
      );
    },
    categories: async (_orgId, _integrationId, spans) => spans.map(() => new Map()),
    backlog: async () => ({ deadLetters: NONE, waiting: WAITING, oldest: null }),
  };
  const watch = createOverviewWatch({ overviewRecords, now: () => clock.now });
  return { watch, clock, asked };
}

describe("an overview that is polled", () => {
  it("is read once in five seconds, however many ask", async () => {
    const { watch, clock, asked } = open();
    const first = await watch.show("org_1", "1h", null);
    clock.now += 4_999;
    expect(await watch.show("org_1", "1h", null)).toBe(first);
    expect(asked).toHaveLength(1);
    clock.now += 1;
    expect(await watch.show("org_1", "1h", null)).not.toBe(first);
  });

  it("counts only the running bucket and the one before it anew, until the others are two minutes old", async () => {
    const { watch, clock, asked } = open();
    await watch.show("org_1", "24h", null);
    clock.now += 10_000;
    const second = await watch.show("org_1", "24h", null);
    clock.now += 120_000;
    await watch.show("org_1", "24h", null);
    expect(asked.map(({ spans }) => spans)).toEqual([24, 2, 24]);
    expect(second.totals.delivered).toBe(24);
    expect(second.buckets.map(({ from }) => from)).toEqual(
      second.buckets.map(({ from }) => from).toSorted((a, b) => a - b),
    );
  });

  it("moves on with the clock: what was the running bucket is the one before it", async () => {
    const { watch, clock, asked } = open();
    const first = await watch.show("org_1", "1h", null);
    clock.now += 5 * 60_000;
    const next = await watch.show("org_1", "1h", null);
    expect(next.buckets.at(-2)?.from).toBe(first.buckets.at(-1)?.from);
    expect(asked).toHaveLength(2);
  });

  it("looks at no more than 40,000 rows in all of its buckets", async () => {
    const { watch, asked } = open();
    for (const window of ["1h", "24h", "7d"] as const) await watch.show("org_1", window, null);
    for (const { spans, rows } of asked) expect(spans * rows).toBeLessThanOrEqual(40_000);
  });

  it("keeps organizations, integrations and windows apart", async () => {
    const { watch, asked } = open();
    await watch.show("org_1", "1h", null);
    await watch.show("org_2", "1h", null);
    await watch.show("org_1", "1h", "int_1");
    await watch.show("org_1", "7d", null);
    expect(asked.map(({ spans }) => spans)).toEqual([12, 12, 12, 28]);
  });
});
