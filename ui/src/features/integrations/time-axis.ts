/**
 * Attempts lie seconds apart at first and days at last: on an even axis all but the last would be one dot. Here equal
 * factors are equal distances.
 */
export function placeOn(sinceStartMs: number, lastMs: number): number {
  if (lastMs <= 0) return 0;
  return Math.log1p(Math.max(0, sinceStartMs) / 1_000) / Math.log1p(lastMs / 1_000);
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Where all is over within a minute. */
const FINE_TICKS: readonly (readonly [number, string])[] = [
  [0, "0"],
  [200, "200 ms"],
  [500, "500 ms"],
  [1_000, "1 s"],
  [2_000, "2 s"],
  [5_000, "5 s"],
  [10_000, "10 s"],
  [30_000, "30 s"],
];

const TICKS: readonly (readonly [number, string])[] = [
  [0, "0"],
  [10_000, "10 s"],
  [MINUTE_MS, "1 min"],
  [10 * MINUTE_MS, "10 min"],
  [HOUR_MS, "1 h"],
  [6 * HOUR_MS, "6 h"],
  [DAY_MS, "1 d"],
  [7 * DAY_MS, "7 d"],
  [30 * DAY_MS, "30 d"],
];

interface Tick {
  readonly place: number;
  readonly label: string;
}

const CLOSEST = 0.07;

/**
 * Round moments up to the last one, none so close to the one before that their words would touch.
 *
 * @param closest as a part of the axis: more on a narrow one
 */
export function ticksUpTo(lastMs: number, closest = CLOSEST): readonly Tick[] {
  const ticks: Tick[] = [];
  for (const [ms, label] of lastMs < MINUTE_MS ? FINE_TICKS : TICKS) {
    if (ms > lastMs) break;
    const place = placeOn(ms, lastMs);
    const before = ticks.at(-1);
    if (before === undefined || place - before.place >= closest) ticks.push({ place, label });
  }
  return ticks;
}
