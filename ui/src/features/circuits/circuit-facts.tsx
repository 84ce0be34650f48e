import { A } from "@solidjs/router";
import { For, type JSX, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { organizationId } from "~/api/client.ts";
import type { components } from "~/api/openapi.d.ts";
import { Moment } from "~/components/moment.tsx";
import { nowMs } from "~/primitives/clock.ts";
import { count } from "~/primitives/numbers.ts";
import { text } from "~/text/index.ts";
import { deliveriesLink } from "../overview/figures.ts";

const words = text.circuits.facts;

/** What it holds back, and until when. */
export function CircuitFacts(props: {
  readonly circuit: components["schemas"]["Circuit"];
  readonly integrationId: string;
}) {
  const may = useMay();
  const waitingLink = () =>
    deliveriesLink(organizationId(), { integrationId: props.integrationId, status: "held,retrying" });
  const facts = (): readonly { readonly name: string; readonly value: JSX.Element }[] => {
    const { waiting, heldBack, trips, restsUntil, learnedPerMinute, drain } = props.circuit;
    return [
      {
        name: words.waiting,
        value: (
          <Show when={waiting > 0 && may("deliveries:read")} fallback={count(waiting)}>
            <A
              class="text-accent-ink hover:underline"
              href={waitingLink()}
              aria-label={words.see(count(waiting))}
            >
              {count(waiting)}
            </A>
          </Show>
        ),
      },
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
