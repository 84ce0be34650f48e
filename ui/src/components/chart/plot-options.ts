import uPlot from "uplot";
import { clockTime, dayOf } from "~/primitives/moments.ts";
import { compact } from "~/primitives/numbers.ts";
import { isStacked, spanOf, type TimeChartProps } from "./chart-data.ts";
import { zoneName } from "./zone-name.ts";

export const DEFAULT_HEIGHT_PX = 208;

const DAY_MS = 86_400_000;
const DAY_STEPS = [1, 2, 7, 14, 30].map((days) => days * 86_400);
const HOUR_STEPS = [60, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 14_400, 21_600, 43_200, 86_400];
/** Counts have no halves. */
const WHOLE_STEPS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((power) => [1, 2, 5].map((n) => n * 10 ** power));

/** `props` is read when uPlot asks, so that new numbers need no new plot. */
export function plotOptions(props: TimeChartProps, width: number): uPlot.Options {
  const style = getComputedStyle(document.documentElement);
  const color = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const axis = {
    stroke: color("faint"),
    font: `11px ${style.getPropertyValue("font-family")}`,
    grid: { stroke: color("line"), width: 1 },
    ticks: { show: false },
  };
  const bars = uPlot.paths.bars?.({ size: [0.78, 40], align: 1, radius: 0.08 });
  return {
    width,
    height: props.heightPx ?? DEFAULT_HEIGHT_PX,
    // To the right as much as half a time of day needs: the last one stands at the very end.
    padding: [8, 18, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: true, range: () => rangeOf(props) },
      y: { range: (_, _min, max) => [0, max === null || max <= 0 ? 1 : max * 1.08] },
    },
    axes: [
      {
        ...axis,
        size: 26,
        gap: 6,
        space: 64,
        grid: { show: false },
        incrs: () => (isLong(props) ? DAY_STEPS : HOUR_STEPS),
        values: (_, ticks) => ticks.map((tick) => tickName(tick * 1_000, isLong(props))),
      },
      {
        ...axis,
        size: 44,
        space: 36,
        values: (_, ticks) => ticks.map((tick) => (props.format ?? compact)(tick)),
        ...(props.format === undefined ? { incrs: WHOLE_STEPS } : {}),
      },
    ],
    series: [
      {},
      ...props.series.map(({ label, color: name, stacked }) => ({
        label,
        stroke: color(`chart-${name}`),
        width: stacked === true ? 0 : 2,
        points: { show: false },
        ...(stacked === true
          ? { fill: color(`chart-${name}`), ...(bars === undefined ? {} : { paths: bars }) }
          : {}),
      })),
    ],
  };
}

function rangeOf(props: TimeChartProps): [number, number] {
  const first = props.times[0] ?? Date.now();
  const last = (props.times.at(-1) ?? first) + spanOf(props);
  return [first / 1_000, (last > first ? last : first + 60_000) / 1_000];
}

function isLong({ times }: TimeChartProps): boolean {
  return (times.at(-1) ?? 0) - (times[0] ?? 0) > 2 * DAY_MS;
}

function tickName(timeMs: number, long: boolean): string {
  const clock = clockTime(timeMs).slice(0, 5);
  // Where a day begins its name says more than 00:00.
  return long || clock === "00:00" ? dayOf(timeMs) : clock;
}

/** "26 Nov, 14:00 – 15:00 GMT+1", or the moment of a point. */
export function spanName(props: TimeChartProps, index: number): string {
  const from = props.times[index] ?? 0;
  const clock = (at: number) => clockTime(at).slice(0, 5);
  if (!isStacked(props)) return `${dayOf(from)}, ${clock(from)} ${zoneName(from)}`;
  return `${dayOf(from)}, ${clock(from)} – ${clock(from + spanOf(props))} ${zoneName(from)}`;
}
