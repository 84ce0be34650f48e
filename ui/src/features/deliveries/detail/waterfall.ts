/** The pieces of a delivery's life on one axis, in percent of its width. */
export type Piece =
  | {
      readonly kind: "attempt";
      readonly index: number;
      readonly start: number;
      readonly width: number;
      readonly ms: number;
    }
  | {
      readonly kind: "wait";
      readonly before: number;
      readonly start: number;
      readonly width: number;
      readonly ms: number;
    }
  | { readonly kind: "planned"; readonly start: number; readonly atMs: number };

export interface Life {
  readonly acceptedAtMs: number;
  readonly attempts: readonly { readonly atMs: number; readonly durationMs: number }[];
  /** Of the next attempt; null when there is none. */
  readonly plannedAtMs: number | null;
}

/** Shorter than this is the gateway's own work and no wait. */
const SHORTEST_WAIT_MS = 100;
/** An attempt is never thinner: it must be seen and pressed. */
const THINNEST_SHARE = 0.08;
const ROOM_OF_PLANNED = 4;

/**
 * Attempts take milliseconds and the waits between them hours: on a true scale the attempts would not be seen. So attempts
 * share one scale among themselves, and waits another, of their magnitude; each wait says how long it was.
 */
export function layOut({ acceptedAtMs, attempts, plannedAtMs }: Life): readonly Piece[] {
  const waits = waitsOf(acceptedAtMs, attempts, plannedAtMs);
  const room = 100 - (plannedAtMs === null ? 0 : ROOM_OF_PLANNED);
  const shown = waits.filter((ms) => ms >= SHORTEST_WAIT_MS).length;
  const roomOfWaits = attempts.length === 0 ? room : (room * shown * 0.8) / (shown * 0.8 + attempts.length);
  const attemptShares = sharesOf(attempts.map(({ durationMs }) => durationMs));
  const waitShares = sharesOf(waits.map((ms) => (ms < SHORTEST_WAIT_MS ? null : Math.log10(ms / 10))));

  const pieces: Piece[] = [];
  let start = 0;
  for (const [index, ms] of waits.entries()) {
    const share = waitShares[index] ?? 0;
    if (share > 0) {
      const width = share * roomOfWaits;
      pieces.push({ kind: "wait", before: index, start, width, ms });
      start += width;
    }
    const attempt = attempts[index];
    if (attempt === undefined) continue;
    const width = (attemptShares[index] ?? 0) * (room - roomOfWaits);
    pieces.push({ kind: "attempt", index, start, width, ms: attempt.durationMs });
    start += width;
  }
  if (plannedAtMs !== null) pieces.push({ kind: "planned", start, atMs: plannedAtMs });
  return pieces;
}

/** Before each attempt, and before the planned one. */
function waitsOf(acceptedAtMs: number, attempts: Life["attempts"], plannedAtMs: number | null): number[] {
  const begins = [...attempts.map(({ atMs }) => atMs), ...(plannedAtMs === null ? [] : [plannedAtMs])];
  const ends = [acceptedAtMs, ...attempts.map(({ atMs, durationMs }) => atMs + durationMs)];
  return begins.map((begin, index) => Math.max(0, begin - (ends[index] ?? begin)));
}

/** Adding up to one; null takes nothing. */
function sharesOf(weights: readonly (number | null)[]): readonly number[] {
  const known = weights.map((weight) => weight ?? 0);
  const most = Math.max(...known, 0);
  const lifted = weights.map((weight) =>
    weight === null ? 0 : Math.max(weight, most * THINNEST_SHARE, 0.001),
  );
  const sum = lifted.reduce((total, weight) => total + weight, 0);
  return lifted.map((weight) => (sum === 0 ? 0 : weight / sum));
}
