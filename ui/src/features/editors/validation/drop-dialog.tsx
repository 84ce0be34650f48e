import { Button } from "~/components/button.tsx";
import { Dialog } from "~/components/dialog.tsx";
import { text } from "~/text/index.ts";

/** The gateway keeps no schema of a validation that is off: whoever switches it off is told, and may keep it another way. */
export function DropDialog(props: {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onKeep: () => void;
  readonly onDrop: () => void;
}) {
  const words = text.editors.validation.drop;
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title={words.title}
      footer={
        <>
          <Button onClick={props.onClose}>{text.shell.actions.cancel}</Button>
          <Button look="danger" onClick={props.onDrop}>
            {words.drop}
          </Button>
          <Button look="primary" onClick={props.onKeep}>
            {words.keep}
          </Button>
        </>
      }
    >
      <p class="text-sm text-soft">{words.why}</p>
    </Dialog>
  );
}
