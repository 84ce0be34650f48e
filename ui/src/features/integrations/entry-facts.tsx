import { Match, Show, Switch } from "solid-js";
import { Badge } from "~/components/badge.tsx";
import { Moment } from "~/components/moment.tsx";
import { Skeleton } from "~/components/states.tsx";
import { CircuitBadge } from "~/components/status/circuit-badge.tsx";
import { percent } from "~/primitives/numbers.ts";
import { text } from "~/text/index.ts";
import type { Entry } from "./arrange-integrations.ts";

/** Whether it is off, and its circuit; of one that is off, a closed circuit says nothing. */
export function StateBadges(props: { readonly entry: Entry }) {
  return (
    <>
      <Show when={!props.entry.integration.enabled}>
        <Badge tone="warn">{text.integrations.state.off}</Badge>
      </Show>
      <Show when={props.entry.integration.enabled || props.entry.phase !== "closed"}>
        <CircuitBadge phase={props.entry.phase} />
      </Show>
    </>
  );
}

export function LastActivity(props: { readonly entry: Entry }) {
  const words = text.integrations;
  return (
    <Show
      when={props.entry.health}
      fallback={
        <Switch fallback={words.list.noActivity}>
          <Match when={props.entry.reading.health === "waiting"}>
            <Skeleton class="inline-block h-3.5 w-16" />
          </Match>
          <Match when={props.entry.reading.health === "failed"}>{words.unread.value}</Match>
        </Switch>
      }
    >
      {(health) => (
        <Show when={health().inputs.lastAttemptAt} fallback={words.list.noActivity}>
          {(at) => <Moment at={at()} />}
        </Show>
      )}
    </Show>
  );
}

/** Of its payloads, where they are held against a schema. */
export function FailureRate(props: { readonly entry: Entry }) {
  const words = text.integrations;
  const rate = () => props.entry.failureRate;
  const known = () => {
    const value = rate();
    if (value !== null) return percent(value);
    return props.entry.reading.rates === "failed" ? words.unread.value : words.list.noneValidated;
  };
  return (
    <Show when={props.entry.integration.validation !== null} fallback={words.list.notValidated}>
      <Show
        when={rate() !== null || props.entry.reading.rates !== "waiting"}
        fallback={<Skeleton class="inline-block h-3.5 w-10" />}
      >
        {known()}
      </Show>
    </Show>
  );
}
