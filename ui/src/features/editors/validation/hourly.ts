const HOUR_MS = 3_600_000;

interface Hour {
  readonly hour: string;
  readonly checked: number;
  readonly failed: number;
}

/** One value for every hour of the span: an hour without events is a gap of nothing, not a line to the next one. */
export function hourly(hours: readonly Hour[], fromMs: number, toMs: number) {
  const known = new Map(hours.map((hour) => [Date.parse(hour.hour), hour]));
  const times: number[] = [];
  for (let at = Math.floor(fromMs / HOUR_MS) * HOUR_MS; at < toMs; at += HOUR_MS) times.push(at);
  return {
    times,
    failed: times.map((at) => known.get(at)?.failed ?? 0),
    fitting: times.map((at) => {
      const hour = known.get(at);
      return hour === undefined ? 0 : hour.checked - hour.failed;
    }),
  };
}
