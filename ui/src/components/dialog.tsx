import { Dialog as Kobalte } from "@kobalte/core/dialog";
import { X } from "lucide-solid";
import { createUniqueId, type JSX, Show } from "solid-js";
import { focusInside } from "~/primitives/focus-inside.ts";
import { rememberFocus } from "~/primitives/focus-return.ts";
import { text } from "~/text/index.ts";
import { Button, IconButton } from "./button.tsx";

interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly description?: string | undefined;
  readonly children: JSX.Element;
  readonly footer?: JSX.Element;
  readonly width?: "narrow" | "wide";
  /** Closes by its buttons only: what it shows does not come again, and a click beside it must not lose it. */
  readonly keepOpen?: boolean;
}

/** A question in front of the page. Focus stays inside and goes back where it came from. */
export function Dialog(props: DialogProps) {
  let content: HTMLElement | undefined;
  let giveBack = () => {};
  const hold = (event: Event) => props.keepOpen === true && event.preventDefault();
  return (
    <Kobalte open={props.open} onOpenChange={(open) => !open && props.onClose()}>
      <Kobalte.Portal>
        <Kobalte.Overlay class="fixed inset-0 z-40 bg-black/45" />
        <div class="fixed inset-0 z-50 grid place-items-center overflow-y-auto p-4">
          <Kobalte.Content
            ref={(element: HTMLElement) => {
              content = element;
              focusInside(element);
            }}
            onOpenAutoFocus={(event) => {
              giveBack = rememberFocus();
              const first = content && firstOf(content);
              if (first == null) return;
              event.preventDefault();
              first.focus({ preventScroll: true });
            }}
            onCloseAutoFocus={() => giveBack()}
            onPointerDownOutside={hold}
            onEscapeKeyDown={hold}
            class={`flex max-h-[calc(100dvh-2rem)] w-full flex-col rounded-xl border border-line bg-raised shadow-pop outline-none ${props.width === "wide" ? "max-w-3xl" : "max-w-md"}`}
          >
            <header class="flex items-start justify-between gap-4 px-5 pt-4">
              <div class="min-w-0">
                <Kobalte.Title class="text-base font-semibold text-ink">{props.title}</Kobalte.Title>
                <Show when={props.description}>
                  {(description) => (
                    <Kobalte.Description class="mt-1 text-sm text-soft">{description()}</Kobalte.Description>
                  )}
                </Show>
              </div>
              <IconButton label={text.shell.actions.close} size="small" onClick={props.onClose}>
                <X class="size-4" aria-hidden="true" />
              </IconButton>
            </header>
            <div class="min-h-0 flex-1 overflow-y-auto px-5 py-4">{props.children}</div>
            <Show when={props.footer}>
              <footer class="flex flex-wrap justify-end gap-2 border-t px-5 py-3">{props.footer}</footer>
            </Show>
          </Kobalte.Content>
        </div>
      </Kobalte.Portal>
    </Kobalte>
  );
}

/** What the question is about: its first field, else its first answer, and not the cross in the corner. */
function firstOf(content: HTMLElement): HTMLElement | null {
  const field = "input:not(:disabled), textarea:not(:disabled), select:not(:disabled)";
  return (
    content.querySelector<HTMLElement>("[autofocus]") ??
    content.querySelector<HTMLElement>(field) ??
    content.querySelector<HTMLElement>("footer button:not(:disabled)")
  );
}

interface ConfirmProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
  readonly title: string;
  readonly description: string;
  readonly confirm: string;
  readonly danger?: boolean;
  readonly busy?: boolean;
  /** What else it takes to decide: a reason to write, a count. */
  readonly children?: JSX.Element;
  readonly disabled?: boolean;
}

/** Are you sure, with a button that says what will happen. */
export function Confirm(props: ConfirmProps) {
  const form = createUniqueId();
  // Enter in its field confirms, as in every form.
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (props.busy !== true && props.disabled !== true) props.onConfirm();
  };
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title={props.title}
      description={props.description}
      footer={
        <>
          <Button onClick={props.onClose}>{text.shell.actions.cancel}</Button>
          <Button
            look={props.danger === true ? "danger" : "primary"}
            busy={props.busy === true}
            disabled={props.disabled === true}
            type="submit"
            form={form}
          >
            {props.confirm}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit}>
        {props.children}
      </form>
    </Dialog>
  );
}
