export const SPANS = ["1h", "24h", "7d", "own"] as const;
export type Span = (typeof SPANS)[number];

const LENGTHS_MS: Readonly<Record<Span, number>> = {
  "1h": 3_600_000,
  "24h": 86_400_000,
  "7d": 7 * 86_400_000,
  own: 0,
};

export function sinceOf(span: Span, nowMs: number): number {
  return nowMs - LENGTHS_MS[span];
}

/** What a field of the browser takes: the local time, without a zone. */
export function toLocal(atMs: number): string {
  const offsetMs = new Date(atMs).getTimezoneOffset() * 60_000;
  return new Date(atMs - offsetMs).toISOString().slice(0, 16);
}

/** Null for an emptied or half-typed field. */
export function fromLocal(written: string): number | null {
  const at = new Date(written).getTime();
  return written === "" || Number.isNaN(at) ? null : at;
}
