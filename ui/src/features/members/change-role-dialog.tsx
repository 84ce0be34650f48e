import { useQueryClient } from "@tanstack/solid-query";
import { createEffect, createSignal, on, Show } from "solid-js";
import { useAccount } from "~/api/account.ts";
import { answer, api, inOrganization } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { Dialog } from "~/components/dialog.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { toast, toastProblem } from "~/components/toast.tsx";
import { Notice } from "~/features/connect/notice.tsx";
import { useAction } from "~/primitives/action.ts";
import { text } from "~/text/index.ts";
import { RoleSelect } from "./role-select.tsx";
import type { Member } from "./use-members.ts";

const words = text.members;

interface ChangeRoleProps {
  /** Null: closed. */
  readonly member: Member | null;
  readonly onClose: () => void;
}

export function ChangeRoleDialog(props: ChangeRoleProps) {
  const account = useAccount();
  const queries = useQueryClient();
  const [roleId, setRoleId] = createSignal("");
  createEffect(
    on(
      () => props.member,
      (member) => setRoleId(member?.roleId ?? ""),
    ),
  );
  const isOneself = () => props.member !== null && props.member.userId === account.data?.id;
  const change = async (member: Member, to: string) => {
    const path = { userId: member.userId };
    const changed = await answer(
      api.PATCH("/api/v1/members/{userId}", { params: { path }, body: { roleId: to } }),
    );
    void queries.invalidateQueries({ queryKey: inOrganization("members") });
    if (member.userId === account.data?.id) void queries.invalidateQueries({ queryKey: ["permissions"] });
    return changed;
  };
  /** Not offered once one has given up the right oneself, nor where the role before is gone. */
  const undo = (member: Member) => {
    const back = async () => {
      try {
        const changed = await change(member, member.roleId);
        toast({ title: words.changed(member.name, changed.roleName ?? changed.roleId) });
      } catch (error) {
        toastProblem(error);
      }
    };
    return member.userId === account.data?.id || member.roleName === null
      ? undefined
      : { label: text.shell.actions.undo, run: () => void back() };
  };
  const save = useAction(async (member: Member) => {
    const changed = await change(member, roleId());
    toast({
      title: words.changed(member.name, changed.roleName ?? changed.roleId),
      action: undo(member),
    });
    props.onClose();
  });
  const close = () => {
    save.clear();
    props.onClose();
  };
  return (
    <Dialog
      open={props.member !== null}
      onClose={close}
      title={words.changeRole}
      description={props.member?.name}
      footer={
        <>
          <Button onClick={close}>{text.shell.actions.cancel}</Button>
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
        <p class="text-xs text-faint">{words.changeRoleHint}</p>
        <Show when={isOneself()}>
          <Notice tone="warn">{words.changeYours}</Notice>
        </Show>
        <ProblemNote problem={save.problem()} />
      </div>
    </Dialog>
  );
}
