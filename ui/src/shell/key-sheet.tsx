import { Keyboard } from "lucide-solid";
import { createSignal, For } from "solid-js";
import { IconButton } from "~/components/button.tsx";
import { Dialog } from "~/components/dialog.tsx";
import { shortcuts, useShortcuts } from "~/primitives/shortcuts.ts";
import { text } from "~/text/index.ts";
import { keyGroups, type ShownKey } from "./key-groups.ts";

const words = text.shell.keys;

/** What every dialog, menu and drawer does by itself. */
const BUILT_IN: readonly ShownKey[] = [{ keys: "Esc", label: words.close, group: words.general }];

/** `?`: every key that works on this page. */
export function KeySheet() {
  const [open, setOpen] = createSignal(false);
  useShortcuts([{ keys: "?", label: words.open, group: words.general, run: () => setOpen(true) }]);
  const groups = () => keyGroups([...shortcuts(), ...BUILT_IN]);
  return (
    <>
      <IconButton class="!hidden sm:!inline-flex" label={words.open} onClick={() => setOpen(true)}>
        <Keyboard class="size-4.5" aria-hidden="true" />
      </IconButton>
      <Dialog open={open()} onClose={() => setOpen(false)} title={words.title} width="wide">
        <div class="columns-1 gap-8 sm:columns-2">
          <For each={groups()}>{([group, members]) => <KeyGroup group={group} members={members} />}</For>
        </div>
      </Dialog>
    </>
  );
}

function KeyGroup(props: { readonly group: string; readonly members: readonly ShownKey[] }) {
  return (
    <section class="mb-5 break-inside-avoid">
      <h3 class="mb-1.5 text-xs font-medium text-faint">{props.group}</h3>
      <dl>
        <For each={props.members}>
          {({ keys, label }) => (
            <div class="flex items-center justify-between gap-4 py-1">
              <dt class="text-sm text-ink">{label}</dt>
              <dd class="flex gap-1">
                <For each={keys.split(" ")}>{(key) => <Key name={key} />}</For>
              </dd>
            </div>
          )}
        </For>
      </dl>
    </section>
  );
}

export function Key(props: { readonly name: string }) {
  return (
    <kbd class="rounded border border-line bg-sunken px-1.5 py-px font-mono text-[11px] text-soft">
      {props.name}
    </kbd>
  );
}
