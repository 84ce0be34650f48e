import { Show } from "solid-js";
import { Moment } from "~/components/moment.tsx";
import { nowMs } from "~/primitives/clock.ts";
import { text } from "~/text/index.ts";

/** When something is planned. What should have been already is not told as if it had been. */
export function Due(props: { readonly at: string | number; readonly class?: string }) {
  const atMs = () => (typeof props.at === "number" ? props.at : Date.parse(props.at));
  return (
    <Show
      when={atMs() > nowMs()}
      fallback={<span class={props.class ?? ""}>{text.deliveries.waterfall.due}</span>}
    >
      <Moment at={atMs()} class={props.class ?? ""} />
    </Show>
  );
}
