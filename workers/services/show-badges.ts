import type { BadgeRecords, Badges, DeadLetterSummary } from "#domain/overview/badges";
import { createShortCache } from "./short-cache.ts";

/** Numbers that every open page asks for: an isolate reads them once in five seconds. */
export interface BadgeWatch {
  badges(orgId: string): Promise<Badges>;
  deadLetters(orgId: string): Promise<DeadLetterSummary>;
}

const MOST_BADGE = 1_000;
const MOST_SUMMED = 5_000;
const CACHE_MS = 5_000;
const MOST_KEPT = 500;

export function createBadgeWatch(records: BadgeRecords, now: () => number): BadgeWatch {
  const badges = createShortCache<Badges>(now, CACHE_MS, MOST_KEPT);
  const summaries = createShortCache<DeadLetterSummary>(now, CACHE_MS, MOST_KEPT);
  return {
    async badges(orgId) {
      const known = badges.get(orgId);
      if (known !== undefined) return known;
      const counted = await records.count(orgId, MOST_BADGE);
      badges.set(orgId, counted);
      return counted;
    },
    async deadLetters(orgId) {
      const known = summaries.get(orgId);
      if (known !== undefined) return known;
      const counted = await records.deadLetters(orgId, MOST_SUMMED);
      summaries.set(orgId, counted);
      return counted;
    },
  };
}
