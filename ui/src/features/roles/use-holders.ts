import { useMay } from "~/api/account.ts";
import { type Invitation, type Member, useInvitations, useMembers } from "~/features/members/use-members.ts";

export interface Holders {
  readonly members: readonly Member[];
  readonly invitations: readonly Invitation[];
}

/** Who has a role in this organization; null while it is not known, or for somebody who may not know. */
export function useHolders(): (roleId: string) => Holders | null {
  const may = useMay();
  const members = useMembers(() => may("members:read"));
  const invitations = useInvitations(() => may("members:read"));
  return (roleId) => {
    const [people, open] = [members.data, invitations.data];
    if (people === undefined || open === undefined) return null;
    return {
      members: people.filter((member) => member.roleId === roleId),
      invitations: open.filter((invitation) => invitation.roleId === roleId),
    };
  };
}
