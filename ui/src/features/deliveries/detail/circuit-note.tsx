import { A } from "@solidjs/router";
import { Show } from "solid-js";
import { organizationId } from "~/api/client.ts";
import { Moment } from "~/components/moment.tsx";
import { nowMs } from "~/primitives/clock.ts";
import { text } from "~/text/index.ts";
import type { BlockingCircuit } from "./use-blocking-circuit.ts";

const words = text.deliveries.circuit;

/** What a delivery that is due still waits for, and the way to where that can be changed. */
export function CircuitNote(props: {
  readonly circuit: BlockingCircuit;
  readonly integrationId: string | null;
  /** What state it is in stands above already. */
  readonly isSaid?: boolean;
}) {
  return (
    <p class="max-w-3xl text-ink">
      <Show when={props.isSaid !== true}>
        <span class="font-medium">{words[props.circuit.phase]}</span>{" "}
      </Show>
      <Show when={props.circuit.paused}>{(paused) => <>“{paused().reason}” </>}</Show>
      <Show when={props.circuit.phase === "open" && props.circuit.restsUntil}>
        {(until) => (
          <>
            {words.probe}{" "}
            <Show when={Date.parse(until()) > nowMs()} fallback={words.probeDue}>
              <Moment at={until()} />
            </Show>
            .{" "}
          </>
        )}
      </Show>
      <A
        class="font-medium text-accent-ink hover:underline"
        href={`/o/${organizationId()}/circuits?integration=${props.integrationId}`}
      >
        {words.show}
      </A>
    </p>
  );
}
