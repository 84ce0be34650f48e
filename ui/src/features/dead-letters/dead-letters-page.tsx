import { A, useLocation } from "@solidjs/router";
import { RotateCw, ScrollText, Trash2 } from "lucide-solid";
import { createEffect, createMemo, createSignal, Show, Suspense } from "solid-js";
import { useLacks, useMay } from "~/api/account.ts";
import { organizationId } from "~/api/client.ts";
import { Button, buttonClass } from "~/components/button.tsx";
import { DataTable } from "~/components/data-table/data-table.tsx";
import { Card, Page } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { Empty, LoadingRows } from "~/components/states.tsx";
import { BulkDialog } from "~/features/jobs/bulk-dialog.tsx";
import type { BulkWish } from "~/features/jobs/bulk-requests.ts";
import { focusView } from "~/primitives/focus-view.ts";
import { useCommands } from "~/shell/palette-state.ts";
import { text } from "~/text/index.ts";
import type { Delivery } from "../deliveries/delivery-types.ts";
import { useDeliveryActions } from "../deliveries/detail/use-delivery-actions.ts";
import { isAny } from "../deliveries/list/delivery-filter.ts";
import { FilterBar } from "../deliveries/list/filter-bar.tsx";
import { FilterChips } from "../deliveries/list/filter-chips.tsx";
import { rememberList } from "../deliveries/list/last-list.ts";
import { FurtherButton, goesOnByItself, ListFooter } from "../deliveries/list/list-footer.tsx";
import { NewRows } from "../deliveries/list/new-rows.tsx";
import { useDeliveryList } from "../deliveries/list/use-delivery-list.ts";
import { NOT_OF_DEAD_LETTERS, useFilter } from "../deliveries/list/use-filter.ts";
import { useIntegrationNames } from "../deliveries/list/use-integration-names.ts";
import { useReading } from "../deliveries/list/use-reading.ts";
import { useRowKeys } from "../deliveries/list/use-row-keys.ts";
import { deadLetterFilter } from "./bulk-filter.ts";
import { ChoiceBar } from "./choice-bar.tsx";
import { deadLetterColumns } from "./dead-letter-columns.tsx";
import { focusNextRow } from "./focus-next-row.ts";
import { SummaryCard } from "./summary-card.tsx";
import { useChoiceKey } from "./use-choice-key.ts";
import { useNewer } from "./use-newer.ts";
import { useRowChoice } from "./use-row-choice.ts";
import { useSummary } from "./use-summary.ts";

const words = text.deadLetters;

