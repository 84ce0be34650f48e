import { Dialog as Kobalte } from "@kobalte/core/dialog";
import { X } from "lucide-solid";
import { type JSX, Show } from "solid-js";
import { focusInside } from "~/primitives/focus-inside.ts";
import { rememberFocus } from "~/primitives/focus-return.ts";
import { text } from "~/text/index.ts";
import { IconButton } from "./button.tsx";

interface DrawerProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly subtitle?: JSX.Element;
  readonly actions?: JSX.Element;
  readonly children: JSX.Element;
}

/** Details of a row beside the list it is in; on a narrow screen over it. */
export function Drawer(props: DrawerProps) {
  let giveBack = () => {};
  return (
    <Kobalte open={props.open} onOpenChange={(open) => !open && props.onClose()} modal={true}>
      <Kobalte.Portal>
        <Kobalte.Overlay class="fixed inset-0 z-40 bg-black/30" />
        <Kobalte.Content
          ref={focusInside}
          onOpenAutoFocus={() => {
            giveBack = rememberFocus();
          }}
          onCloseAutoFocus={() => giveBack()}
          class="fixed inset-y-0 right-0 z-50 flex w-full max-w-3xl flex-col border-l border-line bg-page shadow-pop outline-none"
        >
          <header class="flex items-start justify-between gap-4 border-b bg-surface px-5 py-3.5">
            <div class="min-w-0">
              <Kobalte.Title class="truncate text-base font-semibold text-ink">{props.title}</Kobalte.Title>
              <Show when={props.subtitle}>
                <div class="mt-0.5 text-sm text-soft">{props.subtitle}</div>
              </Show>
            </div>
            <div class="flex items-center gap-1.5">
              {props.actions}
              <IconButton label={text.shell.actions.close} onClick={props.onClose}>
                <X class="size-4" aria-hidden="true" />
              </IconButton>
            </div>
          </header>
          <div class="min-h-0 flex-1 overflow-y-auto p-5">{props.children}</div>
        </Kobalte.Content>
      </Kobalte.Portal>
    </Kobalte>
  );
}
