import { useNavigate } from "@solidjs/router";
import { Plus } from "lucide-solid";
import { createMemo, createSignal, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { organizationId } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { Card, Page } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { Segmented } from "~/components/segmented.tsx";
import { Empty } from "~/components/states.tsx";
import { SearchBox } from "~/features/connect/search-box.tsx";
import { useUrlChoice, useUrlText } from "~/primitives/url-state.ts";
import { useCommands } from "~/shell/palette-state.ts";
import { text } from "~/text/index.ts";
import { useEventTypes } from "./event-type-queries.ts";
import { EventTypeTable } from "./event-type-table.tsx";
import { findEventTypes, ORIGINS } from "./find-event-types.ts";
import { NewEventTypeDialog } from "./new-event-type-dialog.tsx";

const words = text.eventTypes;

export default function EventTypesPage() {
  const may = useMay();
  const navigate = useNavigate();
  const [search, setSearch] = useUrlText("q");
  const [origin, setOrigin] = useUrlChoice("show", ORIGINS);
  const [isCreating, setCreating] = createSignal(false);
  const isArchived = () => origin() === "archived";
  const query = useEventTypes(isArchived);
  const all = () => query.data ?? [];
  const shown = createMemo(() => findEventTypes(all(), origin(), search() ?? ""));
  useCommands(() =>
    may("catalogue:manage")
      ? [{ id: "new-event-type", label: words.create, run: () => setCreating(true) }]
      : [],
  );
  const create = () => (
    <Show when={may("catalogue:manage")}>
      <Button look="primary" onClick={() => setCreating(true)}>
        <Plus class="size-4" aria-hidden="true" />
        {words.create}
      </Button>
    </Show>
  );
  return (
    <Page title={words.title} description={words.description} actions={create()}>
      <div class="flex flex-wrap items-center gap-2">
        <SearchBox
          label={words.search.label}
          placeholder={words.search.placeholder}
          group={words.group}
          value={search() ?? ""}
          onChange={setSearch}
        />
        <Segmented
          label={words.origin.label}
          options={ORIGINS.map((value) => ({ value, label: words.origin[value] }))}
          value={origin()}
          onChange={setOrigin}
        />
      </div>
      <Card flush>
        <QueryView
          query={query}
          permission={words.permission}
          isEmpty={(types) => types.length === 0}
          empty={
            <Show
              when={isArchived()}
              fallback={
                <Empty title={words.empty.title} action={create()}>
                  {words.empty.text}
                </Empty>
              }
            >
              <Empty title={words.empty.archived}>{words.empty.archivedText}</Empty>
            </Show>
          }
        >
          {() => (
            <Show
              when={shown().length > 0}
              fallback={
                <Empty
                  title={words.empty.noMatch}
                  action={
                    <Button
                      onClick={() => {
                        setSearch(null);
                        setOrigin("all");
                      }}
                    >
                      {words.empty.clear}
                    </Button>
                  }
                >
                  {words.empty.noMatchText}
                </Empty>
              }
            >
              <EventTypeTable rows={shown()} />
            </Show>
          )}
        </QueryView>
      </Card>
      <NewEventTypeDialog
        open={isCreating()}
        onClose={() => setCreating(false)}
        onCreated={(name) => navigate(`/o/${organizationId()}/event-types/${encodeURIComponent(name)}`)}
      />
    </Page>
  );
}
