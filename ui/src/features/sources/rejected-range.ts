export const RANGES = ["day", "hour", "week", "all"] as const;
export type Range = (typeof RANGES)[number];

const LENGTHS_MS: Readonly<Record<Exclude<Range, "all">, number>> = {
  hour: 3_600_000,
  day: 86_400_000,
  week: 7 * 86_400_000,
};

/** The moment it begins, to the minute: the same question within a minute is answered from the cache. Null: from the beginning. */
export function beginOf(range: Range, nowMs: number): string | null {
  if (range === "all") return null;
  return new Date(Math.floor(nowMs / 60_000) * 60_000 - LENGTHS_MS[range]).toISOString();
}
