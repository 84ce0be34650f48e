import { A } from "@solidjs/router";
import { ArrowRight } from "lucide-solid";
import { For, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { organizationId } from "~/api/client.ts";
import { Moment } from "~/components/moment.tsx";
import { CategoryBadge } from "~/components/status/category-badge.tsx";
import { CircuitBadge } from "~/components/status/circuit-badge.tsx";
import { text } from "~/text/index.ts";
import { deliveriesLink } from "../overview/figures.ts";
import type { CircuitChange } from "./timeline.ts";
import { useActorName } from "./use-actor-name.ts";

const words = text.circuits.changes;
const AROUND_MS = 5 * 60_000;
const KEPT = 50;

/** Each change with its cause, who made it, and the deliveries that led to it. */
export function ChangeList(props: {
  readonly changes: readonly CircuitChange[];
  readonly integrationId: string;
}) {
  return (
    <Show
      when={props.changes.length > 0}
      fallback={<p class="px-4 py-6 text-center text-sm text-soft">{words.none}</p>}
    >
      <ol>
        <For each={props.changes}>
          {(change) => <Change change={change} integrationId={props.integrationId} />}
        </For>
      </ol>
      <Show when={props.changes.length >= KEPT}>
        <p class="border-t px-4 py-2.5 text-xs text-faint">{words.kept}</p>
      </Show>
    </Show>
  );
}

function Change(props: { readonly change: CircuitChange; readonly integrationId: string }) {
  const may = useMay();
  const nameOf = useActorName();
  const around = () => {
    const at = Date.parse(props.change.at);
    return deliveriesLink(organizationId(), {
      integrationId: props.integrationId,
      from: new Date(at - AROUND_MS).toISOString(),
      to: new Date(at + AROUND_MS).toISOString(),
    });
  };
  return (
    <li class="border-t px-4 py-3 first:border-t-0">
      <div class="flex flex-wrap items-center gap-x-2 gap-y-1">
        <CircuitBadge phase={props.change.from} />
        <ArrowRight class="size-3.5 text-faint" aria-hidden="true" />
        <span class="sr-only">{words.to}</span>
        <CircuitBadge phase={props.change.to} />
        <span class="text-sm text-ink">{text.circuits.cause[props.change.cause]}</span>
        <span class="flex-1" />
        <Moment at={props.change.at} class="text-xs text-faint" />
      </div>
      <Show when={props.change.reason}>
        {(reason) => <p class="mt-1.5 text-sm break-words text-soft">“{reason()}”</p>}
      </Show>
      <p class="mt-1 flex flex-wrap gap-x-3 text-xs text-faint">
        <Show when={props.change.by}>{(by) => <span>{words.by(nameOf(by()))}</span>}</Show>
        <Show when={props.change.until}>
          {(until) => (
            <span>
              {words.until} <Moment at={until()} />
            </span>
          )}
        </Show>
        <Show when={props.change.trips > 1}>
          <span>{words.trips(props.change.trips)}</span>
        </Show>
        <Show when={may("deliveries:read")}>
          <A href={around()} class="text-accent-ink hover:underline">
            {words.around}
          </A>
        </Show>
      </p>
      <Show when={props.change.switchOff}>
        <p class="mt-1 text-sm text-bad">{words.switchOff}</p>
      </Show>
      <Show when={props.change.deliveries.length > 0}>
        <Failures deliveries={props.change.deliveries} />
      </Show>
    </li>
  );
}

function Failures(props: { readonly deliveries: CircuitChange["deliveries"] }) {
  return (
    <div class="mt-2">
      <h3 class="text-xs font-medium text-faint">{words.failures}</h3>
      <ul class="mt-1 flex flex-col">
        <For each={props.deliveries.toReversed()}>
          {(delivery) => (
            <li>
              <A
                href={`/o/${organizationId()}/deliveries/${delivery.id}`}
                class="flex items-center gap-2 rounded px-1 py-1 text-xs text-soft hover:bg-sunken"
              >
                <code class="min-w-0 truncate font-mono">{delivery.id}</code>
                <Show when={delivery.category}>
                  {(category) => <CategoryBadge category={category()} httpStatus={delivery.httpStatus} />}
                </Show>
                <span class="flex-1" />
                <Moment at={delivery.at} class="text-faint" />
              </A>
            </li>
          )}
        </For>
      </ul>
    </div>
  );
}
