import { For, type JSX, Show } from "solid-js";
import { answer, api, inOrganization } from "~/api/client.ts";
import { useQuery } from "~/api/query.ts";
import { Badge } from "~/components/badge.tsx";
import { Moment } from "~/components/moment.tsx";
import { Card } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { clockTime, duration } from "~/primitives/moments.ts";
import { text } from "~/text/index.ts";
import { type DeliveryDetail, isMoving, type Schedule } from "../delivery-types.ts";
import { CircuitNote } from "./circuit-note.tsx";
import { Due } from "./due.tsx";
import { useBlockingCircuit } from "./use-blocking-circuit.ts";

const words = text.deliveries.schedule;

type Planned = Schedule["planned"][number];

/** What was tried, what will be, when and why. */
export function ScheduleView(props: { readonly delivery: DeliveryDetail }) {
  const id = () => props.delivery.id;
  const blocking = useBlockingCircuit(() => props.delivery);
  const query = useQuery(() => ({
    queryKey: inOrganization("deliveries", "schedule", id()),
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/deliveries/{id}/schedule", { params: { path: { id: id() } }, signal })),
    refetchInterval: isMoving(props.delivery.status) ? 10_000 : false,
  }));
  return (
    <QueryView query={query} permission="deliveries:read">
      {(schedule) => (
        <div class="flex flex-col gap-4">
          <Show when={schedule().obstacle}>
            {(obstacle) => (
              <p class="rounded-md bg-warn-soft px-3 py-2 text-sm text-warn">
                <span class="font-medium">{words.obstacle}</span> {obstacle()}
              </p>
            )}
          </Show>
          <Show when={blocking()}>
            {(circuit) => (
              <div class="rounded-md bg-warn-soft px-3 py-2 text-sm">
                <CircuitNote circuit={circuit()} integrationId={props.delivery.integrationId} />
              </div>
            )}
          </Show>
          <Card title={words.next}>
            <Show
              when={schedule().planned.length > 0 || schedule().end !== null}
              fallback={<p class="text-sm text-soft">{words.nothing}</p>}
            >
              <p class="mb-3 text-sm text-soft">{words.supposed(failureWords(schedule()))}</p>
              <ol class="flex flex-col">
                <For each={schedule().planned}>{(planned) => <PlannedLine planned={planned} />}</For>
                <Show when={schedule().end}>{(end) => <EndLine end={end()} />}</Show>
              </ol>
              <Show when={schedule().deadlineAt}>
                {(at) => (
                  <p class="mt-3 text-xs text-soft">
                    {words.deadline} <Moment at={at()} />
                  </p>
                )}
              </Show>
            </Show>
          </Card>
          <Show when={schedule().past.length > 0}>
            <Card title={words.past}>
              <ol class="flex flex-col">
                <For each={schedule().past}>
                  {(past) => (
                    <Line
                      attempt={past.attempt}
                      at={<Moment at={past.at} class="text-soft" />}
                      why={past.why}
                      badge={
                        <Badge tone={past.category === null ? "good" : "bad"}>
                          {past.httpStatus ??
                            (past.category === null ? words.done : text.status.category[past.category])}
                        </Badge>
                      }
                    />
                  )}
                </For>
              </ol>
            </Card>
          </Show>
        </div>
      )}
    </QueryView>
  );
}

function failureWords({ supposedFailure }: Schedule): string {
  const { category, httpStatus } = supposedFailure;
  const name = category === null ? "" : text.status.category[category];
  return httpStatus === null ? name : `${name} ${httpStatus}`;
}

function Line(props: {
  readonly attempt: number;
  readonly at: JSX.Element;
  readonly why: string;
  readonly badge: JSX.Element;
}) {
  return (
    <li class="grid grid-cols-[5.5rem_6rem_minmax(0,1fr)] items-baseline gap-x-3 gap-y-0.5 border-b py-2 text-sm last:border-b-0 sm:grid-cols-[6rem_7rem_7rem_minmax(0,1fr)]">
      <span class="font-medium text-ink">{text.deliveries.waterfall.attempt(props.attempt)}</span>
      <span>{props.at}</span>
      <span>{props.badge}</span>
      <span class="col-span-3 text-soft sm:col-span-1">{props.why}</span>
    </li>
  );
}

function PlannedLine(props: { readonly planned: Planned }) {
  const jitter = () => {
    const { earliestAt, latestAt } = props.planned;
    return earliestAt === latestAt
      ? ""
      : `, ${words.between(clockTime(Date.parse(earliestAt)), clockTime(Date.parse(latestAt)))}`;
  };
  return (
    <Line
      attempt={props.planned.attempt}
      at={<Due at={props.planned.at} class="text-soft" />}
      why={`${props.planned.why}${jitter()}`}
      badge={
        <span class="text-xs text-soft tabular-nums">
          {words.column.wait} {duration(props.planned.waitMs)}
        </span>
      }
    />
  );
}

function EndLine(props: { readonly end: NonNullable<Schedule["end"]> }) {
  return (
    <li class="grid grid-cols-[5.5rem_minmax(0,1fr)] items-baseline gap-x-3 pt-2 text-sm sm:grid-cols-[6rem_7rem_minmax(0,1fr)]">
      <span class="font-medium text-ink">{words.end}</span>
      <Due at={props.end.at} class="text-soft" />
      <span class="col-span-2 text-soft sm:col-span-1">
        {props.end.why} {props.end.disablesIntegration ? words.disables : ""}
      </span>
    </li>
  );
}
