import { A } from "@solidjs/router";
import { For, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { organizationId } from "~/api/client.ts";
import { buttonClass } from "~/components/button.tsx";
import { Moment } from "~/components/moment.tsx";
import { Card } from "~/components/page.tsx";
import { text } from "~/text/index.ts";
import { eventPath, logPath, ownPart } from "./event-path.ts";
import type { SourceDetail } from "./source-queries.ts";

const words = text.sources.events;

/** From a source to what it made: each event with everything that became of it. */
export function RecentEventsCard(props: { readonly source: SourceDetail }) {
  const may = useMay();
  const events = () => props.source.activity.recentEvents;
  return (
    <Card
      title={words.title}
      flush
      actions={
        <Show when={may("deliveries:read") && logPath(props.source)}>
          {(path) => (
            <A class={buttonClass("secondary", "small")} href={`/o/${organizationId()}${path()}`}>
              {words.all}
            </A>
          )}
        </Show>
      }
    >
      <Show when={events().length > 0} fallback={<p class="p-4 text-sm text-soft">{words.none}</p>}>
        <ul class="divide-y" aria-label={words.title}>
          <For each={events()}>
            {(event) => (
              <li class="relative flex items-baseline gap-x-4 px-4 py-2 text-sm hover:bg-sunken">
                <span class="min-w-0 flex-1 sm:flex sm:items-baseline sm:gap-x-4">
                  <span class="block shrink-0 truncate font-medium text-ink sm:w-48">
                    <Show when={may("events:read")} fallback={event.type}>
                      {/* The row leads there, and a reader hears one link of it. */}
                      <A
                        class="after:absolute after:inset-0 hover:underline"
                        href={`/o/${organizationId()}${eventPath(event.id)}`}
                      >
                        {event.type}
                      </A>
                    </Show>
                  </span>
                  <code class="block min-w-0 truncate font-mono text-xs text-faint">
                    {ownPart(props.source.id, event.id)}
                  </code>
                </span>
                <Moment at={event.acceptedAt} class="relative shrink-0 text-faint" />
              </li>
            )}
          </For>
        </ul>
      </Show>
    </Card>
  );
}
