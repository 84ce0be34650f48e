import { answer, api, inOrganization } from "~/api/client.ts";
import { useQuery } from "~/api/query.ts";
import { TimeChart } from "~/components/chart/time-chart.tsx";
import { Card } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { Segmented } from "~/components/segmented.tsx";
import { Empty } from "~/components/states.tsx";
import { count, percent } from "~/primitives/numbers.ts";
import { useUrlChoice } from "~/primitives/url-state.ts";
import { text } from "~/text/index.ts";
import { fillHours } from "./hours.ts";

const words = text.eventTypes.metrics;
const SPANS = ["day", "week", "month"] as const;
const HOUR_MS = 3_600_000;
const HOURS = { day: 24, week: 7 * 24, month: 30 * 24 } as const;

/** What checking found when events were sent, by the hour. */
export function MetricsCard(props: { readonly name: string }) {
  const [span, setSpan] = useUrlChoice("span", SPANS);
  const query = useQuery(() => ({
    queryKey: inOrganization("event-types", "metrics", props.name, span()),
    queryFn: async ({ signal }) => {
      const to = Math.ceil(Date.now() / HOUR_MS) * HOUR_MS;
      const from = to - HOURS[span()] * HOUR_MS;
      const found = await answer(
        api.GET("/api/v1/event-types/{name}/validation-metrics", {
          params: {
            path: { name: props.name },
            query: { from: new Date(from).toISOString(), to: new Date(to).toISOString() },
          },
          signal,
        }),
      );
      return { ...found, series: fillHours(found.hours, from, to) };
    },
    refetchInterval: 15_000,
  }));
  return (
    <Card
      title={words.title}
      actions={
        <Segmented
          label={words.span}
          options={SPANS.map((value) => ({ value, label: words.spans[value] }))}
          value={span()}
          onChange={setSpan}
        />
      }
    >
      <QueryView
        query={query}
        permission={text.eventTypes.permission}
        isEmpty={({ checked }) => checked === 0}
        empty={<Empty title={words.empty}>{words.emptyText}</Empty>}
      >
        {(found) => (
          <>
            <p class="mb-3 text-sm text-soft">
              {words.summary(
                count(found().checked),
                count(found().failed),
                percent(found().failureRate ?? 0),
              )}
            </p>
            <TimeChart
              label={words.title}
              times={found().series.times}
              series={[
                { label: words.fitting, color: "good", values: found().series.fitting, stacked: true },
                { label: words.failed, color: "bad", values: found().series.failed, stacked: true },
              ]}
              format={count}
            />
          </>
        )}
      </QueryView>
    </Card>
  );
}
