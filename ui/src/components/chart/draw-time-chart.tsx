import "uplot/dist/uPlot.min.css";
import "./time-chart.css";
import { createEffect, createSignal, For, on, onCleanup, onMount, Show } from "solid-js";
import uPlot from "uplot";
import { isDark } from "~/primitives/theme.ts";
import { indexAt, plotted, spanOf, stepTo, type TimeChartProps } from "./chart-data.ts";
import { ChartReadout, type Mark, spokenValues } from "./chart-readout.tsx";
import { NumbersTable } from "./numbers-table.tsx";
import { DEFAULT_HEIGHT_PX, plotOptions } from "./plot-options.ts";

/**
 * Lines or stacked bars over time. The values of the span under the cursor are shown beside it; with the keyboard it is a
 * slider along the time. Whoever cannot see it gets the numbers as a table, too.
 */
export function DrawTimeChart(props: TimeChartProps) {
  let host: HTMLDivElement | undefined;
  let plot: uPlot | undefined;
  const [chosen, setChosen] = createSignal<number | null>(null);
  const [widthPx, setWidthPx] = createSignal(0);
  const heightPx = () => props.heightPx ?? DEFAULT_HEIGHT_PX;

  onMount(() => {
    const watcher = new ResizeObserver(() => {
      if (host === undefined) return;
      plot?.setSize({ width: host.clientWidth, height: heightPx() });
      setWidthPx(host.clientWidth);
    });
    if (host !== undefined) watcher.observe(host);
    onCleanup(() => watcher.disconnect());
  });
  // Another theme or other series need another plot; other numbers do not. One effect decides, because numbers of other series
  // must never reach the plot that is about to go.
  const look = () =>
    JSON.stringify([
      isDark(),
      heightPx(),
      props.series.map(({ label, color, stacked }) => [label, color, stacked]),
    ]);
  createEffect(
    on([look, () => plotted(props) as uPlot.AlignedData], ([now, data], before) => {
      if (plot !== undefined && now === before?.[0]) return plot.setData(data);
      plot?.destroy();
      if (host !== undefined) plot = new uPlot(plotOptions(props, host.clientWidth), data, host);
    }),
  );
  onCleanup(() => plot?.destroy());

  const mark = (): Mark | null => {
    const index = chosen();
    const from = index === null ? undefined : props.times[index];
    if (index === null || from === undefined || plot === undefined || widthPx() === 0) return null;
    const edge = plot.over.offsetLeft;
    const leftPx = edge + plot.valToPos(from / 1_000, "x");
    const toPx = edge + plot.valToPos((from + spanOf(props)) / 1_000, "x");
    return {
      index,
      leftPx,
      widthPx: toPx - leftPx,
      heightPx: plot.over.clientHeight,
      side: leftPx > widthPx() / 2 ? "left" : "right",
    };
  };
  const point = (event: PointerEvent) => {
    if (plot === undefined) return;
    const x = event.clientX - plot.over.getBoundingClientRect().left;
    setChosen(indexAt(props, plot.posToVal(Math.max(0, x), "x") * 1_000));
  };
  const press = (event: KeyboardEvent) => {
    const next = stepTo(event.key, chosen(), props.times.length);
    if (next !== null) setChosen(next);
    else if (event.key === "Escape") setChosen(null);
    else if (event.key === "Enter" && chosen() !== null) props.onChoose?.(chosen() as number);
    else return;
    event.preventDefault();
  };

  return (
    <figure class="relative min-w-0">
      <div
        role="slider"
        tabindex="0"
        aria-label={props.label}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, props.times.length - 1)}
        aria-valuenow={chosen() ?? Math.max(0, props.times.length - 1)}
        aria-valuetext={spokenValues(props, chosen() ?? Math.max(0, props.times.length - 1))}
        class={`relative w-full rounded ${props.onChoose === undefined ? "" : "cursor-pointer"}`}
        onPointerMove={point}
        onPointerLeave={() => setChosen(null)}
        onBlur={() => setChosen(null)}
        onKeyDown={press}
        onClick={() => chosen() !== null && props.onChoose?.(chosen() as number)}
      >
        <div ref={host} class="w-full" style={{ height: `${heightPx()}px` }} aria-hidden="true" />
        <Show when={mark()}>{(at) => <ChartReadout chart={props} mark={at()} />}</Show>
      </div>
      <ul class="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-xs text-soft" aria-hidden="true">
        <For each={props.series}>
          {(series) => (
            <li class="flex items-center gap-1.5">
              <span class="size-2 rounded-full" style={{ background: `var(--chart-${series.color})` }} />
              {series.label}
            </li>
          )}
        </For>
      </ul>
      <NumbersTable {...props} />
    </figure>
  );
}
