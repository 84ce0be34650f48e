import type { CageLimits } from "./cage.ts";

const KIB = 1024;
const MIB = 1024 * KIB;

/** Enough for a script over a payload of some hundred KB, and short enough that a bad one is hardly felt by others. */
export const DEFAULT_LIMITS: CageLimits = {
  fuel: 10_000_000,
  deadlineMs: 2_000,
  memoryBytes: 8 * MIB,
  stackBytes: 256 * KIB,
  inputBytes: MIB,
  outputBytes: MIB,
  depth: 64,
};

/** What no caller gets past. The fuel is worth about a minute of an idle core (docs/sandbox.md). */
export const MAXIMUM_LIMITS: CageLimits = {
  fuel: 10_000_000_000,
  deadlineMs: 60_000,
  memoryBytes: 24 * MIB,
  stackBytes: 512 * KIB,
  inputBytes: 4 * MIB,
  outputBytes: 4 * MIB,
  depth: 512,
};

const NAMES = Object.keys(DEFAULT_LIMITS) as (keyof CageLimits)[];

export function withinLimits(wanted: Partial<CageLimits> = {}, defaults = DEFAULT_LIMITS): CageLimits {
  const limits = { ...defaults };
  for (const name of NAMES) limits[name] = Math.min(wanted[name] ?? defaults[name], MAXIMUM_LIMITS[name]);
  return limits;
}

/** Of source text: it is kept with the configuration, and parsed at every run. */
export const SOURCE_BYTES = 64 * KIB;

export const LOG_LIMITS = { lines: 100, lineChars: 1_000 } as const;

/** What an error of a script may show. */
export const MESSAGE_CHARS = 500;
