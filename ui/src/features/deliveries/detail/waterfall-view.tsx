import { For, Match, Show, Switch } from "solid-js";
import { Card } from "~/components/page.tsx";
import { text } from "~/text/index.ts";
import type { Attempt, DeliveryDetail } from "../delivery-types.ts";
import { useBlockingCircuit } from "./use-blocking-circuit.ts";
import { layOut, type Piece } from "./waterfall.ts";
import { AttemptRow, PlannedRow, WaitRow } from "./waterfall-rows.tsx";

const words = text.deliveries.waterfall;

interface WaterfallProps {
  readonly delivery: DeliveryDetail;
  /** Index of the attempt that is shown below. */
  readonly chosen: number;
  readonly onChoose: (index: number) => void;
}

/** The life of a delivery on one axis: attempts, the waits between them, and what is planned. */
export function WaterfallView(props: WaterfallProps) {
  const attempts = () => props.delivery.attemptHistory;
  const pieces = (): readonly Piece[] => piecesOf(props.delivery);
  const blocking = useBlockingCircuit(() => props.delivery);
  const older = () => props.delivery.attempts - attempts().length;
  return (
    <Card title={words.title}>
      <Show
        when={pieces().length > 0}
        fallback={
          <p class="text-sm text-soft">
            {props.delivery.status === "pending" ? words.none : words.neverSent}
          </p>
        }
      >
        <Show when={older() > 0 && attempts().length > 0}>
          <p class="mb-2 text-xs text-faint">{words.older(older())}</p>
        </Show>
        <ol aria-label={words.label} class="flex flex-col">
          <For each={pieces()}>
            {(piece) => (
              <li>
                <Switch>
                  <Match when={piece.kind === "attempt" && piece}>
                    {(drawn) => (
                      <AttemptRow
                        piece={drawn()}
                        attempt={attempts()[drawn().index] as Attempt}
                        chosen={props.chosen === drawn().index}
                        onChoose={() => props.onChoose(drawn().index)}
                      />
                    )}
                  </Match>
                  <Match when={piece.kind === "wait" && piece}>
                    {(drawn) => <WaitRow piece={drawn()} reason={reasonOf(attempts()[drawn().before - 1])} />}
                  </Match>
                  <Match when={piece.kind === "planned" && piece}>
                    {(drawn) => (
                      <PlannedRow
                        piece={drawn()}
                        attempt={props.delivery.attempts + 1}
                        behind={blocking()?.phase ?? null}
                      />
                    )}
                  </Match>
                </Switch>
              </li>
            )}
          </For>
        </ol>
        <Show when={attempts().length > 1}>
          <p class="mt-2 text-xs text-faint">{words.note}</p>
        </Show>
      </Show>
    </Card>
  );
}

function piecesOf(delivery: DeliveryDetail): readonly Piece[] {
  const { attemptHistory, attempts, acceptedAt, nextRetryAt } = delivery;
  const first = attemptHistory[0];
  const isWhole = attempts <= attemptHistory.length;
  return layOut({
    // Before what is kept there were other attempts: from where it waited is not known.
    acceptedAtMs: Date.parse(isWhole || first === undefined ? acceptedAt : first.at),
    attempts: attemptHistory.map(({ at, durationMs }) => ({ atMs: Date.parse(at), durationMs })),
    plannedAtMs: nextRetryAt === null ? null : Date.parse(nextRetryAt),
  });
}

function reasonOf(attempt: Attempt | undefined): string | null {
  return attempt?.retryReason ?? null;
}
