import { useQueryClient } from "@tanstack/solid-query";
import { answer, api, inOrganization } from "~/api/client.ts";
import { Confirm } from "~/components/dialog.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { toast } from "~/components/toast.tsx";
import { useAction } from "~/primitives/action.ts";
import { text } from "~/text/index.ts";
import type { Source } from "./source-queries.ts";

const words = text.sources.remove;

interface DeleteSourceProps {
  readonly source: Source;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}

/** It cannot be undone: only a hash of the address is known, so nobody could bring the address back. */
export function DeleteSource(props: DeleteSourceProps) {
  const queries = useQueryClient();
  const remove = useAction(async () => {
    const { id, name } = props.source;
    await answer(api.DELETE("/api/v1/sources/{id}", { params: { path: { id } } }));
    toast({ title: words.done(name) });
    props.onDeleted();
    // The page that asked for it is gone: asking again would only be answered 404.
    queries.removeQueries({ queryKey: inOrganization("sources", id) });
    void queries.invalidateQueries({ queryKey: inOrganization("sources") });
  });
  return (
    <Confirm
      open={props.open}
      onClose={() => {
        remove.clear();
        props.onClose();
      }}
      onConfirm={() => void remove.run()}
      busy={remove.busy()}
      title={words.title}
      description={words.text(props.source.name)}
      confirm={words.action}
      danger
    >
      <ProblemNote problem={remove.problem()} />
    </Confirm>
  );
}
