export interface HourCount {
  readonly hour: string;
  readonly checked: number;
  readonly failed: number;
}

const HOUR_MS = 3_600_000;

/** Hours without an event are not in the answer: they are zeros in the picture. */
export function fillHours(hours: readonly HourCount[], fromMs: number, toMs: number) {
  const byHour = new Map(hours.map((one) => [Date.parse(one.hour), one]));
  const first = Math.floor(fromMs / HOUR_MS) * HOUR_MS;
  const times = Array.from(
    { length: Math.max(0, Math.ceil((toMs - first) / HOUR_MS)) },
    (_, index) => first + index * HOUR_MS,
  );
  return {
    times,
    failed: times.map((time) => byHour.get(time)?.failed ?? 0),
    fitting: times.map((time) => {
      const one = byHour.get(time);
      return one === undefined ? 0 : one.checked - one.failed;
    }),
  };
}
