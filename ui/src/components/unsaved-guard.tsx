import { type BeforeLeaveEventArgs, useBeforeLeave } from "@solidjs/router";
import { createSignal, onCleanup, onMount } from "solid-js";
import { text } from "~/text/index.ts";
import { Confirm } from "./dialog.tsx";

interface Unsaved {
  readonly isDirty: () => boolean;
  readonly discard: () => void;
}

/** Asks before changes are lost: by a link, by the browser's back, by closing the window. */
export function UnsavedGuard(props: { readonly draft: Unsaved }) {
  const words = text.shell.unsaved;
  const [leaving, setLeaving] = createSignal<BeforeLeaveEventArgs | null>(null);
  useBeforeLeave((event) => {
    if (event.defaultPrevented || !props.draft.isDirty() || staysHere(event)) return;
    event.preventDefault();
    setLeaving(event);
  });
  onMount(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (props.draft.isDirty()) event.preventDefault();
    };
    window.addEventListener("beforeunload", ask);
    onCleanup(() => window.removeEventListener("beforeunload", ask));
  });
  const leave = () => {
    const event = leaving();
    setLeaving(null);
    props.draft.discard();
    event?.retry(true);
  };
  return (
    <Confirm
      open={leaving() !== null}
      onClose={() => setLeaving(null)}
      onConfirm={leave}
      title={words.leaveTitle}
      description={words.leave}
      confirm={words.leaveAnyway}
      danger
    />
  );
}

/** Another tab of the same page takes nothing away. */
function staysHere({ to, from }: BeforeLeaveEventArgs): boolean {
  return typeof to === "string" && new URL(to, location.origin).pathname === from.pathname;
}
