import { A, useParams } from "@solidjs/router";
import { RotateCw } from "lucide-solid";
import { createSignal, For, Show, Suspense } from "solid-js";
import { useMay } from "~/api/account.ts";
import { organizationId } from "~/api/client.ts";
import { Badge } from "~/components/badge.tsx";
import { Button } from "~/components/button.tsx";
import { CodeView } from "~/components/code/code-view.tsx";
import { Id } from "~/components/copy.tsx";
import { CrumbLink } from "~/components/crumb.tsx";
import { Moment } from "~/components/moment.tsx";
import { Card, Page } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { LoadingRows } from "~/components/states.tsx";
import { BulkDialog } from "~/features/jobs/bulk-dialog.tsx";
import type { BulkWish } from "~/features/jobs/bulk-requests.ts";
import { text } from "~/text/index.ts";
import { Fact } from "./detail/fact.tsx";
import { useEvent } from "./detail/use-delivery.ts";
import { EventWaterfall } from "./event/event-waterfall.tsx";
import { replayScope } from "./list/bulk-scope.ts";

const words = text.deliveries.event;

export default function EventPage() {
  const params = useParams<{ id: string }>();
  const query = useEvent(() => decodeURIComponent(params.id));
  const type = () => query.data?.type ?? words.title;
  return (
    <Page
      title={type()}
      crumb={<CrumbLink href={`/o/${organizationId()}/deliveries`} label={text.deliveries.detail.back} />}
      description={words.title}
      actions={<Show when={query.data}>{(event) => <ReplayAll event={event()} />}</Show>}
    >
      <Suspense fallback={<LoadingRows rows={8} />}>
        <QueryView framed query={query} permission="events:read">
          {(event) => (
            <>
              <Card>
                <dl class="grid grid-cols-1 gap-x-6 gap-y-3 sm:grid-cols-2 lg:grid-cols-4">
                  <Fact name={words.id}>
                    <Id value={event().id} />
                  </Fact>
                  <Fact name={text.deliveries.detail.correlation}>
                    <A
                      class="min-w-0 truncate font-mono text-xs text-accent-ink hover:underline"
                      href={`/o/${organizationId()}/deliveries?correlationId=${encodeURIComponent(event().correlationId)}`}
                    >
                      {event().correlationId}
                    </A>
                  </Fact>
                  <Fact name={words.accepted}>
                    <Moment at={event().acceptedAt} />
                  </Fact>
                  <Fact name={words.labels}>
                    <span class="flex flex-wrap gap-1">
                      <For each={Object.entries(event().labels)} fallback={words.noLabels}>
                        {([name, value]) => (
                          <Badge>
                            {name}: {value}
                          </Badge>
                        )}
                      </For>
                    </span>
                  </Fact>
                </dl>
              </Card>
              <Card title={words.deliveries}>
                <EventWaterfall acceptedAt={event().acceptedAt} deliveries={event().deliveries} />
              </Card>
              <Card title={words.payload}>
                <CodeView
                  label={words.payload}
                  value={event().payloadText ?? ""}
                  maxHeightPx={640}
                  emptyText={text.deliveries.payload.gone}
                />
              </Card>
            </>
          )}
        </QueryView>
      </Suspense>
    </Page>
  );
}

function ReplayAll(props: { readonly event: NonNullable<ReturnType<typeof useEvent>["data"]> }) {
  const may = useMay();
  const [wish, setWish] = createSignal<BulkWish | null>(null);
  const scope = () => replayScope({}, props.event.deliveries);
  const begin = () => {
    const known = scope();
    if (known.kind !== "none") setWish({ kind: "replay_deliveries", filter: known.filter });
  };
  return (
    <Show when={may("deliveries:replay") && scope().kind !== "none"}>
      <Button look="primary" onClick={begin}>
        <RotateCw class="size-3.5" aria-hidden="true" />
        {words.replayAll}
      </Button>
      <BulkDialog wish={wish()} onClose={() => setWish(null)} />
    </Show>
  );
}
