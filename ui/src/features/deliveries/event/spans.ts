import type { Delivery } from "../delivery-types.ts";

export interface Span {
  /** In percent of the axis. */
  readonly start: number;
  readonly width: number;
  /** Its beginning, since the event came in. */
  readonly afterMs: number;
}

type Timed = Pick<Delivery, "firstAttemptAt" | "lastAttemptAt" | "durationMs">;

/** Room at the end for a bar that is drawn wider than it is. */
const AXIS = 98;

/** Null for what was not sent. */
export function spansOf(acceptedAtMs: number, deliveries: readonly Timed[]): readonly (Span | null)[] {
  const times = deliveries.map(({ firstAttemptAt, lastAttemptAt, durationMs }) => {
    if (firstAttemptAt === null) return null;
    const begin = Math.max(0, Date.parse(firstAttemptAt) - acceptedAtMs);
    const end = Date.parse(lastAttemptAt ?? firstAttemptAt) - acceptedAtMs + (durationMs ?? 0);
    return { begin, end: Math.max(begin, end) };
  });
  const longest = Math.max(1, ...times.map((time) => time?.end ?? 0));
  return times.map((time) =>
    time === null
      ? null
      : {
          start: (time.begin / longest) * AXIS,
          width: ((time.end - time.begin) / longest) * AXIS,
          afterMs: time.begin,
        },
  );
}
