import type { CageLimits } from "#domain/sandbox/cage";

const MIB = 1024 * 1024;

/**
 * A schema of the largest size takes 0.8 s, once, when it is saved (docs/validation.md has the figures). Nothing can
 * interrupt it, so this is also how long one may keep everybody waiting: a second and a half.
 */
export const COMPILE_LIMITS: Partial<CageLimits> = {
  fuel: 400_000_000,
  deadlineMs: 25_000,
  memoryBytes: 24 * MIB,
  stackBytes: 512 * 1024,
  inputBytes: MIB,
  outputBytes: 4 * MIB,
};

/** Of sessions that check payloads. */
export const CHECK_LIMITS: Partial<CageLimits> = {
  // For loading the code, which a schema of the largest size makes 600,000 characters of.
  fuel: 100_000_000,
  deadlineMs: 20_000,
  memoryBytes: 20 * MIB,
  inputBytes: 3 * MIB,
  // The coerced payload, as text within text.
  outputBytes: 4 * MIB,
  depth: 66,
};

/** Ten milliseconds: as long as a pattern may backtrack on a small payload. */
const LEAST_CHECK_FUEL = 2_500_000;
/** An ordinary schema takes about 50; one with many alternatives for each item of a list takes some hundred. */
const CHECK_FUEL_PER_CHARACTER = 300;
/** A payload of 1 MB against an ordinary schema takes five sixths of it. */
const MOST_CHECK_FUEL = 60_000_000;

/** What one check may take: as much as a payload of this length needs, and hardly more when it is small. */
export function checkFuel({ length }: string): number {
  return Math.min(MOST_CHECK_FUEL, LEAST_CHECK_FUEL + length * CHECK_FUEL_PER_CHARACTER);
}

export function loadValidator(code: string): string {
  return `globalThis.check = openChecker(function (require, module) {${code}\n});`;
}
