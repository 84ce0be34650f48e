import { EllipsisVertical } from "lucide-solid";
import { For, Match, Switch } from "solid-js";
import { Badge } from "~/components/badge.tsx";
import { buttonClass } from "~/components/button.tsx";
import type { Column } from "~/components/data-table/columns.ts";
import { Menu, MenuItem, MenuLine } from "~/components/menu.tsx";
import { Moment } from "~/components/moment.tsx";
import { nowMs } from "~/primitives/clock.ts";
import { text } from "~/text/index.ts";
import { isMuted, MUTE_SPANS, type MuteSpan } from "./alert-state.ts";
import { type AlertRule, conditionWords } from "./rule-condition.ts";
import type { useRuleActions } from "./use-rule-actions.ts";

const words = text.alerts.rules;
const SPANS = Object.keys(MUTE_SPANS) as readonly MuteSpan[];

interface RuleEditing {
  readonly actions: ReturnType<typeof useRuleActions>;
  readonly onEdit: (rule: AlertRule) => void;
  readonly onDelete: (rule: AlertRule) => void;
}

interface RuleColumnsProps {
  readonly nameOf: (integrationId: string) => string;
  /** Null: only looked at. */
  readonly editing: RuleEditing | null;
}

export function ruleColumns({ nameOf, editing }: RuleColumnsProps): readonly Column<AlertRule>[] {
  const columns: readonly Column<AlertRule>[] = [
    {
      id: "name",
      header: words.columns.name,
      width: "minmax(110px, 1.5fr)",
      cell: (rule) => <span class="font-medium">{rule.name}</span>,
      sortBy: ({ name }) => name.toLowerCase(),
    },
    {
      id: "condition",
      header: words.columns.condition,
      width: "minmax(160px, 3fr)",
      from: "md",
      cell: (rule) => (
        <span class="block truncate" title={conditionWords(rule.condition)}>
          {conditionWords(rule.condition)}
        </span>
      ),
    },
    {
      id: "scope",
      header: words.columns.scope,
      width: "minmax(110px, 1fr)",
      from: "lg",
      cell: (rule) => <span class="block truncate">{scopeOf(rule, nameOf)}</span>,
    },
    {
      id: "state",
      header: words.columns.state,
      width: "minmax(72px, 150px)",
      cell: (rule) => <RuleState rule={rule} />,
    },
  ];
  if (editing === null) return columns;
  const menu: Column<AlertRule> = {
    id: "actions",
    header: words.columns.actions,
    headerHidden: true,
    width: "40px",
    align: "end",
    cell: (rule) => <RuleMenu rule={rule} {...editing} />,
  };
  return [...columns, menu];
}

function scopeOf({ condition, integrationIds }: AlertRule, nameOf: (id: string) => string): string {
  if (condition.kind === "expiry") return words.whole;
  if (integrationIds === null) return words.allIntegrations;
  return integrationIds.length === 1 ? nameOf(integrationIds[0] ?? "") : words.some(integrationIds.length);
}

function RuleState(props: { readonly rule: AlertRule }) {
  return (
    <Switch fallback={<Badge tone="good">{words.on}</Badge>}>
      <Match when={!props.rule.enabled}>
        <Badge>{words.off}</Badge>
      </Match>
      <Match when={isMuted(props.rule, nowMs()) && props.rule.mutedUntil}>
        {(until) => (
          <Badge tone="info">
            {words.mutedUntil} <Moment at={until()} />
          </Badge>
        )}
      </Match>
    </Switch>
  );
}

function RuleMenu(props: RuleEditing & { readonly rule: AlertRule }) {
  return (
    <Menu
      label={words.actionsOf(props.rule.name)}
      triggerClass={`${buttonClass("quiet", "small")} !w-7 !px-0`}
      trigger={<EllipsisVertical class="size-4" aria-hidden="true" />}
    >
      <MenuItem onSelect={() => props.onEdit(props.rule)}>{words.change}</MenuItem>
      <MenuItem onSelect={() => void props.actions.setEnabled(props.rule, !props.rule.enabled)}>
        {props.rule.enabled ? words.switchOff : words.switchOn}
      </MenuItem>
      <MenuLine />
      <Switch
        fallback={
          <For each={SPANS}>
            {(span) => (
              <MenuItem onSelect={() => void props.actions.mute(props.rule, span)}>
                {words.mute}: {words.muteFor[span]}
              </MenuItem>
            )}
          </For>
        }
      >
        <Match when={isMuted(props.rule, nowMs())}>
          <MenuItem onSelect={() => void props.actions.unmute(props.rule)}>{words.unmute}</MenuItem>
        </Match>
      </Switch>
      <MenuLine />
      <MenuItem danger onSelect={() => props.onDelete(props.rule)}>
        {words.delete}
      </MenuItem>
    </Menu>
  );
}
