import type { ErrorCategory } from "#domain/delivery/error-category";
import type { Span } from "#domain/health/health-trend";
import {
  bucketMsOf,
  bucketsOf,
  type OverviewWindow,
  windowAndBefore,
} from "#domain/overview/overview-window";
import { type Percentiles, percentilesOf } from "#domain/overview/percentiles";
import type { Backlog, BoundedCount, OverviewRecords } from "#domain/overview/ports";
import { addCounts, type Outcome, successRate, type Tally } from "#domain/overview/tally";
import { createShortCache } from "./short-cache.ts";

interface OverviewTools {
  readonly overviewRecords: OverviewRecords;
  readonly now: () => number;
}

export interface OverviewBucket extends Span {
  readonly tally: Tally;
}

export interface ErrorCount {
  readonly category: ErrorCategory;
  readonly now: BoundedCount;
  /** In the window of the same length before. */
  readonly before: BoundedCount;
}

export interface Overview {
  readonly window: OverviewWindow;
  readonly integrationId: string | null;
  readonly buckets: readonly OverviewBucket[];
  readonly totals: Readonly<Record<Outcome, number>>;
  readonly successRate: number | null;
  readonly latency: Percentiles;
  readonly errors: readonly ErrorCount[];
  readonly backlog: Backlog;
  readonly measuredAt: number;
}

export interface OverviewWatch {
  /** @param integrationId null: of the whole organization */
  show(orgId: string, window: OverviewWindow, integrationId: string | null): Promise<Overview>;
}

/** Deliveries that one answer looks at at most, in all of its buckets together. */
const OVERVIEW_ROWS = 40_000;
/** Errors of one category, dead letters, and what waits, each. */
const MOST_COUNTED = 1_000;
/** However many dashboards poll, an isolate reads this often. */
const CACHE_MS = 5_000;
/** A bucket that is over changes only by what is retried or replayed. */
const OLD_BUCKET_CACHE_MS = 2 * 60_000;
const MOST_ANSWERS = 200;
const MOST_BUCKETS = 5_000;

/** Lives as long as the isolate: what is cached is cached there. */
export function createOverviewWatch({ overviewRecords, now }: OverviewTools): OverviewWatch {
  const answers = createShortCache<Overview>(now, CACHE_MS, MOST_ANSWERS);
  const tallies = createShortCache<Tally>(now, OLD_BUCKET_CACHE_MS, MOST_BUCKETS);

  async function tally(orgId: string, window: OverviewWindow, integrationId: string | null, at: number) {
    const spans = bucketsOf(window, at);
    const keyOf = ({ from, to }: Span) => `${orgId} ${integrationId ?? "*"} ${from} ${to}`;
    // The running bucket and the one before it, where nearly everything happens, are always counted anew.
    const fresh = at - bucketMsOf(window);
    const known = spans.map((span) => (span.to > fresh ? undefined : tallies.get(keyOf(span))));
    const missing = spans.filter((_, index) => known[index] === undefined);
    const counted = await overviewRecords.tallies(
      orgId,
      integrationId,
      missing,
      Math.floor(OVERVIEW_ROWS / spans.length),
    );
    const found = new Map(missing.map((span, index) => [span, counted[index]]));
    for (const [span, one] of found) if (one !== undefined) tallies.set(keyOf(span), one);
    return spans.flatMap((span, index): OverviewBucket[] => {
      const one = known[index] ?? found.get(span);
      return one === undefined ? [] : [{ ...span, tally: one }];
    });
  }

  async function measure(orgId: string, window: OverviewWindow, integrationId: string | null) {
    const measuredAt = now();
    const [buckets, [current, before], backlog] = await Promise.all([
      tally(orgId, window, integrationId, measuredAt),
      overviewRecords.categories(orgId, integrationId, windowAndBefore(window, measuredAt), MOST_COUNTED),
      overviewRecords.backlog(orgId, integrationId, MOST_COUNTED),
    ]);
    const all = buckets.map((bucket) => bucket.tally);
    const totals = addCounts(all);
    return {
      window,
      integrationId,
      buckets,
      totals,
      successRate: successRate(totals),
      latency: percentilesOf(all.map(({ durations }) => durations)),
      errors: compareErrors(current, before),
      backlog,
      measuredAt,
    };
  }

  return {
    async show(orgId, window, integrationId) {
      const key = `${orgId} ${integrationId ?? "*"} ${window}`;
      const known = answers.get(key);
      if (known !== undefined) return known;
      const overview = await measure(orgId, window, integrationId);
      answers.set(key, overview);
      return overview;
    },
  };
}

type Counts = ReadonlyMap<ErrorCategory, BoundedCount> | undefined;

const NONE: BoundedCount = { count: 0, exact: true };

/** The most frequent first; those that occur in neither window are left out. */
function compareErrors(current: Counts, before: Counts): ErrorCount[] {
  return [...(current ?? [])]
    .map(([category, now]) => ({ category, now, before: before?.get(category) ?? NONE }))
    .filter((error) => error.now.count > 0 || error.before.count > 0)
    .sort((a, b) => b.now.count - a.now.count || b.before.count - a.before.count);
}
