import { RadioGroup } from "@kobalte/core/radio-group";
import { For } from "solid-js";
import { text } from "~/text/index.ts";

export const MODES = ["OFF", "LAX", "STRICT", "TRANSFORM"] as const;
export type Mode = (typeof MODES)[number];

/** What becomes of a payload that does not fit, in plain words. */
export function ModeChoice(props: {
  readonly value: Mode;
  readonly onChange: (mode: Mode) => void;
  readonly disabled: boolean;
}) {
  const words = text.editors.validation;
  return (
    <RadioGroup
      value={props.value}
      onChange={(value) => props.onChange(MODES.find((mode) => mode === value) ?? "OFF")}
      disabled={props.disabled}
      class="flex flex-col gap-2"
    >
      <RadioGroup.Label class="text-sm font-semibold text-ink">{words.mode}</RadioGroup.Label>
      <div class="grid gap-2 sm:grid-cols-2 xl:grid-cols-4">
        <For each={MODES}>
          {(mode) => (
            <RadioGroup.Item
              value={mode}
              class="relative rounded-lg border border-line bg-surface data-[checked]:border-accent data-[checked]:bg-accent-soft"
            >
              <RadioGroup.ItemInput class="peer" />
              <RadioGroup.ItemLabel class="flex h-full cursor-pointer flex-col gap-1 rounded-lg px-3 py-2.5 peer-focus-visible:outline-2 peer-focus-visible:outline-accent">
                <span class="flex items-center gap-2 text-sm font-medium text-ink">
                  <RadioGroup.ItemControl class="grid size-4 shrink-0 place-items-center rounded-full border border-line-strong bg-surface data-[checked]:border-accent">
                    <RadioGroup.ItemIndicator class="size-2 rounded-full bg-accent" />
                  </RadioGroup.ItemControl>
                  {words.modes[mode]}
                </span>
                <span class="text-xs text-soft">{words.modeNotes[mode]}</span>
              </RadioGroup.ItemLabel>
            </RadioGroup.Item>
          )}
        </For>
      </div>
    </RadioGroup>
  );
}
