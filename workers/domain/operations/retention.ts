import { timeOfId } from "../ids.ts";

const DAY_MS = 86_400_000;
/** A body's day is told by another machine's clock than its event's moment, and around midnight a second is a day. */
const CLOCKS_DIFFER_MS = 3_600_000;

/** Records of what was accepted before this moment may go. Epoch milliseconds. */
export function retentionCutoff(retentionDays: number, now: number): number {
  return now - Math.max(1, retentionDays) * DAY_MS;
}

/**
 * The day (`YYYY-MM-DD`, UTC) before which no body is needed any more. Bodies are removed by day and a body is never
 * older than the event it belongs to, so keeping the days since the oldest record that is left keeps every body that a
 * later attempt may still read.
 * @param oldestDeliveryId of the records that are left, the first; null when none is
 */
export function bodiesNeededFrom(
  retentionDays: number,
  oldestDeliveryId: string | null,
  now: number,
): string {
  const cutoff = retentionCutoff(retentionDays, now);
  const oldest = oldestDeliveryId === null ? null : timeOfId(oldestDeliveryId);
  const needed = Math.min(cutoff, oldest ?? cutoff) - CLOCKS_DIFFER_MS;
  return new Date(Math.max(0, needed)).toISOString().slice(0, 10);
}