export default function DeadLettersPage() {
  let table: HTMLDivElement | undefined;
  const may = useMay();
  const lacks = useLacks();
  const location = useLocation();
  const state = useFilter(NOT_OF_DEAD_LETTERS);
  const { nameOf, options } = useIntegrationNames();
  const list = useDeliveryList("/api/v1/dead-letters", state.filter, state.query);
  const { act } = useDeliveryActions();
  const summary = useSummary();
  const { isReading, watch } = useReading();
  const isNewer = useNewer(list, () => summary.data?.deadLetters.count ?? null);
  const [wish, setWish] = createSignal<BulkWish | null>(null);

  const onRow = (action: "retry" | "discard") => async (row: Delivery, button: HTMLElement) => {
    if (!(await act(action, row.id))) return;
    focusNextRow(button);
    list.remove(row.id);
  };
  const mayAct = () => may("deadletters:retry") || may("deadletters:discard");
  const ids = createMemo(() => list.rows().map(({ id }) => id));
  const choice = useRowChoice(ids, () => JSON.stringify(state.query()));
  const rowActions = () => ({
    retry: may("deadletters:retry") ? onRow("retry") : null,
    discard: may("deadletters:discard") ? onRow("discard") : null,
  });
  const columns = createMemo(() => deadLetterColumns(nameOf, rowActions, mayAct() ? choice : null));
  const chosenOnes = () => ({ filter: { ids: [...choice.chosen()] } });
  const retryAll = () => setWish({ kind: "retry_dead_letters", filter: deadLetterFilter(state.query()) });
  const discardAll = () => setWish({ kind: "discard_dead_letters", filter: deadLetterFilter(state.query()) });
  const begun = () => {
    choice.clear();
    // The button that asked for it is gone with the bar, and the dialog can give the focus back to nothing.
    setTimeout(focusView, 0);
  };
  useRowKeys(() => table);
  useChoiceKey(mayAct, () => table, list.rows, choice);
  useCommands(() => [
    ...(may("deadletters:retry")
      ? [{ id: "retry-dead-letters", label: words.list.retryMatching, run: retryAll }]
      : []),
    ...(may("deadletters:discard")
      ? [{ id: "discard-dead-letters", label: words.list.discardMatching, run: discardAll }]
      : []),
  ]);
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
        <Show when={may("audit:read")}>
          <A class={buttonClass()} href={`/o/${organizationId()}/audit?q=dead_letters`}>
            <ScrollText class="size-3.5" aria-hidden="true" />
            {words.audit}
          </A>
        </Show>
      }
    >
      {/* The list below says what it takes: once is enough. */}
      <Show when={!lacks("deadletters:read")}>
        <SummaryCard query={summary} isHeld={isReading()} state={state} onWish={setWish} />
      </Show>
      <div class="flex flex-col gap-2.5">
        <FilterBar state={state} integrations={options()} only="dead-letters">
          <div class="flex-1" />
          <Show when={list.rows().length > 0}>
            <BulkButtons isAll={isAny(state.filter())} onRetry={retryAll} onDiscard={discardAll} />
          </Show>
        </FilterBar>
        <FilterChips state={state} nameOf={nameOf} />
      </div>
      <Suspense fallback={<LoadingRows rows={10} />}>
        <Card flush>
          <QueryView
            query={list.query}
            permission="deadletters:read"
            loading={<LoadingRows rows={10} />}
            isEmpty={() => list.rows().length === 0}
            empty={<NoDeadLetters state={state} list={list} />}
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
                  waiting={0}
                  isTorn={isNewer() || list.isOld()}
                  label={words.list.refresh}
                  onShow={() => void list.startOver()}
                />
                <DataTable
                  label={words.list.title}
                  columns={columns()}
                  rows={list.rows()}
                  rowId={(row) => row.id}
                  href={(row) => `/o/${organizationId()}/deliveries/${row.id}`}
                  isChosen={choice.has}
                  onEndNear={() => goesOnByItself(list) && list.loadMore()}
                  footer={<ListFooter list={list} />}
                />
              </div>
            )}
          </QueryView>
        </Card>
      </Suspense>
      <ChoiceBar
        choice={choice}
        onRetry={() => setWish({ kind: "retry_dead_letters", ...chosenOnes() })}
        onDiscard={() => setWish({ kind: "discard_dead_letters", ...chosenOnes() })}
      />
      <BulkDialog wish={wish()} onClose={() => setWish(null)} onStarted={begun} />
    </Page>
  );
}

function BulkButtons(props: {
  readonly isAll: boolean;
  readonly onRetry: () => void;
  readonly onDiscard: () => void;
}) {
  const may = useMay();
  return (
    <>
      <Show when={may("deadletters:retry")}>
        <Button look="primary" onClick={props.onRetry}>
          <RotateCw class="size-3.5" aria-hidden="true" />
          {props.isAll ? words.list.retryAll : words.list.retryMatching}
        </Button>
      </Show>
      <Show when={may("deadletters:discard")}>
        <Button onClick={props.onDiscard}>
          <Trash2 class="size-3.5" aria-hidden="true" />
          {props.isAll ? words.list.discardAll : words.list.discardMatching}
        </Button>
      </Show>
    </>
  );
}

function NoDeadLetters(props: {
  readonly state: ReturnType<typeof useFilter>;
  readonly list: ReturnType<typeof useDeliveryList>;
}) {
  const { list } = text.deliveries;
  return (
    <Show
      when={!isAny(props.state.filter())}
      fallback={<Empty title={words.emptyTitle}>{words.emptyHint}</Empty>}
    >
      <Show
        when={props.list.hasMore()}
        fallback={<Empty title={list.nothingTitle}>{list.nothingHint}</Empty>}
      >
        <Empty title={list.noneYet} action={<FurtherButton list={props.list} />}>
          {list.noneYetHint(props.list.scanned())}
        </Empty>
      </Show>
    </Show>
  );
}
