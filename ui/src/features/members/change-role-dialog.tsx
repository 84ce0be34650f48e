import { createEffect, createSignal, on } from "solid-js";
import { answer, api } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { Dialog } from "~/components/dialog.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { toast } from "~/components/toast.tsx";
import { useAction } from "~/primitives/action.ts";
import { text } from "~/text/index.ts";
import { RoleSelect } from "./role-select.tsx";
import type { Member } from "./use-members.ts";

const words = text.members;

interface ChangeRoleProps {
  readonly member: Member | null;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

export function ChangeRoleDialog(props: ChangeRoleProps) {
  const [roleId, setRoleId] = createSignal("");
  createEffect(
    on(
      () => props.member,
      (member) => setRoleId(member?.roleId ?? ""),
    ),
  );
  const save = useAction(async (member: Member) => {
    const changed = await answer(
      api.PATCH("/api/v1/members/{userId}", {
        params: { path: { userId: member.userId } },
        body: { roleId: roleId() },
      }),
    );
    toast({ title: words.changed(member.name, changed.roleName ?? changed.roleId) });
    props.onChanged();
    props.onClose();
  });
  return (
    <Dialog
      open={props.member !== null}
      onClose={() => {
        save.clear();
        props.onClose();
      }}
      title={words.changeRole}
      description={props.member?.name}
      footer={
        <>
          <Button onClick={props.onClose}>{text.shell.actions.cancel}</Button>
          <Button
            look="primary"
            busy={save.busy()}
            disabled={roleId() === props.member?.roleId}
            onClick={() => props.member !== null && void save.run(props.member)}
          >
            {text.shell.actions.save}
          </Button>
        </>
      }
    >
      <div class="flex flex-col gap-4">
        <RoleSelect value={roleId()} onChange={setRoleId} error={save.fieldError("/roleId")} />
        <ProblemNote problem={save.problem()} />
      </div>
    </Dialog>
  );
}
