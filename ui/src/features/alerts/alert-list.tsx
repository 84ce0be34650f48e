import { createMemo, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { Button } from "~/components/button.tsx";
import { DataTable } from "~/components/data-table/data-table.tsx";
import { Card } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { Segmented } from "~/components/segmented.tsx";
import { Empty } from "~/components/states.tsx";
import { useUrlChoice, useUrlOpened } from "~/primitives/url-state.ts";
import { text } from "~/text/index.ts";
import { alertColumns } from "./alert-columns.tsx";
import { AlertDrawer } from "./alert-drawer.tsx";
import type { AlertRule } from "./rule-condition.ts";
import { useAcknowledge, useAlerts } from "./use-alerts.ts";
import { useIntegrationNames } from "./use-integration-names.ts";

const words = text.alerts.list;
const FILTERS = ["open", "resolved", "all"] as const;

interface AlertListProps {
  /** Null for whoever may not read them, and until they are here. */
  readonly rules: readonly AlertRule[] | null;
  readonly onMakeRule: () => void;
}

export function AlertList(props: AlertListProps) {
  const may = useMay();
  const acknowledge = useAcknowledge();
  const names = useIntegrationNames();
  const [filter, setFilter] = useUrlChoice("status", FILTERS);
  const [chosen, setChosen] = useUrlOpened("alert");
  const list = useAlerts(filter);
  const alerts = createMemo(() => list.data?.pages.flatMap(({ items }) => items) ?? []);
  const columns = createMemo(() =>
    alertColumns({
      nameOf: names.nameOf,
      rules: props.rules,
      onAcknowledge: may("alerts:manage") ? (alert) => void acknowledge(alert) : null,
    }),
  );
  return (
    <div class="flex flex-col gap-4">
      <div>
        <Segmented
          label={words.state}
          options={FILTERS.map((value) => ({ value, label: words[value] }))}
          value={filter()}
          onChange={setFilter}
        />
      </div>
      <Card flush>
        <QueryView
          query={list}
          permission="integrations:read"
          isEmpty={() => alerts().length === 0}
          empty={<NoAlerts filter={filter()} rules={props.rules} onMakeRule={props.onMakeRule} />}
        >
          {() => (
            <DataTable
              label={words.label}
              columns={columns()}
              rows={alerts()}
              rowId={({ id }) => id}
              onRowClick={({ id }) => setChosen(id)}
              chosenId={chosen()}
              onEndNear={() => {
                if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
              }}
              footer={list.hasNextPage ? words.more : undefined}
            />
          )}
        </QueryView>
      </Card>
      <AlertDrawer id={chosen()} rules={props.rules} nameOf={names.nameOf} onClose={() => setChosen(null)} />
    </div>
  );
}

function NoAlerts(props: AlertListProps & { readonly filter: (typeof FILTERS)[number] }) {
  const may = useMay();
  return (
    <Show
      when={props.rules?.length === 0}
      fallback={
        <Empty
          title={
            props.filter === "open"
              ? words.nothing
              : props.filter === "resolved"
                ? words.noneResolved
                : words.noneAtAll
          }
        >
          {props.filter === "open" ? words.nothingText : words.noneResolvedText}
        </Empty>
      }
    >
      <Empty
        title={words.noRules}
        action={
          <Show when={may("alerts:manage")}>
            <Button look="primary" onClick={props.onMakeRule}>
              {words.noRulesAction}
            </Button>
          </Show>
        }
      >
        {words.noRulesText}
      </Empty>
    </Show>
  );
}
