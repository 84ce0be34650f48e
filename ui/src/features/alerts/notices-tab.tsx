import { A } from "@solidjs/router";
import { For, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { organizationId } from "~/api/client.ts";
import { buttonClass } from "~/components/button.tsx";
import { CodeView } from "~/components/code/code-view.tsx";
import { Card } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { Empty, NotAllowed } from "~/components/states.tsx";
import { text } from "~/text/index.ts";
import { NOTICE_EXAMPLE } from "./notice-example.ts";
import { useListeners } from "./use-listeners.ts";

const words = text.alerts.notices;

/** Where notices go: to integrations that name their type, like every other event. */
export function NoticesTab() {
  const may = useMay();
  return (
    <div class="grid items-start gap-4 xl:grid-cols-2">
      <Card title={words.listening} flush actions={<MakeLink />}>
        <Show when={may("integrations:read")} fallback={<NotAllowed permission="integrations:read" />}>
          <Listeners />
        </Show>
      </Card>
      <Card title={words.title}>
        <div class="flex flex-col gap-3 text-sm text-soft">
          <p>{words.lead}</p>
          <dl class="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5">
            <For each={words.types}>
              {(type) => (
                <>
                  <dt>
                    <code class="font-mono text-xs text-ink">{type.pattern}</code>
                  </dt>
                  <dd>{type.means}</dd>
                </>
              )}
            </For>
          </dl>
          <p>{words.star}</p>
          <p>{words.two}</p>
          <h3 class="mt-1 text-xs font-medium text-faint">{words.example}</h3>
          <CodeView label={words.example} value={NOTICE_EXAMPLE} />
        </div>
      </Card>
    </div>
  );
}

function MakeLink() {
  const may = useMay();
  return (
    <Show when={may("integrations:create")}>
      <A
        href={`/o/${organizationId()}/integrations/new?${new URLSearchParams({ name: words.makeName, eventTypes: "gateway.*" })}`}
        class={buttonClass("secondary", "small")}
      >
        {words.make}
      </A>
    </Show>
  );
}

function Listeners() {
  const query = useListeners();
  return (
    <QueryView
      query={query}
      isEmpty={(listeners) => listeners.length === 0}
      empty={<Empty title={words.nobody}>{words.nobodyText}</Empty>}
    >
      {(listeners) => (
        <ul>
          <For each={listeners()}>
            {(listener) => (
              <li class="border-t first:border-t-0">
                <A
                  href={`/o/${organizationId()}/integrations/${listener.id}`}
                  class="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 text-sm -outline-offset-2 hover:bg-sunken"
                >
                  <span class="font-medium text-ink">{listener.name}</span>
                  <Show when={!listener.enabled}>
                    <span class="text-xs text-warn">{words.off}</span>
                  </Show>
                  <span class="flex-1" />
                  <code class="font-mono text-xs text-soft">{listener.patterns.join(", ")}</code>
                </A>
              </li>
            )}
          </For>
        </ul>
      )}
    </QueryView>
  );
}
