import type { FlowRate } from "./flow-settings.ts";
import { perMinute, slowerRate } from "./pace.ts";

/** What a target's 429 taught: how many a minute it takes, and that nothing goes out before a moment. */
export interface LearnedPace {
  readonly perMinute: number;
  /** Epoch milliseconds of the last 429, or of the last step back up. */
  readonly at: number;
  readonly blockedUntil: number;
  /** Steps up since the last 429. */
  readonly steps: number;
}

/** Refusals of requests that were out at the same time are one lesson. */
const ONE_LESSON_MS = 5_000;
const SLOWER = 0.5;
const STEP_MS = 30_000;
const FASTER = 1.25;
/** After so many steps up without a 429 (1.25^12 is fourteen times as fast) the lesson is forgotten. */
const FORGOTTEN_AFTER_STEPS = 12;
/** A target may say "in a day" for one request; only so long does it hold back everybody else. */
const LONGEST_BLOCK_MS = 60_000;
/** What did not go out for this long was no rate. */
export const MEASURED_MS = 10_000;

/**
 * A 429 came.
 * @param sentLately what went out within the last `MEASURED_MS`
 * @param retryAt when the target says, or the retry policy thinks, that it may be asked again
 */
export function learnFrom429(
  learned: LearnedPace | null,
  sentLately: number,
  retryAt: number,
  now: number,
): LearnedPace {
  const blockedUntil = Math.max(
    learned?.blockedUntil ?? 0,
    Math.min(Math.max(retryAt, now), now + LONGEST_BLOCK_MS),
  );
  if (learned !== null && learned.steps === 0 && now - learned.at < ONE_LESSON_MS) {
    return { ...learned, blockedUntil };
  }
  const measured = (sentLately * 60_000) / MEASURED_MS;
  const before = learned === null ? measured : Math.min(learned.perMinute, Math.max(measured, 1));
  return { perMinute: Math.max(1, Math.floor(before * SLOWER)), at: now, blockedUntil, steps: 0 };
}

/** As it is now: a step up for every half minute without a 429, until it says nothing any more. */
export function recoverPace(
  learned: LearnedPace | null,
  configured: FlowRate | null,
  now: number,
): LearnedPace | null {
  if (learned === null) return null;
  const from = Math.max(learned.at, learned.blockedUntil);
  const due = Math.floor((now - from) / STEP_MS);
  if (due < 1) return learned;
  const steps = learned.steps + due;
  const faster = learned.perMinute * FASTER ** Math.min(due, FORGOTTEN_AFTER_STEPS);
  const caughtUp = configured !== null && faster >= perMinute(configured);
  if (steps >= FORGOTTEN_AFTER_STEPS || caughtUp) return null;
  return { ...learned, perMinute: faster, at: from + due * STEP_MS, steps };
}

export function effectiveRate(configured: FlowRate | null, learned: LearnedPace | null): FlowRate | null {
  if (learned === null) return configured;
  const limit = Math.max(1, Math.floor(learned.perMinute));
  return slowerRate(configured, { limit, per: "minute", burst: Math.max(1, Math.floor(limit / 60)) });
}
