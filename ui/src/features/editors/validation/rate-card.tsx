import { createMemo } from "solid-js";
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
import { hourly } from "./hourly.ts";

const SPANS = ["day", "week", "month"] as const;
const HOUR_MS = 3_600_000;
const HOURS = { day: 24, week: 7 * 24, month: 30 * 24 } as const;

/** How much of what was checked did not fit, since the schema is on. */
export function RateCard(props: { readonly integrationId: string }) {
  const words = text.editors.validation.rate;
  const [span, setSpan] = useUrlChoice("span", SPANS);
  const metrics = useQuery(() => ({
    queryKey: inOrganization("integrations", props.integrationId, "validation-metrics", span()),
    queryFn: ({ signal }) => {
      const to = Math.ceil(Date.now() / HOUR_MS) * HOUR_MS;
      const from = to - HOURS[span()] * HOUR_MS;
      const query = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
      const params = { path: { id: props.integrationId }, query };
      return answer(api.GET("/api/v1/integrations/{id}/validation-metrics", { params, signal })).then(
        (found) => ({ ...found, series: hourly(found.hours, from, to) }),
      );
    },
    refetchInterval: 30_000,
  }));
  const summary = createMemo(() => {
    const data = metrics.data;
    return data === undefined || data.failureRate === null
      ? undefined
      : words.summary(count(data.checked), count(data.failed), percent(data.failureRate));
  });
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
        query={metrics}
        permission="integrations:read"
        isEmpty={({ checked }) => checked === 0}
        empty={<Empty title={words.emptyTitle}>{words.empty}</Empty>}
      >
        {(data) => (
          <div class="flex flex-col gap-2">
            <p class="text-sm text-soft">{summary()}</p>
            <TimeChart
              label={words.title}
              times={data().series.times}
              series={[
                { label: words.failed, color: "bad", values: data().series.failed, stacked: true },
                { label: words.fitting, color: "good", values: data().series.fitting, stacked: true },
              ]}
            />
          </div>
        )}
      </QueryView>
    </Card>
  );
}
