import { useQueryClient } from "@tanstack/solid-query";
import { Show } from "solid-js";
import { inOrganization } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { Dialog } from "~/components/dialog.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { toast } from "~/components/toast.tsx";
import { useAction } from "~/primitives/action.ts";
import { text } from "~/text/index.ts";
import { DifferenceList } from "./difference-list.tsx";
import { changeRole, roleKey } from "./role-queries.ts";
import type { Holders } from "./use-holders.ts";
import type { RoleDraft } from "./use-role-draft.ts";

const words = text.roles.review;

interface ReviewDialogProps {
  readonly draft: RoleDraft;
  readonly holders: Holders | null;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** What will be different, and for whom, before it is. */
export function ReviewDialog(props: ReviewDialogProps) {
  const queries = useQueryClient();
  const role = () => props.draft.base().role;
  const save = useAction(async () => {
    const { id } = role();
    try {
      const saved = await changeRole(id, props.draft.body(), props.draft.base().etag);
      props.draft.moveTo(saved);
      queries.setQueryData(roleKey(id), saved);
      toast({ title: text.roles.form.saved(saved.role.name) });
      props.onClose();
    } finally {
      // Refused because somebody was quicker: the page shows their version then.
      void queries.invalidateQueries({ queryKey: inOrganization("roles") });
      void queries.invalidateQueries({ queryKey: inOrganization("members") });
      void queries.invalidateQueries({ queryKey: ["permissions"] });
    }
  });
  const close = () => {
    save.clear();
    props.onClose();
  };
  return (
    <Dialog
      open={props.open}
      onClose={close}
      title={words.title(role().name)}
      description={words.text}
      footer={
        <>
          <Button onClick={close}>{text.shell.actions.cancel}</Button>
          <Button look="primary" busy={save.busy()} onClick={() => void save.run()}>
            {words.save}
          </Button>
        </>
      }
    >
      <div class="flex flex-col gap-3">
        <Show when={props.holders}>
          {(holders) => (
            <p class="text-sm text-soft">
              {text.roles.holders.title}:{" "}
              {text.roles.holders.count(holders().members.length, holders().invitations.length)}
            </p>
          )}
        </Show>
        <Changed label={words.name} before={role().name} after={props.draft.body().name} />
        <Changed
          label={words.description}
          before={role().description}
          after={props.draft.body().description}
        />
        <DifferenceList difference={props.draft.difference()} />
        <ProblemNote problem={save.problem()} />
      </div>
    </Dialog>
  );
}

function Changed(props: { readonly label: string; readonly before: string; readonly after: string }) {
  return (
    <Show when={props.before !== props.after}>
      <p class="text-sm text-ink">
        <span class="text-faint">{props.label}:</span> {props.before || words.empty}{" "}
        <span class="text-faint">{words.to}</span> {props.after || words.empty}
      </p>
    </Show>
  );
}
