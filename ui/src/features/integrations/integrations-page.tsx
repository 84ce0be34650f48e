import { A, useNavigate } from "@solidjs/router";
import { Cable, Plus } from "lucide-solid";
import { createMemo, createSignal, For, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { organizationId } from "~/api/client.ts";
import { Button, buttonClass } from "~/components/button.tsx";
import { Card, Page } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { Empty } from "~/components/states.tsx";
import { useShortcuts } from "~/primitives/shortcuts.ts";
import { useCommands } from "~/shell/palette-state.ts";
import { text } from "~/text/index.ts";
import { arrange } from "./arrange-integrations.ts";
import { PauseDialog, ResumeDialog } from "./circuit-dialogs.tsx";
import type { Asked } from "./entry-actions.tsx";
import { IntegrationCard } from "./integration-card.tsx";
import { IntegrationsTable } from "./integrations-table.tsx";
import { ListFilters, useListState } from "./list-filters.tsx";
import { useEntries } from "./use-entries.ts";

/** Cards are many nodes each: no more than this at once. */
const CARDS = 60;

export default function IntegrationsPage() {
  const words = text.integrations.list;
  const may = useMay();
  const navigate = useNavigate();
  const state = useListState();
  const all = useEntries(() => state.wish().text);
  const shown = createMemo(() => arrange(all.entries(), state.wish()));
  const [most, setMost] = createSignal(CARDS);
  const entryOf = createMemo(() => new Map(shown().map((entry) => [entry.integration.id, entry])));
  const ids = createMemo(() => [...entryOf().keys()].slice(0, most()), [], {
    equals: (before, after) => before.join() === after.join(),
  });
  const isMeasuring = () => all.health.data === undefined;
  const [asked, setAsked] = createSignal<Asked | null>(null);
  const [last, setLast] = createSignal<Asked>({ what: "pause", id: "", name: "" });
  const ask = (wanted: Asked) => {
    setLast(wanted);
    setAsked(wanted);
  };
  let search: HTMLElement | undefined;

  const create = () => navigate(`/o/${organizationId()}/integrations/new`);
  useShortcuts([
    {
      keys: "/",
      label: words.search,
      group: text.integrations.title,
      run: () => search?.querySelector("input")?.focus(),
    },
  ]);
  useCommands(
    may("integrations:create") ? [{ id: "integration.create", label: words.create, run: create }] : [],
  );
  const New = () => (
    <Show when={may("integrations:create")}>
      <A href={`/o/${organizationId()}/integrations/new`} class={buttonClass("primary")}>
        <Plus class="size-4" aria-hidden="true" />
        {words.create}
      </A>
    </Show>
  );
  return (
    <Page title={text.integrations.title} description={words.description} actions={<New />}>
      <QueryView
        framed
        query={all.list}
        permission="integrations:read"
        isEmpty={() => all.entries().length === 0 && !state.isNarrowed()}
        empty={
          <Card>
            <Empty
              title={words.emptyTitle}
              icon={<Cable class="size-7" stroke-width={1.5} aria-hidden="true" />}
              action={<New />}
            >
              {words.empty}
            </Empty>
          </Card>
        }
      >
        {() => (
          <div class="flex flex-col gap-4">
            <ListFilters
              state={state}
              searchRef={(element) => {
                search = element;
              }}
            />
            <Show when={all.health.isError}>
              <p
                role="status"
                class="flex flex-wrap items-center gap-3 rounded-md bg-warn-soft px-3 py-2 text-sm text-warn"
              >
                {words.notMeasured}
                <Button size="small" onClick={() => void all.health.refetch()}>
                  {text.shell.states.again}
                </Button>
              </p>
            </Show>
            <Show when={shown().length > 0} fallback={<NothingFits onClear={state.clear} />}>
              <Show
                when={state.look() === "table"}
                fallback={
                  <div class="grid grid-cols-1 gap-3 md:grid-cols-2 xl:grid-cols-3">
                    {/* By its id: a card that is measured anew stays, with the focus that is in it. */}
                    <For each={ids()}>
                      {(id) => (
                        <Show when={entryOf().get(id)}>
                          {(entry) => (
                            <IntegrationCard entry={entry()} isMeasuring={isMeasuring()} onAsk={ask} />
                          )}
                        </Show>
                      )}
                    </For>
                  </div>
                }
              >
                <Card flush>
                  <IntegrationsTable entries={shown()} isMeasuring={isMeasuring()} onAsk={ask} />
                </Card>
              </Show>
            </Show>
            <Show when={state.look() === "cards" && shown().length > most()}>
              <Button class="self-center" onClick={() => setMost(most() + CARDS)}>
                {words.showMore(shown().length - most())}
              </Button>
            </Show>
            <Show when={all.isCut()}>
              <p class="text-sm text-soft">{words.cut}</p>
            </Show>
          </div>
        )}
      </QueryView>
      <PauseDialog open={asked()?.what === "pause"} onClose={() => setAsked(null)} integration={last()} />
      <ResumeDialog open={asked()?.what === "resume"} onClose={() => setAsked(null)} integration={last()} />
    </Page>
  );
}

function NothingFits(props: { readonly onClear: () => void }) {
  return (
    <Card>
      <Empty
        title={text.integrations.list.nothingTitle}
        action={<Button onClick={props.onClear}>{text.shell.actions.clear}</Button>}
      >
        {text.integrations.list.nothing}
      </Empty>
    </Card>
  );
}
