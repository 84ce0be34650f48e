import { Ban, RotateCw, Trash2 } from "lucide-solid";
import { createSignal, For, Match, Switch } from "solid-js";
import { useMay } from "~/api/account.ts";
import { Button } from "~/components/button.tsx";
import { Confirm } from "~/components/dialog.tsx";
import { nowMs } from "~/primitives/clock.ts";
import { useShortcuts } from "~/primitives/shortcuts.ts";
import { useCommands } from "~/shell/palette-state.ts";
import { text } from "~/text/index.ts";
import type { Delivery } from "../delivery-types.ts";
import { type DeliveryAction, possibleActions } from "./possible-actions.ts";
import { useDeliveryActions } from "./use-delivery-actions.ts";

const words = text.deliveries.detail;

/** What can be done with this delivery. Sending again what arrived is asked first: the receiver gets it twice. */
export function DeliveryActions(props: { readonly delivery: Delivery }) {
  const may = useMay();
  const { act, busy } = useDeliveryActions();
  const [asking, setAsking] = createSignal(false);
  const possible = () => possibleActions(props.delivery, may, nowMs());
  const begin = (action: DeliveryAction) => {
    if (action === "replay") setAsking(true);
    else void act(action, props.delivery.id);
  };
  const again = () => possible().find((action) => action === "replay" || action === "retry");
  const sendAgain = () => {
    const action = again();
    if (action !== undefined) begin(action);
  };
  const { replay: label, group } = text.deliveries.keys;
  useShortcuts(() => (again() === undefined ? [] : [{ keys: "r", label, group, run: sendAgain }]));
  useCommands(() => (again() === undefined ? [] : [{ id: "delivery-again", label, run: sendAgain }]));
  return (
    <>
      <For each={possible()}>
        {(action) => (
          <Button
            look={action === "retry" || action === "replay" ? "primary" : "secondary"}
            busy={busy() === action}
            onClick={() => begin(action)}
          >
            <Switch fallback={<RotateCw class="size-3.5" aria-hidden="true" />}>
              <Match when={action === "discard"}>
                <Trash2 class="size-3.5" aria-hidden="true" />
              </Match>
              <Match when={action === "cancel"}>
                <Ban class="size-3.5" aria-hidden="true" />
              </Match>
            </Switch>
            {words[action]}
          </Button>
        )}
      </For>
      <Confirm
        open={asking()}
        onClose={() => setAsking(false)}
        onConfirm={() => void act("replay", props.delivery.id).then(() => setAsking(false))}
        title={words.replayTitle}
        description={words.replayExplained}
        confirm={words.replay}
        busy={busy() === "replay"}
      />
    </>
  );
}
