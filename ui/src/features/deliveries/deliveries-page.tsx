import { A, useLocation } from "@solidjs/router";
import { createEffect, Show, Suspense } from "solid-js";
import { useMay } from "~/api/account.ts";
import { organizationId } from "~/api/client.ts";
import { buttonClass } from "~/components/button.tsx";
import { DataTable } from "~/components/data-table/data-table.tsx";
import { Card, Page } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { Empty, LoadingRows } from "~/components/states.tsx";
import { useShortcuts } from "~/primitives/shortcuts.ts";
import { useUrlChoice } from "~/primitives/url-state.ts";
import { text } from "~/text/index.ts";
import { BulkMenu } from "./list/bulk-menu.tsx";
import { deliveryColumns } from "./list/delivery-columns.tsx";
import { isAny } from "./list/delivery-filter.ts";
import { FilterBar } from "./list/filter-bar.tsx";
import { FilterChips } from "./list/filter-chips.tsx";
import { rememberList } from "./list/last-list.ts";
import { FurtherButton, goesOnByItself, ListFooter } from "./list/list-footer.tsx";
import { LiveButton, type LiveState } from "./list/live-button.tsx";
import { NewRows } from "./list/new-rows.tsx";
import { useDeliveryList } from "./list/use-delivery-list.ts";
import { useFilter } from "./list/use-filter.ts";
import { useIntegrationNames } from "./list/use-integration-names.ts";
import { useLiveTail } from "./list/use-live-tail.ts";
import { useReading } from "./list/use-reading.ts";
import { useRowKeys } from "./list/use-row-keys.ts";

const words = text.deliveries;

export default function DeliveriesPage() {
  let table: HTMLDivElement | undefined;
  const location = useLocation();
  const state = useFilter();
  const { nameOf, options } = useIntegrationNames();
  const list = useDeliveryList("/api/v1/deliveries", state.filter, state.query);
  const [live, setLive] = useUrlChoice("live", ["on", "off"]);
  const { isReading, watch } = useReading();
  const isClosed = () => state.filter().to !== null;
  const tail = useLiveTail({
    list,
    query: state.query,
    isOn: () => live() === "on" && !isClosed(),
    isReading,
  });
  const liveState = (): LiveState => {
    if (isClosed()) return "closed";
    if (live() === "off") return "paused";
    if (tail.isLost()) return "lost";
    return isReading() ? "holding" : "on";
  };
  const toggle = () => setLive(live() === "on" ? "off" : "on");
  const columns = deliveryColumns(nameOf);
  const showNew = () => {
    if (list.isOld()) void list.startOver();
    tail.show();
  };

  useRowKeys(() => table);
  useShortcuts([{ keys: "p", label: words.keys.pause, group: words.keys.group, run: toggle }]);
  const ownPath = location.pathname;
  createEffect(() => {
    const { pathname, search } = location;
    if (pathname === ownPath) rememberList(list.rows(), pathname + search);
  });

  return (
    <Page
      title={words.title}
      description={words.description}
      actions={
        // A list that could not be read follows nothing.
        <Show when={!list.query.isLoadingError}>
          <LiveButton state={liveState()} onToggle={toggle} />
        </Show>
      }
    >
      <div class="flex flex-col gap-2.5">
        <FilterBar state={state} integrations={options()}>
          <div class="flex-1" />
          <BulkMenu query={state.query()} rows={list.rows()} />
        </FilterBar>
        <FilterChips state={state} nameOf={nameOf} />
      </div>
      <Suspense fallback={<LoadingRows rows={12} />}>
        <Card flush>
          <QueryView
            query={list.query}
            permission="deliveries:read"
            loading={<LoadingRows rows={12} />}
            isEmpty={() => list.rows().length === 0}
            empty={<NoRows state={state} list={list} />}
          >
            {() => (
              <div
                ref={(element) => {
                  table = element;
                  watch(element);
                }}
                class={list.query.isPlaceholderData ? "opacity-60" : ""}
              >
                <NewRows
                  waiting={tail.waiting().length}
                  isTorn={tail.isTorn() || list.isOld()}
                  onShow={() => {
                    window.scrollTo({ top: 0 });
                    // The rows come when the list knows that it is at the top: before, it would hold on to where it was.
                    requestAnimationFrame(() => requestAnimationFrame(showNew));
                  }}
                />
                <DataTable
                  label={words.title}
                  columns={columns}
                  rows={list.rows()}
                  rowId={(row) => row.id}
                  href={(row) => `/o/${organizationId()}/deliveries/${row.id}`}
                  onEndNear={() => goesOnByItself(list) && list.loadMore()}
                  footer={<ListFooter list={list} />}
                />
              </div>
            )}
          </QueryView>
        </Card>
      </Suspense>
    </Page>
  );
}

function NoRows(props: {
  readonly state: ReturnType<typeof useFilter>;
  readonly list: ReturnType<typeof useDeliveryList>;
}) {
  const may = useMay();
  return (
    <Show
      when={!isAny(props.state.filter())}
      fallback={
        <Empty
          title={words.list.emptyTitle}
          action={
            <Show when={may("integrations:create")}>
              <A class={buttonClass("primary")} href={`/o/${organizationId()}/integrations/new`}>
                {words.list.emptyAction}
              </A>
            </Show>
          }
        >
          {words.list.emptyHint}
        </Empty>
      }
    >
      <Show
        when={props.list.hasMore()}
        fallback={<Empty title={words.list.nothingTitle}>{words.list.nothingHint}</Empty>}
      >
        <Empty title={words.list.noneYet} action={<FurtherButton list={props.list} />}>
          {words.list.noneYetHint(props.list.scanned())}
        </Empty>
      </Show>
    </Show>
  );
}
