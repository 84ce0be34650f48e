/** What became of a delivery, in the words of the overview. */
export const OUTCOMES = [
  "delivered",
  /** Failed at least once, and will be tried again. */
  "failed",
  "deadLettered",
  /** Accepted or held, and not tried yet. */
  "waiting",
  /** Dead letters that an operator gave up. */
  "discarded",
  /** Nothing was to be sent: no integration wanted it, a duplicate, or cancelled. */
  "notSent",
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Times of last attempts with how often each was met. Times above 200 ms are rounded down by at most 5 percent. */
export type Durations = ReadonlyMap<number, number>;

/** The deliveries that were accepted within a span. */
export interface Tally {
  readonly counts: Readonly<Record<Outcome, number>>;
  readonly durations: Durations;
  /** Rows of the log that were looked at. */
  readonly looked: number;
  /** The first moment from which on everything was looked at; the span's beginning unless there was more than that. */
  readonly countedFrom: number;
  readonly complete: boolean;
}

export const NOTHING: Readonly<Record<Outcome, number>> = {
  delivered: 0,
  failed: 0,
  deadLettered: 0,
  waiting: 0,
  discarded: 0,
  notSent: 0,
};

export function addCounts(tallies: readonly Tally[]): Record<Outcome, number> {
  const total = { ...NOTHING };
  for (const { counts } of tallies) for (const outcome of OUTCOMES) total[outcome] += counts[outcome];
  return total;
}

/** Delivered of what was tried and is to arrive, in percent with one decimal; null when nothing was tried. */
export function successRate(counts: Readonly<Record<Outcome, number>>): number | null {
  const tried = counts.delivered + counts.failed + counts.deadLettered + counts.discarded;
  if (tried === 0) return null;
  const rounded = Math.round((counts.delivered / tried) * 1_000) / 10;
  // One failure among a million is still a failure: 100 means that there was none.
  return rounded === 100 && counts.delivered < tried ? 99.9 : rounded;
}
