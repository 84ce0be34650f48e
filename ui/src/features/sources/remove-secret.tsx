import { createSignal, Show } from "solid-js";
import { answer, api } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { Confirm } from "~/components/dialog.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { toast } from "~/components/toast.tsx";
import { Notice } from "~/features/connect/notice.tsx";
import { useAction } from "~/primitives/action.ts";
import { text } from "~/text/index.ts";
import { type Source, useSourcesChanged } from "./source-queries.ts";

const words = text.sources.secrets;

interface RemoveSecretProps {
  readonly source: Source;
  readonly secret: Source["secrets"][number];
  readonly isLast: boolean;
}

/** At once, for one that leaked. */
export function RemoveSecret(props: RemoveSecretProps) {
  const changed = useSourcesChanged();
  const [isOpen, setOpen] = createSignal(false);
  const remove = useAction(async () => {
    const path = { id: props.source.id, secretId: props.secret.id };
    await answer(api.DELETE("/api/v1/sources/{id}/secrets/{secretId}", { params: { path } }));
    setOpen(false);
    toast({ title: words.removed });
    await changed();
  });
  return (
    <>
      <Button size="small" look="quiet" onClick={() => setOpen(true)}>
        {words.remove}
      </Button>
      <Confirm
        open={isOpen()}
        onClose={() => {
          remove.clear();
          setOpen(false);
        }}
        onConfirm={() => void remove.run()}
        busy={remove.busy()}
        title={words.removeTitle}
        description={words.removeText(props.secret.hint)}
        confirm={words.remove}
        danger
      >
        <Show when={props.isLast}>
          <Notice tone="warn">{words.removeLast}</Notice>
        </Show>
        <ProblemNote problem={remove.problem()} />
      </Confirm>
    </>
  );
}
