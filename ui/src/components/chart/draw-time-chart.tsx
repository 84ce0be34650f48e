import "uplot/dist/uPlot.min.css";
import "./time-chart.css";
import { createEffect, For, onCleanup, onMount } from "solid-js";
import uPlot from "uplot";
import { clockTime, dayOf } from "~/primitives/moments.ts";
import { compact } from "~/primitives/numbers.ts";
import { isDark } from "~/primitives/theme.ts";

export interface Series {
  readonly label: string;
  /** A colour of the theme: "good", "bad", "accent" … */
  readonly color: "accent" | "good" | "warn" | "bad" | "info" | "faint";
  readonly values: readonly (number | null)[];
  /** Bars that stand on each other in place of a line. */
  readonly stacked?: boolean;
}

export interface TimeChartProps {
  readonly label: string;
  /** Epoch milliseconds, one for every value. */
  readonly times: readonly number[];
  readonly series: readonly Series[];
  readonly format?: (value: number) => string;
  readonly heightPx?: number;
}

const DAY_MS = 86_400_000;

/** Lines or stacked bars over time. Whoever cannot see it gets the numbers as a table. */
export function DrawTimeChart(props: TimeChartProps) {
  let host: HTMLDivElement | undefined;
  let plot: uPlot | undefined;

  const draw = () => {
    if (host === undefined) return;
    plot?.destroy();
    plot = new uPlot(optionsOf(props, host.clientWidth), dataOf(props), host);
  };
  onMount(() => {
    const watcher = new ResizeObserver(() => {
      if (host !== undefined) plot?.setSize({ width: host.clientWidth, height: props.heightPx ?? 208 });
    });
    if (host !== undefined) watcher.observe(host);
    onCleanup(() => watcher.disconnect());
  });
  createEffect(() => {
    isDark();
    draw();
  });
  onCleanup(() => plot?.destroy());

  return (
    <figure class="min-w-0">
      <div ref={host} class="w-full" style={{ height: `${props.heightPx ?? 208}px` }} aria-hidden="true" />
      <ul class="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-xs text-soft" aria-hidden="true">
        <For each={props.series}>
          {(series) => (
            <li class="flex items-center gap-1.5">
              <span class="size-2 rounded-full" style={{ background: `var(--${series.color})` }} />
              {series.label}
            </li>
          )}
        </For>
      </ul>
      <NumbersTable {...props} />
    </figure>
  );
}

function NumbersTable(props: TimeChartProps) {
  return (
    <table class="sr-only">
      <caption>{props.label}</caption>
      <thead>
        <tr>
          <th />
          <For each={props.series}>{({ label }) => <th scope="col">{label}</th>}</For>
        </tr>
      </thead>
      <tbody>
        <For each={props.times}>
          {(time, index) => (
            <tr>
              <th scope="row">{new Date(time).toISOString()}</th>
              <For each={props.series}>{({ values }) => <td>{values[index()] ?? ""}</td>}</For>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  );
}

function dataOf({ times, series }: TimeChartProps): uPlot.AlignedData {
  const seconds = times.map((time) => time / 1_000);
  // The first of a stack stands on all that follow it and is drawn first, so that those cover its foot.
  let below = times.map(() => 0);
  const drawn = series.toReversed().map(({ values, stacked }) => {
    if (stacked !== true) return [...values];
    below = below.map((height, index) => height + (values[index] ?? 0));
    return below;
  });
  return [seconds, ...drawn.toReversed()] as uPlot.AlignedData;
}

function optionsOf({ series, times, format, heightPx }: TimeChartProps, width: number): uPlot.Options {
  const style = getComputedStyle(document.documentElement);
  const color = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const axis = {
    stroke: color("faint"),
    font: `11px ${style.getPropertyValue("font-family")}`,
    grid: { stroke: color("line"), width: 1 },
    ticks: { show: false },
  };
  const isLong = (times.at(-1) ?? 0) - (times[0] ?? 0) > 2 * DAY_MS;
  const bars = uPlot.paths.bars?.({ size: [0.75, 40], align: 0 });
  return {
    width,
    height: heightPx ?? 208,
    padding: [8, 4, 0, 0],
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { size: 6 } },
    scales: { x: { time: true }, y: { range: (_, _min, max) => [0, max === 0 ? 1 : max * 1.1] } },
    axes: [
      {
        ...axis,
        grid: { show: false },
        values: (_, ticks) => ticks.map((tick) => nameOf(tick * 1_000, isLong)),
      },
      { ...axis, size: 48, values: (_, ticks) => ticks.map((tick) => (format ?? compact)(tick)) },
    ],
    series: [
      {},
      ...series.map(({ label, color: name, stacked }) => ({
        label,
        stroke: color(name),
        width: stacked === true ? 0 : 2,
        points: { show: false },
        ...(stacked === true ? { fill: color(name), ...(bars === undefined ? {} : { paths: bars }) } : {}),
      })),
    ],
  };
}

function nameOf(timeMs: number, isLong: boolean): string {
  return isLong ? dayOf(timeMs) : clockTime(timeMs).slice(0, 5);
}
