import { Tooltip as Kobalte } from "@kobalte/core/tooltip";
import type { JSX } from "solid-js";

/** More about what it is wrapped around, on hover and on focus. The trigger is focusable: the keyboard must get there. */
export function Tooltip(props: {
  readonly content: JSX.Element;
  readonly children: JSX.Element;
  readonly class?: string;
  readonly label?: string;
}) {
  return (
    <Kobalte gutter={6} openDelay={250} closeDelay={60}>
      <Kobalte.Trigger
        as="span"
        tabindex="0"
        role={props.label === undefined ? undefined : "img"}
        aria-label={props.label}
        class={`rounded ${props.class ?? ""}`}
      >
        {props.children}
      </Kobalte.Trigger>
      <Kobalte.Portal>
        <Kobalte.Content class="z-70 max-w-80 rounded-lg border border-line bg-raised px-3 py-2 text-xs text-ink shadow-pop">
          {props.content}
        </Kobalte.Content>
      </Kobalte.Portal>
    </Kobalte>
  );
}
