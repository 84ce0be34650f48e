import { useNavigate } from "@solidjs/router";
import { useQueryClient } from "@tanstack/solid-query";
import { useAccount } from "~/api/account.ts";
import { answer, api, inOrganization } from "~/api/client.ts";
import { Confirm } from "~/components/dialog.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { toast } from "~/components/toast.tsx";
import { useAction } from "~/primitives/action.ts";
import { text } from "~/text/index.ts";
import type { Member } from "./use-members.ts";

const words = text.members;

interface RemoveMemberProps {
  /** Null: closed. */
  readonly member: Member | null;
  readonly onClose: () => void;
}

/** The last one who could manage the place is kept: the gateway says so, and what to do first. */
export function RemoveMember(props: RemoveMemberProps) {
  const account = useAccount();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const isOneself = () => props.member !== null && props.member.userId === account.data?.id;
  const remove = useAction(async (member: Member) => {
    const isMe = isOneself();
    const path = { userId: member.userId };
    await answer(api.DELETE("/api/v1/members/{userId}", { params: { path } }));
    toast({ title: words.removed(member.name) });
    props.onClose();
    if (isMe) {
      navigate("/");
      await queries.invalidateQueries();
      return;
    }
    void queries.invalidateQueries({ queryKey: inOrganization("members") });
    // What they left open is revoked with them.
    void queries.invalidateQueries({ queryKey: inOrganization("invitations") });
  });
  return (
    <Confirm
      open={props.member !== null}
      onClose={() => {
        remove.clear();
        props.onClose();
      }}
      onConfirm={() => props.member !== null && void remove.run(props.member)}
      busy={remove.busy()}
      title={isOneself() ? words.leaveTitle : words.removeTitle(props.member?.name ?? "")}
      description={isOneself() ? words.leaveHint : words.removeHint}
      confirm={isOneself() ? words.leave : words.remove}
      danger
    >
      <ProblemNote problem={remove.problem()} />
    </Confirm>
  );
}
