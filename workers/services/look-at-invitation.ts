import { type FoundInvitation, regionOfInvitation } from "#domain/access/invitation";
import { PLATFORM, type Role } from "#domain/access/roles";
import { Problem } from "#domain/problem";
import { admitGuess, forgiveGuess } from "./admit-guess.ts";
import type { PeopleServices } from "./people-services.ts";

/** What somebody is invited to, before they say who they are. */
export interface SeenInvitation {
  readonly invitation: FoundInvitation;
  /** Null when it was deleted since: joining would open nothing. */
  readonly role: Role | null;
  /** Null when a program or the operator asked. */
  readonly inviter: { readonly name: string; readonly email: string } | null;
  /** Whether the invited address has an account here already, whose password it takes. */
  readonly hasAccount: boolean;
}

/**
 * For whoever holds the token, who is taken for the invited person: what it is about, so that nobody joins blindly.
 * @throws Problem 404 for a token of no invitation, 410 for one that is over, 429 as when signing in.
 */
export async function lookAtInvitation(
  services: PeopleServices,
  token: string,
  ip: string | null,
): Promise<SeenInvitation> {
  await admitGuess(services, { ip, email: null });
  const region = regionOfInvitation(token);
  if (region !== null && region !== services.region) {
    throw new Problem(
      "wrong_region",
      `This invitation is of the region ${region}. Open it at that region's address.`,
    );
  }
  const invitation = region === null ? null : await services.invitations.lookUp(services.hashSecret(token));
  if (invitation === null) {
    throw new Problem(
      "not_found",
      "There is no such invitation: it was taken back, replaced by a newer one, or not copied whole.",
    );
  }
  // The token is right, so this was no guess.
  await forgiveGuess(services, { ip, email: null });
  refuseEnded(invitation, services.now());
  const { orgId, roleId, email, invitedBy } = invitation;
  const [role, inviter, account] = await Promise.all([
    services.roleDirectory.find(orgId, roleId),
    services.users.find(invitedBy),
    services.users.findByEmail(email),
  ]);
  return { invitation, role, inviter, hasAccount: account !== null };
}

/** @throws Problem 410 */
function refuseEnded(invitation: FoundInvitation, now: number): void {
  const { acceptedAt, expiresAt, orgId, organizationName } = invitation;
  const ended = (detail: string) => new Problem("invitation_ended", detail);
  if (acceptedAt !== null) {
    throw ended(
      "Somebody has joined with this invitation. If it was you, sign in; if not, ask for another one.",
    );
  }
  if (expiresAt <= now) throw ended("This invitation has run out. Ask whoever invited you for another one.");
  if (orgId !== PLATFORM && organizationName === null) {
    throw ended("The organization of this invitation was deleted.");
  }
}
