import { For, Show } from "solid-js";
import { answer, api, inOrganization } from "~/api/client.ts";
import { useQuery } from "~/api/query.ts";
import { Badge } from "~/components/badge.tsx";
import { Button } from "~/components/button.tsx";
import { Moment } from "~/components/moment.tsx";
import { text } from "~/text/index.ts";

const words = text.sources.setup;
const SHOWN = 3;

/** What came and was not believed while somebody waits: most first events fail, and this says why. */
export function RefusedMeanwhile(props: {
  readonly sourceId: string;
  readonly total: number;
  readonly onSee: () => void;
}) {
  const query = useQuery(() => ({
    queryKey: inOrganization("sources", props.sourceId, "rejected", "newest"),
    queryFn: ({ signal }) =>
      answer(
        api.GET("/api/v1/sources/{id}/rejected", {
          params: { path: { id: props.sourceId }, query: { limit: SHOWN } },
          signal,
        }),
      ),
    refetchInterval: 2_000,
  }));
  const rejected = () => query.data?.items ?? [];
  return (
    <Show when={rejected().length > 0}>
      <div role="alert" class="mt-3 rounded-lg bg-bad-soft px-3.5 py-2.5 text-sm">
        <div class="flex flex-wrap items-center justify-between gap-2">
          <p class="font-medium text-bad">{words.refused(Math.max(props.total, rejected().length))}</p>
          <Button size="small" onClick={props.onSee}>
            {words.see}
          </Button>
        </div>
        <p class="text-soft">{words.refusedHint}</p>
        <ul class="mt-2 flex flex-col gap-1.5">
          <For each={rejected()}>
            {(request) => (
              <li class="flex flex-wrap items-baseline gap-x-2 gap-y-0.5">
                <Badge tone="bad">{text.sources.reasons[request.reason]}</Badge>
                <span class="min-w-0 text-ink">{request.detail}</span>
                <Moment at={request.at} class="text-xs text-soft" />
              </li>
            )}
          </For>
        </ul>
      </div>
    </Show>
  );
}
