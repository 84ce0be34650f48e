import { type Invitation, regionOfInvitation } from "#domain/access/invitation";
import { findPasswordProblem } from "#domain/identity/password-policy";
import type { NewUser, User } from "#domain/identity/user";
import { Problem } from "#domain/problem";
import { admitGuess, forgiveGuess } from "./admit-guess.ts";
import type { AnnounceCaller } from "./announce-caller.ts";
import type { PeopleServices } from "./people-services.ts";

export interface Acceptance {
  readonly token: string;
  readonly name: string;
  readonly password: string;
  readonly ip: string | null;
}

export interface Accepted {
  readonly invitation: Invitation;
  readonly user: Pick<User, "id" | "email" | "name">;
}

/** Two invitations of one address may be accepted at the same moment; the slower one joins whom the quicker one made. */
const MAX_TRIES = 2;

/**
 * Make the invited person's account, or let one who has an account join with their password. Wrong token, expired or
 * used invitation, wrong password: the same answer.
 */
export async function acceptInvitation(
  services: PeopleServices,
  input: Acceptance,
  announce: AnnounceCaller,
): Promise<Accepted> {
  await admitGuess(services, { ip: input.ip, email: null });
  const region = regionOfInvitation(input.token);
  if (region !== null && region !== services.region) {
    throw new Problem(
      "wrong_region",
      `This invitation is of the region ${region}. Accept it at that region's address.`,
    );
  }
  const hash = services.hashSecret(input.token);
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const invitation = region === null ? null : await services.invitations.findByToken(hash, services.now());
    if (invitation === null) throw failed();
    const known = await services.users.findByEmail(invitation.email);
    const user = known === null ? await newUser(services, invitation, input) : known;
    if (known !== null) await checkPassword(services, known, input.password);
    const { id, email } = user;
    await announce({ log: invitation.orgId, actor: { kind: "user", id, name: email } });
    const joining = known === null ? user : { id: user.id };
    if (await services.invitations.accept(hash, joining, services.now())) {
      services.forgetPeople();
      await forgiveGuess(services, { ip: input.ip, email: invitation.email });
      return { invitation, user };
    }
  }
  throw failed();
}

/** @throws Problem 429, as when signing in: an invitation is no way around the throttle. */
async function checkPassword(services: PeopleServices, user: User, password: string): Promise<void> {
  await admitGuess(services, { ip: null, email: user.email });
  if (!(await services.passwords.verify(password, user.passwordHash))) throw failed();
}

/** @throws Problem 422 for a password that anybody would guess. */
async function newUser(
  services: PeopleServices,
  { email }: Invitation,
  { name, password }: Acceptance,
): Promise<NewUser> {
  const problem = findPasswordProblem(password, email);
  if (problem !== null) {
    throw new Problem("invalid_body", "Choose another password; see errors.", [
      { pointer: "/password", message: problem },
    ]);
  }
  const passwordHash = await services.passwords.hash(password);
  return { id: services.createId("user"), email, name, passwordHash, createdAt: services.now() };
}

function failed(): Problem {
  return new Problem(
    "sign_in_failed",
    "The invitation is not valid any more, or the password is not the one of your account. Ask for another invitation.",
  );
}
