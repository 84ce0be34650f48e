import { createMemo, createSignal, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { Button } from "~/components/button.tsx";
import { DataTable } from "~/components/data-table/data-table.tsx";
import { Confirm } from "~/components/dialog.tsx";
import { Card } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { Empty } from "~/components/states.tsx";
import { text } from "~/text/index.ts";
import { ruleColumns } from "./rule-columns.tsx";
import type { AlertRule } from "./rule-condition.ts";
import type { useRules } from "./use-alerts.ts";
import { useIntegrationNames } from "./use-integration-names.ts";
import { useRuleActions } from "./use-rule-actions.ts";

const words = text.alerts.rules;

interface RuleListProps {
  readonly query: ReturnType<typeof useRules>;
  readonly onEdit: (id: string) => void;
}

/** What is looked for: for everybody who sees integrations; to change for who may. */
export function RuleList(props: RuleListProps) {
  const may = useMay();
  const names = useIntegrationNames();
  const actions = useRuleActions();
  const [deleted, setDeleted] = createSignal<AlertRule | null>(null);
  const columns = createMemo(() =>
    ruleColumns({
      nameOf: names.nameOf,
      editing: may("alerts:manage")
        ? { actions, onEdit: ({ id }) => props.onEdit(id), onDelete: setDeleted }
        : null,
    }),
  );
  return (
    <Card flush>
      <QueryView
        query={props.query}
        permission="integrations:read"
        isEmpty={({ items }) => items.length === 0}
        empty={<NoRules onStart={actions.makeFirst} />}
      >
        {(data) => (
          <DataTable
            label={words.label}
            columns={columns()}
            rows={data().items}
            rowId={({ id }) => id}
            {...(may("alerts:manage") ? { onRowClick: ({ id }: AlertRule) => props.onEdit(id) } : {})}
          />
        )}
      </QueryView>
      <Confirm
        open={deleted() !== null}
        onClose={() => setDeleted(null)}
        onConfirm={() => {
          const rule = deleted();
          setDeleted(null);
          if (rule !== null) void actions.remove(rule);
        }}
        title={words.deleteTitle(deleted()?.name ?? "")}
        description={words.deleteText}
        confirm={words.delete}
        danger
      />
    </Card>
  );
}

function NoRules(props: { readonly onStart: () => Promise<void> }) {
  const may = useMay();
  const [busy, setBusy] = createSignal(false);
  return (
    <Show when={may("alerts:manage")} fallback={<Empty title={words.none}>{words.noneReadText}</Empty>}>
      <Empty
        title={words.none}
        action={
          <Button
            look="primary"
            busy={busy()}
            onClick={() => {
              setBusy(true);
              void props.onStart().finally(() => setBusy(false));
            }}
          >
            {words.start}
          </Button>
        }
      >
        {words.noneText}
      </Empty>
    </Show>
  );
}
