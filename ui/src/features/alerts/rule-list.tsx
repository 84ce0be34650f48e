import { createMemo, createSignal, For, Show } from "solid-js";
import { Button } from "~/components/button.tsx";
import { DataTable } from "~/components/data-table/data-table.tsx";
import { Confirm } from "~/components/dialog.tsx";
import { Card } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { Empty } from "~/components/states.tsx";
import { text } from "~/text/index.ts";
import { ruleColumns } from "./rule-columns.tsx";
import { type AlertRule, conditionWords, FIRST_RULES } from "./rule-condition.ts";
import type { useRules } from "./use-alerts.ts";
import { useIntegrationNames } from "./use-integration-names.ts";
import { useRuleActions } from "./use-rule-actions.ts";

const words = text.alerts.rules;

interface RuleListProps {
  readonly query: ReturnType<typeof useRules>;
  readonly onEdit: (id: string) => void;
}

export function RuleList(props: RuleListProps) {
  const names = useIntegrationNames();
  const actions = useRuleActions();
  const [deleted, setDeleted] = createSignal<AlertRule | null>(null);
  const columns = createMemo(() =>
    ruleColumns({
      nameOf: names.nameOf,
      actions,
      onEdit: ({ id }) => props.onEdit(id),
      onDelete: setDeleted,
    }),
  );
  return (
    <Card flush>
      <QueryView
        query={props.query}
        permission="alerts:manage"
        isEmpty={({ items }) => items.length === 0}
        empty={<NoRules onStart={actions.makeFirst} />}
      >
        {(data) => (
          <DataTable
            label={words.label}
            columns={columns()}
            rows={data().items}
            rowId={({ id }) => id}
            onRowClick={({ id }) => props.onEdit(id)}
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
  const [busy, setBusy] = createSignal(false);
  return (
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
      <p>{words.noneText}</p>
      <ul class="mt-3 inline-flex flex-col gap-1 text-left">
        <For each={FIRST_RULES}>
          {(condition) => (
            <li>
              <span class="font-medium text-ink">{text.alerts.kind[condition.kind]}</span>
              <Show when={conditionWords(condition)}>{(said) => <>: {said()}</>}</Show>
            </li>
          )}
        </For>
      </ul>
    </Empty>
  );
}
