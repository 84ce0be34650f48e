import { useQueryClient } from "@tanstack/solid-query";
import { CirclePause, CirclePlay, CirclePower } from "lucide-solid";
import { Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { inOrganization } from "~/api/client.ts";
import { IconButton } from "~/components/button.tsx";
import { text } from "~/text/index.ts";
import type { Entry } from "./arrange-integrations.ts";
import { EnabledSwitch } from "./enabled-switch.tsx";
import { changeIntegration } from "./read-integration.ts";
import type { CircuitTurn } from "./use-circuit-turn.ts";

/** What a dialog is asked about. */
export interface Asked {
  readonly what: "pause" | "resume";
  readonly id: string;
  readonly name: string;
}

/** What the list lends its rows to act with. */
export interface ListHands {
  readonly turn: CircuitTurn;
  readonly ask: (asked: Asked) => void;
  /** Called before anything is changed: what is changed may not move from under the pointer. */
  readonly hold: () => void;
}

/** What is done with one integration without opening it. */
export function EntryActions(props: { readonly entry: Entry; readonly hands: ListHands }) {
  const client = useQueryClient();
  const may = useMay();
  const it = () => props.entry.integration;
  const change = async (enabled: boolean) => {
    props.hands.hold();
    await changeIntegration(it().id, { enabled }, null);
    await client.invalidateQueries({ queryKey: inOrganization("integrations") });
    void client.invalidateQueries({ queryKey: inOrganization("integration-health") });
  };
  return (
    <div class="flex items-center justify-end gap-1.5">
      <Show when={may("circuits:override")}>
        <CircuitButtons entry={props.entry} hands={props.hands} />
      </Show>
      <EnabledSwitch name={it().name} enabled={it().enabled} change={change} labelHidden />
    </div>
  );
}

/** Of one that is off there is nothing to hold. */
function CircuitButtons(props: { readonly entry: Entry; readonly hands: ListHands }) {
  const words = text.integrations.circuit;
  const it = () => ({ id: props.entry.integration.id, name: props.entry.integration.name });
  const isPaused = () => props.entry.phase === "paused";
  const isOpen = () => props.entry.phase === "open" || props.entry.phase === "half_open";
  const press = () => {
    props.hands.hold();
    if (isPaused()) props.hands.turn.resume(it());
    else props.hands.turn.pause(it());
  };
  return (
    <>
      <Show when={isOpen()}>
        <IconButton
          size="small"
          label={words.closeOne(it().name)}
          onClick={() => {
            props.hands.hold();
            props.hands.ask({ what: "resume", ...it() });
          }}
        >
          <CirclePower class="size-4" aria-hidden="true" />
        </IconButton>
      </Show>
      <Show when={props.entry.integration.enabled || isPaused()}>
        {/* One button and not two that take turns: the one that was pressed would go, and the focus with it. */}
        <IconButton
          size="small"
          busy={props.hands.turn.busy() === it().id}
          label={isPaused() ? words.resumeOne(it().name) : words.pauseOne(it().name)}
          onClick={press}
        >
          <Show when={isPaused()} fallback={<CirclePause class="size-4" aria-hidden="true" />}>
            <CirclePlay class="size-4" aria-hidden="true" />
          </Show>
        </IconButton>
      </Show>
    </>
  );
}
