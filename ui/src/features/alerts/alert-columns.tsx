import { Show } from "solid-js";
import { Badge } from "~/components/badge.tsx";
import { Button } from "~/components/button.tsx";
import type { Column } from "~/components/data-table/columns.ts";
import { Moment } from "~/components/moment.tsx";
import { nowMs } from "~/primitives/clock.ts";
import { count } from "~/primitives/numbers.ts";
import { text } from "~/text/index.ts";
import { type Alert, STATE_TONES, stateOf } from "./alert-state.ts";
import type { AlertRule } from "./rule-condition.ts";

const words = text.alerts;

interface AlertColumnsProps {
  readonly nameOf: (integrationId: string) => string;
  readonly rules: readonly AlertRule[] | null;
  /** Null for whoever may not. */
  readonly onAcknowledge: ((alert: Alert) => void) | null;
}

export function alertColumns({ nameOf, rules, onAcknowledge }: AlertColumnsProps): readonly Column<Alert>[] {
  const ruleOf = (alert: Alert) => rules?.find(({ id }) => id === alert.ruleId);
  return [
    {
      id: "what",
      header: words.list.columns.what,
      width: "minmax(150px, 4fr)",
      cell: (alert) => (
        <span class="block min-w-0">
          <span class="block truncate font-medium">{subjectName(alert, nameOf)}</span>
          <span class="block truncate text-xs text-faint" title={alert.detail}>
            {/* On a narrow screen the moment has no column of its own. */}
            <span class="sm:hidden">
              <Moment at={alert.openedAt} /> ·{" "}
            </span>
            {alert.detail}
          </span>
        </span>
      ),
    },
    {
      id: "state",
      header: words.list.columns.state,
      width: "116px",
      cell: (alert) => <AlertBadge alert={alert} rule={ruleOf(alert)} />,
    },
    {
      id: "rule",
      header: words.list.columns.rule,
      width: "minmax(110px, 1.5fr)",
      from: "lg",
      cell: (alert) => <span class="block truncate">{ruleOf(alert)?.name ?? words.kind[alert.kind]}</span>,
    },
    {
      id: "times",
      header: words.list.columns.times,
      width: "64px",
      from: "lg",
      align: "end",
      cell: (alert) => `${count(alert.occurrences)} ×`,
    },
    {
      id: "since",
      header: words.list.columns.since,
      width: "88px",
      hasMoment: true,
      from: "sm",
      align: "end",
      cell: (alert) => <Moment at={alert.openedAt} />,
    },
    ...(onAcknowledge === null
      ? []
      : [
          {
            id: "actions",
            header: words.list.columns.actions,
            headerHidden: true,
            width: "112px",
            from: "sm" as const,
            align: "end" as const,
            cell: (alert: Alert) => (
              <Show when={alert.status === "open" && alert.acknowledgedAt === null}>
                <Button
                  size="small"
                  aria-label={words.acknowledgeOne(subjectName(alert, nameOf))}
                  onClick={() => onAcknowledge(alert)}
                >
                  {words.acknowledge}
                </Button>
              </Show>
            ),
          },
        ]),
  ];
}

export function AlertBadge(props: { readonly alert: Alert; readonly rule: AlertRule | undefined }) {
  const state = () => stateOf(props.alert, props.rule, nowMs());
  return <Badge tone={STATE_TONES[state()]}>{words.state[state()]}</Badge>;
}

export function subjectName({ subject }: Alert, nameOf: (integrationId: string) => string): string {
  return subject.kind === "integration" ? nameOf(subject.id) : subject.id;
}
