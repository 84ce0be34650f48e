import { CircleAlert, Info } from "lucide-solid";
import { Show } from "solid-js";
import { CategoryBadge } from "~/components/status/category-badge.tsx";
import { text } from "~/text/index.ts";
import type { DeliveryDetail } from "../delivery-types.ts";
import { CircuitNote } from "./circuit-note.tsx";
import { Due } from "./due.tsx";
import { LaneNote } from "./lane-note.tsx";
import { useBlockingCircuit } from "./use-blocking-circuit.ts";

const words = text.deliveries.detail;

/** Why it is not delivered, what to do about it, and what happens next by itself. */
export function ProblemNote(props: { readonly delivery: DeliveryDetail }) {
  const isBad = () => props.delivery.status === "dead_lettered" || props.delivery.status === "unmatched";
  const says = () => props.delivery.status !== "delivered" && (props.delivery.hint ?? props.delivery.detail);
  const blocking = useBlockingCircuit(() => props.delivery);
  /** Behind a circuit it goes out when that lets it, not when its policy would. */
  const next = () => (blocking() === null ? props.delivery.nextRetry : null);
  // Mostly the whole answer to "why", and otherwise a screen further down.
  const answered = () => shortened(props.delivery.attemptHistory.at(-1)?.response?.body ?? "");
  return (
    <Show when={says() || props.delivery.nextRetry}>
      <section
        aria-label={isBad() ? words.problem : words.state}
        class={`flex gap-3 rounded-xl border px-4 py-3 ${isBad() ? "border-transparent bg-bad-soft" : "border-transparent bg-warn-soft"}`}
      >
        <Show when={isBad()} fallback={<Info class="mt-0.5 size-4 shrink-0 text-warn" aria-hidden="true" />}>
          <CircleAlert class="mt-0.5 size-4 shrink-0 text-bad" aria-hidden="true" />
        </Show>
        <div class="flex min-w-0 flex-col gap-1 text-sm text-ink">
          <div class="flex flex-wrap items-center gap-2">
            <Show when={props.delivery.category}>
              {(category) => <CategoryBadge category={category()} httpStatus={props.delivery.httpStatus} />}
            </Show>
            <span class="min-w-0 font-medium break-words">{props.delivery.detail}</span>
          </div>
          <Show when={answered()}>
            {(body) => (
              <p class="max-w-3xl">
                <span class="font-medium">{words.answered}: </span>
                <code class="font-mono text-xs break-words">{body()}</code>
              </p>
            )}
          </Show>
          <Show when={props.delivery.hint}>
            {(hint) => (
              <p class="max-w-3xl">
                <span class="font-medium">{words.doThis}: </span>
                {hint()}
              </p>
            )}
          </Show>
          <LaneNote delivery={props.delivery} />
          <Show when={blocking()}>
            {(circuit) => (
              <CircuitNote
                circuit={circuit()}
                integrationId={props.delivery.integrationId}
                isSaid={props.delivery.status === "held"}
              />
            )}
          </Show>
          <Show when={next()}>
            {(planned) => (
              <p>
                <span class="font-medium">
                  {text.deliveries.waterfall.planned(props.delivery.attempts + 1)} <Due at={planned().at} />:{" "}
                </span>
                {planned().why}
              </p>
            )}
          </Show>
        </div>
      </section>
    </Show>
  );
}

const MOST_SHOWN = 240;

function shortened(body: string): string {
  const line = body.trim().replace(/\s+/g, " ");
  return line.length <= MOST_SHOWN ? line : `${line.slice(0, MOST_SHOWN)}…`;
}
