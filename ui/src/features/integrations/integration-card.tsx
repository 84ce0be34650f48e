import { A } from "@solidjs/router";
import { Show } from "solid-js";
import { organizationId } from "~/api/client.ts";
import { Sparkline } from "~/components/chart/sparkline.tsx";
import { text } from "~/text/index.ts";
import type { Entry } from "./arrange-integrations.ts";
import { EntryActions, type ListHands } from "./entry-actions.tsx";
import { FailureRate, LastActivity, StateBadges } from "./entry-facts.tsx";
import { HealthMark } from "./health-mark.tsx";
import { TrendMark } from "./trend-mark.tsx";

interface CardProps {
  readonly entry: Entry;
  readonly index: number;
  readonly hands: ListHands;
}

export function IntegrationCard(props: CardProps) {
  const words = text.integrations.list;
  const it = () => props.entry.integration;
  const trend = () => props.entry.health?.trend;
  return (
    <article
      aria-label={it().name}
      data-index={props.index}
      class="flex min-w-0 flex-col gap-3 rounded-xl border border-line bg-surface p-4 shadow-card"
    >
      <div class="flex items-start justify-between gap-3">
        <div class="min-w-0">
          <h2 class="truncate text-sm font-semibold">
            <A
              href={`/o/${organizationId()}/integrations/${it().id}`}
              class="text-ink hover:underline"
              title={it().name}
            >
              {it().name}
            </A>
          </h2>
          <p class="mt-0.5 truncate font-mono text-xs text-faint" title={it().url}>
            {it().url}
          </p>
        </div>
        <EntryActions entry={props.entry} hands={props.hands} />
      </div>
      <div class="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <HealthMark health={props.entry.health} reading={props.entry.reading.health} size={44} />
        <Show when={trend()}>
          {(known) => (
            <div class="flex items-center gap-2">
              <Show when={known().direction !== "unknown"}>
                <Sparkline
                  label={words.week}
                  values={known().days.map(({ score }) => score)}
                  class="h-6 w-16 text-accent"
                />
              </Show>
              <TrendMark direction={known().direction} />
            </div>
          )}
        </Show>
      </div>
      <div class="flex flex-wrap items-center gap-1.5">
        <StateBadges entry={props.entry} />
        <EventTypes types={it().eventTypes} />
      </div>
      <dl class="mt-auto grid grid-cols-2 gap-2 border-t pt-2.5 text-xs">
        <div class="min-w-0">
          <dt class="text-faint">{words.lastActivity}</dt>
          <dd class="truncate text-soft">
            <LastActivity entry={props.entry} />
          </dd>
        </div>
        <Show when={it().validation !== null}>
          <div class="min-w-0 text-right">
            <dt class="text-faint">{words.failureRate}</dt>
            <dd class="truncate text-soft tabular-nums">
              <FailureRate entry={props.entry} />
            </dd>
          </div>
        </Show>
      </dl>
    </article>
  );
}

function EventTypes(props: { readonly types: readonly string[] }) {
  const more = () => props.types.length - 1;
  return (
    <Show
      when={props.types.length > 0}
      fallback={<span class="min-w-0 truncate text-xs text-soft">{text.integrations.list.called}</span>}
    >
      <span class="min-w-0 truncate font-mono text-xs text-soft" title={props.types.join(", ")}>
        {props.types[0]}
        {more() > 0 ? ` +${more()}` : ""}
      </span>
    </Show>
  );
}
