import { For } from "solid-js";
import { Confirm } from "~/components/dialog.tsx";
import { text } from "~/text/index.ts";
import type { Lowered } from "./lowered-retention.ts";

const words = text.settings.lowered;

interface LoweredDialogProps {
  readonly lowered: readonly Lowered[];
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
}

/** Before a shorter retention is saved: what it removes is gone for good, and nobody is asked again. */
export function LoweredDialog(props: LoweredDialogProps) {
  return (
    <Confirm
      open={props.open}
      onClose={props.onClose}
      onConfirm={props.onConfirm}
      title={words.title}
      description={words.hint}
      confirm={words.confirm}
      danger
    >
      <ul class="list-disc space-y-1.5 pl-5 text-sm text-soft">
        <For each={props.lowered}>{({ what, from, to }) => <li>{words[what](from, to)}</li>}</For>
        <li>{words.below}</li>
      </ul>
    </Confirm>
  );
}
