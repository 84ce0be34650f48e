import type { Job } from "./bulk-requests.ts";

/** Over, not taken back yet, and within its window. */
export function isUndoable(job: Job, nowMs = Date.now()): boolean {
  return (
    job.status !== "running" &&
    job.undoneBy === null &&
    job.undoableUntil !== null &&
    Date.parse(job.undoableUntil) > nowMs
  );
}

/** How long so many take at a pace; null when nothing is known about it. */
export function durationAt(count: number, perMinute: number | null): number | null {
  return perMinute === null || count === 0 ? null : (count / perMinute) * 60_000;
}

/** How long a job still takes at its pace; null when it has none, or nothing is left. It is no faster; it may be slower. */
export function timeLeft({ total, processed, skipped, perMinute }: Job): number | null {
  return durationAt(Math.max(0, total - processed - skipped), perMinute);
}

export const MAX_PER_MINUTE = 6_000;

/** What was typed as a pace; null is no pace. */
export function readPace(typed: string): number | null {
  const value = Number(typed);
  return typed.trim() !== "" && Number.isInteger(value) && value >= 1 && value <= MAX_PER_MINUTE
    ? value
    : null;
}
