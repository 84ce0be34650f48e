import { Dialog } from "@kobalte/core/dialog";
import { useNavigate } from "@solidjs/router";
import { createEffect, createMemo, createSignal, on, onCleanup, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { organizationId } from "~/api/client.ts";
import { useShortcuts } from "~/primitives/shortcuts.ts";
import { text } from "~/text/index.ts";
import { useEverywhereCommands } from "./everywhere-commands.ts";
import { PLACES } from "./navigation.ts";
import { PaletteField } from "./palette-field.tsx";
import { PaletteList } from "./palette-list.tsx";
import { type Command, commands, isPaletteOpen, PALETTE_KEY, setPaletteOpen } from "./palette-state.ts";
import { rank } from "./rank-commands.ts";
import { type FoundGroup, useFound } from "./use-found.ts";

const words = text.shell.palette;

/** Ctrl or Cmd + K: go somewhere, find an id, do what the page can do. */
export function CommandPalette() {
  let content: HTMLElement | undefined;
  const listen = (event: KeyboardEvent) => {
    if (!(event.metaKey || event.ctrlKey) || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    setPaletteOpen(!isPaletteOpen());
  };
  document.addEventListener("keydown", listen);
  onCleanup(() => document.removeEventListener("keydown", listen));
  // For the key sheet. It is heard above and not there: it works in fields too.
  useShortcuts([
    {
      keys: PALETTE_KEY,
      label: text.shell.keys.palette,
      group: text.shell.keys.general,
      run: () => setPaletteOpen(true),
    },
  ]);
  return (
    <Dialog open={isPaletteOpen()} onOpenChange={setPaletteOpen}>
      <Dialog.Portal>
        <Dialog.Overlay class="fixed inset-0 z-60 bg-black/45" />
        <div class="fixed inset-0 z-70 flex justify-center p-4 pt-[12vh]">
          <Dialog.Content
            ref={content}
            // At once, and not a moment later as Kobalte would: the first letters would go to the page, where "g e" is a key.
            onOpenAutoFocus={(event) => {
              event.preventDefault();
              content?.querySelector("input")?.focus({ preventScroll: true });
            }}
            aria-label={words.label}
            class="flex h-fit max-h-[60vh] w-full max-w-xl flex-col overflow-hidden rounded-xl border border-line bg-raised shadow-pop"
          >
            <OpenPalette />
          </Dialog.Content>
        </div>
      </Dialog.Portal>
    </Dialog>
  );
}

/** Made anew every time: what was typed the last time is over. */
function OpenPalette() {
  const navigate = useNavigate();
  const may = useMay();
  const [query, setQuery] = createSignal("");
  const [chosen, setChosen] = createSignal(0);
  const [isEager, setEager] = createSignal(false);
  const found = useFound(query);
  const everywhere = useEverywhereCommands();
  const places = (): Command[] =>
    PLACES.filter(({ permission }) => may(permission)).map((place) => ({
      id: `go${place.path}`,
      label: place.label,
      hint: `g ${place.key}`,
      run: () => navigate(`/o/${organizationId()}${place.path}`),
    }));
  // What comes from the gateway stands last: what is chosen already must not become something else under one's Enter.
  const groups = createMemo((): readonly FoundGroup[] =>
    [
      { label: words.groups.act, items: rank(commands(), query()) },
      { label: words.groups.go, items: rank(places(), query()) },
      { label: words.groups.everywhere, items: query().trim() === "" ? [] : rank(everywhere(), query()) },
      ...found.groups(),
    ].filter(({ items }) => items.length > 0),
  );
  const flat = createMemo(() => groups().flatMap(({ items }) => items));
  const run = (command: Command | undefined) => {
    if (command === undefined) return;
    if (command.fill !== undefined) {
      setQuery(command.fill);
      return;
    }
    setPaletteOpen(false);
    command.run();
  };
  createEffect(
    on(query, () => {
      setChosen(0);
      setEager(false);
    }),
  );
  // Enter on an id that is still being looked up means: go there as soon as it is found.
  createEffect(() => {
    if (isEager() && flat().length > 0) run(flat()[0]);
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const count = flat().length;
    if (event.key === "ArrowDown") setChosen((at) => (count === 0 ? 0 : (at + 1) % count));
    else if (event.key === "ArrowUp") setChosen((at) => (count === 0 ? 0 : (at - 1 + count) % count));
    else if (event.key === "Enter") {
      if (count === 0 && found.isLooking()) setEager(true);
      else run(flat()[chosen()]);
    } else return;
    event.preventDefault();
  };
  const note = () => {
    if (found.isLooking()) return words.searching;
    if (found.hasFailed()) return words.failed;
    if (flat().length > 0) return null;
    return may("organization:read") && query().trim().length > 1
      ? words.notFound(query().trim())
      : words.empty;
  };
  return (
    <>
      <PaletteField
        value={query()}
        onInput={setQuery}
        onKeyDown={onKeyDown}
        activeId={flat().length === 0 ? undefined : `palette-${chosen()}`}
      />
      <PaletteList groups={groups()} chosen={chosen()} onHover={setChosen} onRun={run} />
      <p
        role="status"
        class={`px-4 text-center text-sm text-faint ${flat().length === 0 ? "py-8" : note() === null ? "" : "border-t py-2"}`}
      >
        {note()}
      </p>
      <Show when={flat().length > 0}>
        <p class="hidden border-t px-4 py-1.5 text-xs text-faint sm:block">{words.keys}</p>
      </Show>
    </>
  );
}
