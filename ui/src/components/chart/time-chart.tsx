import { createResource, Show, Suspense } from "solid-js";
import { Skeleton } from "../states.tsx";
import type { TimeChartProps } from "./chart-data.ts";

/** uPlot and its styles come when the first chart is drawn, not with the page. */
export function TimeChart(props: TimeChartProps) {
  const [drawn] = createResource(async () => (await import("./draw-time-chart.tsx")).DrawTimeChart);
  return (
    <Suspense fallback={<Skeleton class="h-52 w-full" />}>
      <Show when={drawn()} keyed>
        {(Draw) => <Draw {...props} />}
      </Show>
    </Suspense>
  );
}
