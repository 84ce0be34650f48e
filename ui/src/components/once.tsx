import { text } from "~/text/index.ts";
import { Button } from "./button.tsx";
import { CopyButton } from "./copy.tsx";
import { Dialog } from "./dialog.tsx";

interface OnceProps {
  readonly title: string;
  readonly explanation: string;
  /** Null: closed. */
  readonly value: string | null;
  readonly onClose: () => void;
}

/** A secret that is shown this one time. It closes by its button only: a click beside it must not lose it. */
export function Once(props: OnceProps) {
  return (
    <Dialog
      open={props.value !== null}
      onClose={props.onClose}
      keepOpen
      title={props.title}
      description={props.explanation}
      footer={
        <Button look="primary" onClick={props.onClose}>
          {text.shell.actions.saved}
        </Button>
      }
    >
      <div class="flex items-center gap-2 rounded-md border border-line bg-sunken px-3 py-2">
        <code class="min-w-0 flex-1 font-mono text-xs break-all text-ink select-all">{props.value}</code>
        <CopyButton value={props.value ?? ""} />
      </div>
    </Dialog>
  );
}
