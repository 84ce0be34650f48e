export type MeterState = "unlimited" | "fine" | "near" | "full";

const NEAR = 0.8;

/** How it stands with what may be used. A limit of nothing is used up from the start. */
export function meterState(used: number, limit: number | null): MeterState {
  if (limit === null) return "unlimited";
  if (used >= limit) return "full";
  return used >= limit * NEAR ? "near" : "fine";
}

/** 0 to 1; what was accepted before the limit was lowered does not draw the bar over its end. */
export function meterShare(used: number, limit: number | null): number {
  if (limit === null) return 0;
  return limit === 0 ? 1 : Math.min(1, used / limit);
}
