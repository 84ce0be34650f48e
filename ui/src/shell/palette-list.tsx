import { createMemo, For } from "solid-js";
import { text } from "~/text/index.ts";
import { PaletteRow } from "./palette-row.tsx";
import type { Command } from "./palette-state.ts";
import type { FoundGroup } from "./use-found.ts";

interface PaletteListProps {
  readonly groups: readonly FoundGroup[];
  readonly chosen: number;
  readonly onHover: (index: number) => void;
  readonly onRun: (command: Command) => void;
}

export function PaletteList(props: PaletteListProps) {
  const places = createMemo(
    () => new Map(props.groups.flatMap(({ items }) => items).map((command, index) => [command, index])),
  );
  const at = (command: Command) => places().get(command) ?? 0;
  return (
    <div
      id="palette-list"
      role="listbox"
      aria-label={text.shell.palette.label}
      class={`min-h-0 overflow-y-auto ${props.groups.length === 0 ? "" : "p-2"}`}
    >
      <For each={props.groups}>
        {(group) => (
          <div role="group" aria-label={group.label} class="mb-2">
            <div aria-hidden="true" class="px-2 py-1 text-xs font-medium text-faint">
              {group.label}
            </div>
            <For each={group.items}>
              {(command) => (
                <PaletteRow
                  command={command}
                  index={at(command)}
                  chosen={at(command) === props.chosen}
                  onHover={() => props.onHover(at(command))}
                  onRun={() => props.onRun(command)}
                />
              )}
            </For>
          </div>
        )}
      </For>
    </div>
  );
}
