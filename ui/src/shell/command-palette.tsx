import { Dialog } from "@kobalte/core/dialog";
import { useNavigate } from "@solidjs/router";
import { Search } from "lucide-solid";
import { createEffect, createMemo, createSignal, For, on, onCleanup, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { organizationId } from "~/api/client.ts";
import { text } from "~/text/index.ts";
import { useFound } from "./find-by-id.ts";
import { PLACES } from "./navigation.ts";
import { type Command, commands, isPaletteOpen, setPaletteOpen } from "./palette-state.ts";
import { rank } from "./rank-commands.ts";

interface Section {
  readonly label: string;
  readonly items: readonly Command[];
}

/** Ctrl or Cmd + K: go somewhere, find an id, do what the page can do. */
export function CommandPalette() {
  const navigate = useNavigate();
  const may = useMay();
  const [query, setQuery] = createSignal("");
  const [chosen, setChosen] = createSignal(0);
  const found = useFound(query);

  const listen = (event: KeyboardEvent) => {
    if (!(event.metaKey || event.ctrlKey) || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    setPaletteOpen(!isPaletteOpen());
  };
  document.addEventListener("keydown", listen);
  onCleanup(() => document.removeEventListener("keydown", listen));
  createEffect(on(isPaletteOpen, () => setQuery("")));
  createEffect(on(query, () => setChosen(0)));

  const places = (): Command[] =>
    PLACES.filter(({ permission }) => may(permission)).map((place) => ({
      id: `go${place.path}`,
      label: place.label,
      hint: `g ${place.key}`,
      run: () => navigate(`/o/${organizationId()}${place.path}`),
    }));
  const sections = createMemo((): Section[] =>
    [
      { label: text.shell.palette.groups.found, items: found.items() },
      { label: text.shell.palette.groups.act, items: rank(commands(), query()) },
      { label: text.shell.palette.groups.go, items: rank(places(), query()) },
    ].filter(({ items }) => items.length > 0),
  );
  const flat = createMemo(() => sections().flatMap(({ items }) => items));

  const run = (command: Command | undefined) => {
    if (command === undefined) return;
    setPaletteOpen(false);
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const count = flat().length;
    if (event.key === "ArrowDown") setChosen((at) => (count === 0 ? 0 : (at + 1) % count));
    else if (event.key === "ArrowUp") setChosen((at) => (count === 0 ? 0 : (at - 1 + count) % count));
    else if (event.key === "Enter") run(flat()[chosen()]);
    else return;
    event.preventDefault();
  };

  return (
    <Dialog open={isPaletteOpen()} onOpenChange={setPaletteOpen}>
      <Dialog.Portal>
        <Dialog.Overlay class="fixed inset-0 z-60 bg-black/45" />
        <div class="fixed inset-0 z-70 flex justify-center p-4 pt-[12vh]">
          <Dialog.Content
            aria-label={text.shell.palette.label}
            class="flex h-fit max-h-[60vh] w-full max-w-xl flex-col overflow-hidden rounded-xl border border-line bg-raised shadow-pop"
          >
            <div class="flex items-center gap-2.5 border-b px-4">
              <Search class="size-4 text-faint" aria-hidden="true" />
              <input
                role="combobox"
                aria-expanded="true"
                aria-controls="palette-list"
                aria-activedescendant={flat().length === 0 ? undefined : `palette-${chosen()}`}
                aria-label={text.shell.palette.placeholder}
                placeholder={text.shell.palette.placeholder}
                autocomplete="off"
                spellcheck={false}
                class="h-12 flex-1 bg-transparent text-sm text-ink outline-none placeholder:text-faint focus-visible:shadow-[inset_0_-2px_0_var(--accent)]"
                value={query()}
                onInput={(event) => setQuery(event.currentTarget.value)}
                onKeyDown={onKeyDown}
              />
            </div>
            <div
              id="palette-list"
              role="listbox"
              aria-label={text.shell.palette.label}
              class="overflow-y-auto p-2"
            >
              <For each={sections()}>
                {(section) => (
                  <div role="group" aria-label={section.label} class="mb-2">
                    <div aria-hidden="true" class="px-2 py-1 text-xs font-medium text-faint">
                      {section.label}
                    </div>
                    <For each={section.items}>
                      {(command) => (
                        <PaletteRow
                          command={command}
                          index={flat().indexOf(command)}
                          chosen={flat()[chosen()] === command}
                          onHover={() => setChosen(flat().indexOf(command))}
                          onRun={() => run(command)}
                        />
                      )}
                    </For>
                  </div>
                )}
              </For>
              <Show when={flat().length === 0}>
                <p class="px-2 py-6 text-center text-sm text-faint" role="status">
                  {found.isLooking() ? text.shell.palette.searching : text.shell.palette.empty}
                </p>
              </Show>
            </div>
          </Dialog.Content>
        </div>
      </Dialog.Portal>
    </Dialog>
  );
}

interface PaletteRowProps {
  readonly command: Command;
  readonly index: number;
  readonly chosen: boolean;
  readonly onHover: () => void;
  readonly onRun: () => void;
}

function PaletteRow(props: PaletteRowProps) {
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
      <span class="truncate">{props.command.label}</span>
      <span class="truncate text-xs text-faint">{props.command.hint}</span>
    </div>
  );
}
