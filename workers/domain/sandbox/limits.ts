import type { CageLimits } from "./cage.ts";

const KIB = 1024;
const MIB = 1024 * KIB;

/**
 * Enough for a script over a payload of 100 KB (larger ones get more), and short enough that a bad one is hardly felt: with 10
 * million, 63 ms at worst, the 99th percentile of others was 1.7 times as long.
 */
export const DEFAULT_LIMITS: CageLimits = {
  fuel: 4_000_000,
  deadlineMs: 2_000,
  memoryBytes: 8 * MIB,
  stackBytes: 128 * KIB,
  inputBytes: MIB,
  outputBytes: MIB,
  depth: 64,
};

/** What no caller gets past. The fuel is worth a minute of a core at most (docs/sandbox.md). */
export const MAXIMUM_LIMITS: CageLimits = {
  fuel: 9_000_000_000,
  deadlineMs: 60_000,
  memoryBytes: 16 * MIB,
  stackBytes: 256 * KIB,
  inputBytes: 4 * MIB,
  outputBytes: 4 * MIB,
  depth: 512,
};

/** Of code that the gateway made itself: a compiler needs more room than any script. */
export const SESSION_LIMITS: CageLimits = {
  ...MAXIMUM_LIMITS,
  memoryBytes: 24 * MIB,
  stackBytes: 512 * KIB,
};

const NAMES = Object.keys(DEFAULT_LIMITS) as (keyof CageLimits)[];

/** NaN compares with nothing, so it would be no limit at all: it counts as left out. */
export function withinLimits(wanted: Partial<CageLimits> = {}, most = MAXIMUM_LIMITS): CageLimits {
  const limits = { ...DEFAULT_LIMITS };
  for (const name of NAMES) {
    const value = wanted[name];
    if (value !== undefined && value >= 0) limits[name] = Math.min(value, most[name]);
  }
  return limits;
}

/** Of source text: it is kept with the configuration, and parsed at every run. */
export const SOURCE_BYTES = 64 * KIB;

export const LOG_LIMITS = { lines: 100, lineChars: 1_000 } as const;

/** What an error of a script may show. */
export const MESSAGE_CHARS = 500;
