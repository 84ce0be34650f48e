/**
 * Whether an integration's target takes so long that its requests would hold others' places. What is in the slow lane
 * goes out through a queue of its own, a few messages at a time, where it delays nobody else. Calls go on there, so that
 * a target that has become quick is found out.
 */
export type Tempo =
  | {
      readonly kind: "quick";
      /** Slow calls in a row. */
      readonly slow: number;
      /** What timeouts took since the last answer, each of them however short. */
      readonly lostMs: number;
      /** Quick answers that it will take, once it is slow: more for one that has been. */
      readonly needed: number;
    }
  | {
      readonly kind: "slow";
      /** Its last slow call had no answer at all. */
      readonly hangs: boolean;
      /** Quick answers in a row that it takes to come back. */
      readonly needed: number;
      /** How many there have been. */
      readonly quick: number;
    };

export interface TimedCall {
  readonly durationMs: number;
  /** It ended without an answer, because there was none in time. */
  readonly isTimeout: boolean;
}

/** A run has six places for all of its requests: a call of this length costs it as much as some fifty usual ones. */
export const SLOW_CALL_MS = 2_000;
/** Every receiver is slow once. One that does not answer at all is not asked twice where others wait. */
const SLOW_IN_A_ROW = 3;
const QUICK_NEEDED = 5;
/** One that hangs, answers five times and hangs again would otherwise do harm for ever. */
const MOST_NEEDED = 320;

export const QUICK: Tempo = { kind: "quick", slow: 0, lostMs: 0, needed: QUICK_NEEDED };

export function noteTempo(tempo: Tempo, { durationMs, isTimeout }: TimedCall): Tempo {
  const isSlow = durationMs >= SLOW_CALL_MS;
  if (tempo.kind === "quick") {
    if (!isSlow && !isTimeout)
      return tempo.slow + tempo.lostMs === 0 ? tempo : { ...tempo, slow: 0, lostMs: 0 };
    const slow = isSlow ? tempo.slow + 1 : tempo.slow;
    // Many timeouts of a second hold as many places as few long ones.
    const lostMs = isTimeout ? tempo.lostMs + durationMs : 0;
    if (lostMs < SLOW_CALL_MS && slow < SLOW_IN_A_ROW) return { ...tempo, slow, lostMs };
    return { kind: "slow", hangs: isTimeout, needed: tempo.needed, quick: 0 };
  }
  if (isSlow || isTimeout) return { ...tempo, hangs: isTimeout, quick: 0 };
  const quick = tempo.quick + 1;
  if (quick < tempo.needed) return { ...tempo, quick };
  return { ...QUICK, needed: Math.min(MOST_NEEDED, tempo.needed * 2) };
}

/** What of an integration in the slow lane may be out at one time: so many messages of so many deliveries. */
export interface SlowShare {
  readonly messages: number;
  readonly deliveries: number;
}

const LATE: SlowShare = { messages: 4, deliveries: 50 };
/** As many as a run sends at once: all of them are asked, and the rest waits for what they say. */
const HANGING: SlowShare = { messages: 1, deliveries: 6 };

/** Null: it is not in the slow lane. */
export function slowShare(tempo: Tempo): SlowShare | null {
  if (tempo.kind === "quick") return null;
  return tempo.hangs ? HANGING : LATE;
}
