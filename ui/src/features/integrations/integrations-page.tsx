import { A, useNavigate } from "@solidjs/router";
import { Cable, Plus } from "lucide-solid";
import { createSignal, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { organizationId } from "~/api/client.ts";
import { Button, buttonClass } from "~/components/button.tsx";
import { Card, Page } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { Empty } from "~/components/states.tsx";
import { useShortcuts } from "~/primitives/shortcuts.ts";
import { useCommands } from "~/shell/palette-state.ts";
import { text } from "~/text/index.ts";
import { PauseDialog, ResumeDialog } from "./circuit-dialogs.tsx";
import type { Asked, ListHands } from "./entry-actions.tsx";
import { EntryList } from "./entry-list.tsx";
import { ListFilters, useListState } from "./list-filters.tsx";
import { UnreadNotice } from "./unread-notice.tsx";
import { useCircuitTurn } from "./use-circuit-turn.ts";
import { useEntries } from "./use-entries.ts";
import { useShownEntries } from "./use-shown-entries.ts";

export default function IntegrationsPage() {
  const words = text.integrations.list;
  const may = useMay();
  const navigate = useNavigate();
  const state = useListState();
  const all = useEntries(() => state.wish().text);
  const shown = useShownEntries(all.entries, state.wish, all.isWhole);
  const [asked, setAsked] = createSignal<Asked | null>(null);
  const [last, setLast] = createSignal<Asked>({ what: "pause", id: "", name: "" });
  const ask = (wanted: Asked) => {
    setLast(wanted);
    setAsked(wanted);
  };
  const turn = useCircuitTurn(({ id, name }) => ask({ what: "pause", id, name }));
  const hands: ListHands = { turn, ask, hold: shown.hold };
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
              onSortAnew={shown.sortAnew}
              searchRef={(element) => {
                search = element;
              }}
            />
            <Show when={all.health.isError}>
              <UnreadNotice
                what={text.integrations.unread.health(state.wish().sort)}
                error={all.health.error}
                isTrying={all.health.isFetching}
                onRetry={() => void all.health.refetch()}
              />
            </Show>
            <Show when={all.rates.isError}>
              <UnreadNotice
                what={text.integrations.unread.rates}
                error={all.rates.error}
                isTrying={all.rates.isFetching}
                onRetry={() => void all.rates.refetch()}
              />
            </Show>
            <Show when={shown.rows().length > 0} fallback={<NothingFits onClear={state.clear} />}>
              <EntryList shown={shown} state={state} hands={hands} />
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
