import { A } from "@solidjs/router";
import { For, type JSX, Show } from "solid-js";
import { organizationId } from "~/api/client.ts";
import { Badge } from "~/components/badge.tsx";
import { Moment } from "~/components/moment.tsx";
import { Card } from "~/components/page.tsx";
import { text } from "~/text/index.ts";
import { useActorName } from "../circuits/use-actor-name.ts";
import type { Alert } from "./alert-state.ts";
import { type AlertRule, conditionWords } from "./rule-condition.ts";

const words = text.alerts.detail;
type Notice = Alert["notices"]["raised"];

interface AlertFactsProps {
  readonly alert: Alert;
  readonly rule: AlertRule | undefined;
  /** Without them a rule that is not there may only be one that may not be read. */
  readonly hasRules: boolean;
}

export function AlertFacts(props: AlertFactsProps) {
  const nameOf = useActorName();
  const facts = (): readonly (readonly [string, JSX.Element])[] => {
    const { openedAt, lastAt, resolvedAt, occurrences, acknowledgedAt, acknowledgedBy } = props.alert;
    return [
      [words.opened, <Moment at={openedAt} />],
      [words.last, <Moment at={lastAt} />],
      [words.found, words.times(occurrences)],
      ...(resolvedAt === null ? [] : [[words.resolved, <Moment at={resolvedAt} />] as const]),
      ...(acknowledgedAt === null
        ? []
        : [
            [
              words.by,
              <>
                <Moment at={acknowledgedAt} /> {words.byWho(nameOf(acknowledgedBy ?? ""))}
              </>,
            ] as const,
          ]),
      [
        words.rule,
        <Show when={props.rule} fallback={props.hasRules ? words.ruleGone : props.alert.ruleId}>
          {(rule) => `${rule().name}: ${conditionWords(rule().condition)}`}
        </Show>,
      ],
    ];
  };
  return (
    <>
      <Card>
        <dl class="grid grid-cols-[minmax(100px,auto)_1fr] gap-x-4 gap-y-2 text-sm">
          <For each={facts()}>
            {([name, value]) => (
              <>
                <dt class="text-faint">{name}</dt>
                <dd class="min-w-0 break-words text-ink">{value}</dd>
              </>
            )}
          </For>
        </dl>
      </Card>
      <Card title={words.notices}>
        <dl class="grid grid-cols-[minmax(100px,auto)_1fr] items-center gap-x-4 gap-y-2 text-sm">
          <dt class="text-faint">{words.raisedNotice}</dt>
          <dd class="flex flex-wrap items-center gap-3">
            <NoticeBadge notice={props.alert.notices.raised} />
            <Show when={props.alert.notices.raised === "no_subscriber"}>
              <A href={`/o/${organizationId()}/alerts?tab=notices`} class="text-accent-ink hover:underline">
                {words.sayWho}
              </A>
            </Show>
          </dd>
          <dt class="text-faint">{words.resolvedNotice}</dt>
          <dd class="text-soft">
            <Show when={props.alert.notices.resolved} fallback={words.notYet}>
              {(notice) => <NoticeBadge notice={notice()} />}
            </Show>
          </dd>
        </dl>
      </Card>
    </>
  );
}

function NoticeBadge(props: { readonly notice: Notice }) {
  const tone = () => {
    if (props.notice === "sent") return "good" as const;
    return props.notice === "no_subscriber" || props.notice === "given_up"
      ? ("warn" as const)
      : ("neutral" as const);
  };
  return <Badge tone={tone()}>{text.alerts.notice[props.notice]}</Badge>;
}
