import { A, useNavigate } from "@solidjs/router";
import { createMemo, createSignal, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { organizationId } from "~/api/client.ts";
import { Badge } from "~/components/badge.tsx";
import { Button, buttonClass } from "~/components/button.tsx";
import { DataTable } from "~/components/data-table/data-table.tsx";
import { FilterMenu } from "~/components/filter-menu.tsx";
import { Card, Page } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { Empty } from "~/components/states.tsx";
import { SearchBox } from "~/features/connect/search-box.tsx";
import { debounced } from "~/primitives/debounced.ts";
import { useUrlList, useUrlOpened, useUrlText } from "~/primitives/url-state.ts";
import { text } from "~/text/index.ts";
import { circuitColumns } from "./circuit-columns.tsx";
import { CircuitDrawer } from "./circuit-drawer.tsx";
import { type Order, OrderDialogs } from "./order-dialogs.tsx";
import { useCircuits } from "./use-circuits.ts";

const words = text.circuits;
const PHASES = ["open", "half_open", "paused", "closed"] as const;

/** Every integration's circuit, those that are not closed first; one of them beside it, with its past. */
export default function CircuitsPage() {
  const may = useMay();
  const navigate = useNavigate();
  const [search, setSearch] = useUrlText("q");
  const [phases, setPhases] = useUrlList("state");
  const [chosen, setChosen] = useUrlOpened("integration");
  const [order, setOrder] = createSignal<Order | null>(null);
  const { query, troubled, integrations, rows } = useCircuits(debounced(search, 250));
  const shown = createMemo(() =>
    phases().length === 0 ? rows() : rows().filter(({ phase }) => phases().includes(phase)),
  );
  const columns = createMemo(() => circuitColumns(may("circuits:override") ? setOrder : null));
  const nameOf = (id: string) => rows().find(({ integrationId }) => integrationId === id)?.name ?? id;
  return (
    <Page
      title={words.title}
      description={words.description}
      actions={
        <Show when={troubled.data}>
          {(data) => (
            <Badge tone={data().items.length === 0 ? "good" : "warn"}>
              {data().items.length === 0 ? words.allClosed : words.notClosed(data().items.length)}
            </Badge>
          )}
        </Show>
      }
    >
      <div class="flex flex-wrap items-center gap-2">
        <SearchBox
          label={words.search}
          placeholder={words.search}
          value={search() ?? ""}
          onChange={setSearch}
          group={words.title}
        />
        <FilterMenu
          label={words.state}
          options={PHASES.map((value) => ({ value, label: text.status.circuit[value] }))}
          values={phases()}
          onChange={setPhases}
        />
      </div>
      <Card flush>
        <QueryView
          query={query}
          permission="integrations:read"
          isEmpty={() => rows().length === 0 && search() === null && phases().length === 0}
          empty={
            <Empty
              title={words.none.title}
              action={
                <Show when={may("integrations:create")}>
                  <A href={`/o/${organizationId()}/integrations/new`} class={buttonClass("primary")}>
                    {words.none.action}
                  </A>
                </Show>
              }
            >
              {words.none.text}
            </Empty>
          }
        >
          {() => (
            <Show
              when={shown().length > 0}
              fallback={
                <Empty
                  title={words.nothingFound.title}
                  action={
                    <Button onClick={() => navigate(`/o/${organizationId()}/circuits`, { replace: true })}>
                      {words.nothingFound.action}
                    </Button>
                  }
                >
                  {words.nothingFound.text}
                </Empty>
              }
            >
              <DataTable
                label={words.list}
                columns={columns()}
                rows={shown()}
                rowId={({ integrationId }) => integrationId}
                onRowClick={({ integrationId }) => setChosen(integrationId)}
                chosenId={chosen()}
                onEndNear={() => {
                  if (integrations.hasNextPage && !integrations.isFetchingNextPage)
                    void integrations.fetchNextPage();
                }}
                footer={integrations.hasNextPage ? words.more : words.all(shown().length)}
              />
            </Show>
          )}
        </QueryView>
      </Card>
      <CircuitDrawer
        id={chosen()}
        name={nameOf(chosen() ?? "")}
        onClose={() => setChosen(null)}
        onOrder={may("circuits:override") ? setOrder : null}
      />
      <OrderDialogs order={order()} onClose={() => setOrder(null)} />
    </Page>
  );
}
