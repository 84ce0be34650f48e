import { createSignal, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import type { components } from "~/api/openapi.d.ts";
import { useQuery } from "~/api/query.ts";
import { Button } from "~/components/button.tsx";
import { Moment } from "~/components/moment.tsx";
import { Card } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { CircuitBadge } from "~/components/status/circuit-badge.tsx";
import { count } from "~/primitives/numbers.ts";
import { text } from "~/text/index.ts";
import { ChangeList } from "../circuits/change-list.tsx";
import { circuitQuery } from "./circuit-query.ts";

type Circuit = components["schemas"]["Circuit"];

const FIRST = 3;

/** What stands between its deliveries and its target right now, and what changed last. */
export function CircuitCard(props: { readonly id: string }) {
  const words = text.integrations.circuit;
  const may = useMay();
  const circuit = useQuery(() => circuitQuery(props.id));
  const [isLong, setLong] = createSignal(false);
  return (
    <Card title={words.title} flush>
      <QueryView query={circuit} permission="integrations:read">
        {(data) => (
          <>
            <div class="flex flex-col gap-3 p-4">
              <div class="flex flex-wrap items-center gap-x-3 gap-y-1">
                <CircuitBadge phase={data().phase} />
                <span class="text-sm text-soft">{words.phases[data().phase]}</span>
              </div>
              <Facts circuit={data()} />
            </div>
            <h3 class="border-t px-4 pt-3 text-xs font-medium text-faint">{words.changes}</h3>
            <ChangeList
              changes={isLong() ? data().changes : data().changes.slice(0, FIRST)}
              integrationId={props.id}
            />
            <Show when={data().changes.length > FIRST}>
              <div class="border-t px-4 py-2">
                <Button look="quiet" size="small" onClick={() => setLong(!isLong())}>
                  {isLong() ? words.fewer : words.all(data().changes.length)}
                </Button>
              </div>
            </Show>
            <Show when={!may("circuits:override")}>
              <p class="border-t px-4 py-2.5 text-xs text-faint">{words.mayNot}</p>
            </Show>
          </>
        )}
      </QueryView>
    </Card>
  );
}

function Facts(props: { readonly circuit: Circuit }) {
  const words = text.integrations.circuit;
  return (
    <dl class="grid grid-cols-2 gap-x-4 gap-y-2 text-sm">
      <Fact label={words.waiting} value={count(props.circuit.waiting)} />
      <Fact label={words.heldBack} value={count(props.circuit.heldBack)} />
      <Show when={props.circuit.restsUntil}>
        {(until) => <Fact label={words.restsUntil} value={<Moment at={until()} />} />}
      </Show>
      <Show when={props.circuit.trips > 0}>
        <Fact label={words.trips} value={count(props.circuit.trips)} />
      </Show>
      <Show when={props.circuit.learnedPerMinute}>
        {(pace) => <Fact label={words.learned} value={words.perMinute(count(Math.round(pace())))} />}
      </Show>
      <Show when={props.circuit.drain}>
        {(drain) => (
          <Fact
            label={words.draining}
            value={words.pace(count(drain().limit), text.integrations.rate.units[drain().per])}
          />
        )}
      </Show>
    </dl>
  );
}

function Fact(props: { readonly label: string; readonly value: import("solid-js").JSX.Element }) {
  return (
    <div class="min-w-0">
      <dt class="text-xs text-faint">{props.label}</dt>
      <dd class="text-ink tabular-nums">{props.value}</dd>
    </div>
  );
}
