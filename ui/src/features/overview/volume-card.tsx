import { useNavigate } from "@solidjs/router";
import { createMemo } from "solid-js";
import { organizationId } from "~/api/client.ts";
import type { Series } from "~/components/chart/chart-data.ts";
import { TimeChart } from "~/components/chart/time-chart.tsx";
import { Card } from "~/components/page.tsx";
import { text } from "~/text/index.ts";
import { deliveriesLink } from "./figures.ts";
import type { Overview } from "./use-overview.ts";

const words = text.overview.volume;

/** From the top of the stack down: what went wrong stands on what went right. */
const LAYERS = [
  { key: "notSent", color: "faint" },
  { key: "waiting", color: "info" },
  { key: "discarded", color: "faint" },
  { key: "failed", color: "warn" },
  { key: "deadLettered", color: "bad" },
  { key: "delivered", color: "good" },
] as const;
const ALWAYS = new Set<string>(["delivered", "failed", "deadLettered"]);

export function VolumeCard(props: { readonly overview: Overview; readonly integrationId?: string }) {
  const navigate = useNavigate();
  const times = createMemo(() => props.overview.buckets.map(({ from }) => Date.parse(from)));
  const series = createMemo((): readonly Series[] =>
    LAYERS.map(({ key, color }) => ({
      key,
      label: words[key],
      color,
      stacked: true,
      values: props.overview.buckets.map((bucket) => bucket[key]),
    })).filter(({ key, values }) => ALWAYS.has(key) || values.some((value) => value > 0)),
  );
  const list = (index: number) => {
    const bucket = props.overview.buckets[index];
    if (bucket === undefined) return;
    const of = props.integrationId === undefined ? {} : { integrationId: props.integrationId };
    navigate(deliveriesLink(organizationId(), { ...of, from: bucket.from, to: bucket.to }));
  };
  return (
    <Card title={words.title} actions={<span class="hidden text-xs text-faint sm:block">{words.hint}</span>}>
      <TimeChart
        label={words.chart}
        times={times()}
        series={series()}
        spanMs={props.overview.bucketMs}
        heightPx={232}
        onChoose={list}
      />
    </Card>
  );
}
