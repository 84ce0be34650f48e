import { For } from "solid-js";
import { count } from "~/primitives/numbers.ts";
import type { TimeChartProps } from "./chart-data.ts";
import { spanName } from "./plot-options.ts";

export interface Mark {
  readonly index: number;
  /** Of the span within the chart. */
  readonly leftPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
  /** The readout stands on this side of it, so that it stays inside. */
  readonly side: "left" | "right";
}

/** The values of the span that is pointed at, and the span marked behind it. */
export function ChartReadout(props: { readonly chart: TimeChartProps; readonly mark: Mark }) {
  return (
    <div aria-hidden="true" class="pointer-events-none absolute inset-0">
      <div
        class="absolute top-2 rounded-sm bg-ink/8"
        style={{
          left: `${props.mark.leftPx}px`,
          width: `${Math.max(props.mark.widthPx, 1)}px`,
          height: `${props.mark.heightPx}px`,
        }}
      />
      <div
        class="absolute top-2 z-10 min-w-36 rounded-md border border-line bg-raised px-2.5 py-2 text-xs shadow-pop"
        style={
          props.mark.side === "right"
            ? { left: `${props.mark.leftPx + props.mark.widthPx + 8}px` }
            : { right: `calc(100% - ${props.mark.leftPx - 8}px)` }
        }
      >
        <div class="mb-1 font-medium whitespace-nowrap text-ink">
          {spanName(props.chart, props.mark.index)}
        </div>
        <For each={props.chart.series}>
          {(series) => (
            <div class="flex items-center justify-between gap-4 text-soft">
              <span class="flex items-center gap-1.5">
                <span class="size-2 rounded-full" style={{ background: `var(--chart-${series.color})` }} />
                {series.label}
              </span>
              <span class="text-ink tabular-nums">
                {valueWords(props.chart, series.values[props.mark.index] ?? null)}
              </span>
            </div>
          )}
        </For>
      </div>
    </div>
  );
}

/** The same for whoever hears it. */
export function spokenValues(chart: TimeChartProps, index: number): string {
  const values = chart.series.map(
    ({ label, values }) => `${label} ${valueWords(chart, values[index] ?? null)}`,
  );
  return `${spanName(chart, index)}: ${values.join(", ")}`;
}

function valueWords({ format }: TimeChartProps, value: number | null): string {
  return value === null ? "–" : (format ?? count)(value);
}
