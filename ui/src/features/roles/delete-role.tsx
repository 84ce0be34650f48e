import { useQueryClient } from "@tanstack/solid-query";
import { Show } from "solid-js";
import { answer, api, inOrganization } from "~/api/client.ts";
import { Confirm } from "~/components/dialog.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { toast } from "~/components/toast.tsx";
import { Notice } from "~/features/connect/notice.tsx";
import { useAction } from "~/primitives/action.ts";
import { text } from "~/text/index.ts";
import { HolderList } from "./holder-card.tsx";
import type { Role } from "./role-queries.ts";
import type { Holders } from "./use-holders.ts";

const words = text.roles.remove;

interface DeleteRoleProps {
  /** Null: closed. */
  readonly role: Role | null;
  readonly holders: Holders | null;
  readonly onClose: () => void;
  readonly onDeleted: (role: Role) => void;
}

/** Kept while somebody has it: here that is said before, and the gateway counts those below too. */
export function DeleteRole(props: DeleteRoleProps) {
  const queries = useQueryClient();
  const used = () => {
    const { holders } = props;
    return holders !== null && holders.members.length + holders.invitations.length > 0 ? holders : null;
  };
  const remove = useAction(async (role: Role) => {
    await answer(api.DELETE("/api/v1/roles/{id}", { params: { path: { id: role.id } } }));
    toast({ title: words.done(role.name) });
    props.onDeleted(role);
    queries.removeQueries({ queryKey: inOrganization("roles", "one", role.id) });
    void queries.invalidateQueries({ queryKey: inOrganization("roles") });
  });
  return (
    <Confirm
      open={props.role !== null}
      onClose={() => {
        remove.clear();
        props.onClose();
      }}
      onConfirm={() => props.role !== null && void remove.run(props.role)}
      busy={remove.busy()}
      disabled={used() !== null}
      title={words.title(props.role?.name ?? "")}
      description={words.text}
      confirm={words.action}
      danger
    >
      <div class="flex flex-col gap-3">
        <Show when={used()}>
          {(holders) => (
            <Notice tone="warn">
              <p class="mb-1.5">{words.used}</p>
              <HolderList holders={holders()} />
            </Notice>
          )}
        </Show>
        <ProblemNote problem={remove.problem()} />
      </div>
    </Confirm>
  );
}
