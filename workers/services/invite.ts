import { formatInvitationToken, type Invitation } from "#domain/access/invitation";
import type { Permission } from "#domain/access/permissions";
import { Problem } from "#domain/problem";
import { findRoleToGive } from "./find-role-to-give.ts";
import type { PeopleServices } from "./people-services.ts";

const DAY_MS = 86_400_000;

export interface Inviter {
  readonly id: string;
  readonly permissions: ReadonlySet<Permission>;
}

export interface Invite {
  /** Normalised. */
  readonly email: string;
  readonly roleId: string;
  readonly days: number;
}

/** The token is in the answer and nowhere else: whoever invites hands it to the invited person. */
export async function invite(
  services: PeopleServices,
  orgId: string,
  inviter: Inviter,
  { email, roleId, days }: Invite,
): Promise<{ readonly invitation: Invitation; readonly token: string }> {
  await findRoleToGive(services, orgId, roleId, inviter.permissions);
  const createdAt = services.now();
  const invitation: Invitation = {
    orgId,
    id: services.createId("inv"),
    email,
    roleId,
    invitedBy: inviter.id,
    createdAt,
    expiresAt: createdAt + days * DAY_MS,
  };
  const token = formatInvitationToken(services.region, services.randomSecret());
  switch (await services.invitations.insert(invitation, services.hashSecret(token))) {
    case "done":
      return { invitation, token };
    case "member":
      throw new Problem("conflict", `${email} is a member already. Change the member's role instead.`);
    case "limit":
      throw new Problem("conflict", "Too many invitations are open. Revoke some, or wait until they expire.");
  }
}

/** @throws Problem 404 */
export async function revokeInvitation(
  services: PeopleServices,
  orgId: string,
  id: string,
): Promise<Invitation> {
  const invitation = await services.invitations.find(orgId, id, services.now());
  if (invitation === null || !(await services.invitations.revoke(orgId, id))) {
    throw new Problem("not_found", `There is no open invitation ${id}. List them to see those that are.`);
  }
  return invitation;
}
