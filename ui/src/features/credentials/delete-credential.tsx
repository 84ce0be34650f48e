import { useQueryClient } from "@tanstack/solid-query";
import { Show } from "solid-js";
import { answer, api, inOrganization } from "~/api/client.ts";
import { Confirm } from "~/components/dialog.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { toast } from "~/components/toast.tsx";
import { Notice } from "~/features/connect/notice.tsx";
import { useAction } from "~/primitives/action.ts";
import { text } from "~/text/index.ts";
import type { Credential, Use } from "./credential-queries.ts";
import { UseLinks } from "./used-by.tsx";

const words = text.credentials.remove;

interface DeleteCredentialProps {
  readonly credential: Credential;
  readonly uses: readonly Use[];
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}

/** Guarded by its use, here and in the gateway: integrations without it would stop delivering. */
export function DeleteCredential(props: DeleteCredentialProps) {
  const queries = useQueryClient();
  const isUsed = () => props.uses.length > 0;
  const remove = useAction(async () => {
    const { id, name } = props.credential;
    await answer(api.DELETE("/api/v1/credentials/{id}", { params: { path: { id } } }));
    toast({ title: words.done(name) });
    props.onDeleted();
    queries.removeQueries({ queryKey: inOrganization("credentials", "one", id) });
    void queries.invalidateQueries({ queryKey: inOrganization("credentials") });
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
      disabled={isUsed()}
      title={words.title(props.credential.name)}
      description={words.text}
      confirm={words.action}
      danger
    >
      <div class="flex flex-col gap-3">
        <Show when={isUsed()}>
          <Notice tone="warn" title={words.usedTitle}>
            <p class="mb-1.5">{words.used}</p>
            <UseLinks uses={props.uses} />
          </Notice>
        </Show>
        <ProblemNote problem={remove.problem()} />
      </div>
    </Confirm>
  );
}
