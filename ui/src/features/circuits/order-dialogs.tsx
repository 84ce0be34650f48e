import { createEffect, createSignal, on, Show } from "solid-js";
import { PauseDialog, ResumeDialog } from "../integrations/circuit-dialogs.tsx";

/** A circuit that somebody forces open or closed. */
export interface Order {
  readonly kind: "pause" | "resume";
  readonly integration: { readonly id: string; readonly name: string };
}

/** Asks for the reason, and for a resume how fast what was held goes out. */
export function OrderDialogs(props: { readonly order: Order | null; readonly onClose: () => void }) {
  // Stays while the dialog fades out.
  const [last, setLast] = createSignal<Order | null>(null);
  createEffect(
    on(
      () => props.order,
      (order) => order !== null && setLast(order),
    ),
  );
  return (
    <Show when={last()}>
      {(order) => (
        <>
          <PauseDialog
            open={props.order?.kind === "pause"}
            onClose={props.onClose}
            integration={order().integration}
          />
          <ResumeDialog
            open={props.order?.kind === "resume"}
            onClose={props.onClose}
            integration={order().integration}
          />
        </>
      )}
    </Show>
  );
}
