import { For, Show } from "solid-js";
import { answer, api, inOrganization } from "~/api/client.ts";
import type { components } from "~/api/openapi.d.ts";
import { Button } from "~/components/button.tsx";
import { CodeView } from "~/components/code/code-view.tsx";
import { Moment } from "~/components/moment.tsx";
import { Card } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { Empty } from "~/components/states.tsx";
import { usePages } from "~/features/connect/use-pages.ts";
import { text } from "~/text/index.ts";

const words = text.eventTypes.rejected;
const SHOWN_ERRORS = 3;

type RejectedEvent = components["schemas"]["RejectedEvent"];

/** What was answered 422, and which field was wrong. */
export function RejectedEventsCard(props: { readonly name: string }) {
  const pages = usePages<RejectedEvent>(() => ({
    queryKey: inOrganization("event-types", "rejected", props.name),
    fetchPage: (cursor, signal) =>
      answer(
        api.GET("/api/v1/rejected-events", {
          params: {
            query: { eventType: props.name, limit: 20, ...(cursor === undefined ? {} : { cursor }) },
          },
          signal,
        }),
      ),
    refetchInterval: 15_000,
  }));
  return (
    <Card title={words.title} flush>
      <QueryView
        query={pages.query}
        permission="events:read"
        isEmpty={() => pages.rows().length === 0}
        empty={<Empty title={words.empty}>{words.emptyText}</Empty>}
      >
        {() => (
          <>
            <ul class="divide-y">
              <For each={pages.rows()}>
                {(event) => (
                  <li class="px-4 py-3 text-sm">
                    <details>
                      <summary class="flex cursor-pointer flex-wrap items-baseline gap-x-3 gap-y-1 rounded">
                        <Moment at={event.at} class="text-faint" />
                        <For each={event.errors.slice(0, SHOWN_ERRORS)}>
                          {({ pointer, message }) => (
                            <span class="min-w-0">
                              <code class="font-mono text-xs text-ink">{pointer || "/"}</code>{" "}
                              <span class="text-soft">{message}</span>
                            </span>
                          )}
                        </For>
                        <Show when={event.errors.length > SHOWN_ERRORS}>
                          <span class="text-faint">{words.more(event.errors.length - SHOWN_ERRORS)}</span>
                        </Show>
                      </summary>
                      <div class="mt-2">
                        <CodeView label={event.id} value={event.excerpt} />
                      </div>
                    </details>
                  </li>
                )}
              </For>
            </ul>
            <Show when={pages.hasMore()}>
              <div class="border-t p-3">
                <Button size="small" busy={pages.isFetchingMore()} onClick={pages.more}>
                  {text.shell.actions.loadMore}
                </Button>
              </div>
            </Show>
          </>
        )}
      </QueryView>
    </Card>
  );
}
