import type { components } from "~/api/openapi.d.ts";

export type CircuitChange = components["schemas"]["CircuitChange"];
export type CircuitPhase = CircuitChange["to"];

export interface Segment {
  readonly phase: CircuitPhase;
  readonly fromMs: number;
  readonly toMs: number;
}

/** A little of what was before the first change, so that one sees what it changed from. */
const LEAD = 0.06;
const MIN_LEAD_MS = 60_000;

/** When the drawing begins: `spanMs` before now, or just before the first change that is known. */
export function startOf(changes: readonly CircuitChange[], nowMs: number, spanMs: number | null): number {
  if (spanMs !== null) return nowMs - spanMs;
  const oldest = Math.min(...changes.map(({ at }) => Date.parse(at)), nowMs);
  return oldest - Math.max(MIN_LEAD_MS, (nowMs - oldest) * LEAD);
}

/** Which state it was in from when to when, the oldest first; without gaps from `startMs` to now. */
export function segmentsOf(
  changes: readonly CircuitChange[],
  phaseNow: CircuitPhase,
  startMs: number,
  nowMs: number,
): readonly Segment[] {
  const segments: Segment[] = [];
  const ordered = changes.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  let fromMs = startMs;
  let phase = ordered[0]?.from ?? phaseNow;
  for (const change of ordered) {
    const at = Date.parse(change.at);
    if (at > fromMs) {
      segments.push({ phase, fromMs, toMs: at });
      fromMs = at;
    }
    phase = change.to;
  }
  if (nowMs > fromMs) segments.push({ phase, fromMs, toMs: nowMs });
  return merged(segments);
}

/** A pause of a pause is one pause. */
function merged(segments: readonly Segment[]): readonly Segment[] {
  const result: Segment[] = [];
  for (const segment of segments) {
    const last = result.at(-1);
    if (last?.phase === segment.phase) result[result.length - 1] = { ...last, toMs: segment.toMs };
    else result.push(segment);
  }
  return result;
}
