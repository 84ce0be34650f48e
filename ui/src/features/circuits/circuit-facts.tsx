import { For, type JSX, Show } from "solid-js";
import type { components } from "~/api/openapi.d.ts";
import { Moment } from "~/components/moment.tsx";
import { nowMs } from "~/primitives/clock.ts";
import { count } from "~/primitives/numbers.ts";
import { text } from "~/text/index.ts";

const words = text.circuits.facts;

/** What it holds back, and until when. */
export function CircuitFacts(props: { readonly circuit: components["schemas"]["Circuit"] }) {
  const facts = (): readonly { readonly name: string; readonly value: JSX.Element }[] => {
    const { waiting, heldBack, trips, restsUntil, learnedPerMinute, drain } = props.circuit;
    return [
      { name: words.waiting, value: count(waiting) },
      { name: words.heldBack, value: count(heldBack) },
      { name: words.trips, value: count(trips) },
      ...(restsUntil === null
        ? []
        : [
            {
              name: words.next,
              value: (
                <Show when={Date.parse(restsUntil) > nowMs()} fallback={words.due}>
                  <Moment at={restsUntil} />
                </Show>
              ),
            },
          ]),
      ...(learnedPerMinute === null
        ? []
        : [{ name: words.learned, value: words.perMinute(learnedPerMinute) }]),
      ...(drain === null ? [] : [{ name: words.drain, value: words.rate(drain.limit, drain.per) }]),
    ];
  };
  return (
    <dl class="grid grid-cols-2 gap-px overflow-hidden rounded-xl border bg-line sm:grid-cols-4">
      <For each={facts()}>
        {(fact) => (
          <div class="bg-surface px-3.5 py-2.5">
            <dt class="text-xs text-faint">{fact.name}</dt>
            <dd class="mt-0.5 text-base font-semibold text-ink tabular-nums">{fact.value}</dd>
          </div>
        )}
      </For>
    </dl>
  );
}
