const HOUR_MS = 3_600_000;

export function beginOfHour(timeMs: number): number {
  return timeMs - (timeMs % HOUR_MS);
}
