import { createEffect, Show } from "solid-js";
import type { Command } from "./palette-state.ts";

interface PaletteRowProps {
  readonly command: Command;
  readonly index: number;
  readonly chosen: boolean;
  readonly onHover: () => void;
  readonly onRun: () => void;
}

export function PaletteRow(props: PaletteRowProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the focus and the keys
    <div
      id={`palette-${props.index}`}
      role="option"
      tabindex="-1"
      aria-selected={props.chosen}
      ref={(element) => createEffect(() => props.chosen && element.scrollIntoView({ block: "nearest" }))}
      onMouseMove={props.onHover}
      onClick={props.onRun}
      class={`flex cursor-pointer items-center justify-between gap-4 rounded-md px-2 py-2 text-sm ${props.chosen ? "bg-accent-soft text-accent-ink" : "text-ink"}`}
    >
      <span class="min-w-0 shrink truncate">{props.command.label}</span>
      <Show when={props.command.hint}>
        {(hint) => (
          <span class={`max-w-[50%] shrink-0 truncate text-xs ${props.chosen ? "" : "text-faint"}`}>
            {hint()}
          </span>
        )}
      </Show>
    </div>
  );
}
