import { Secret, TOTP } from "otpauth";
import { createPasswordHasher } from "#adapters/crypto/password-hasher";
import { ALL_PERMISSIONS } from "#domain/access/permissions";
import { acceptInvitation } from "#services/accept-invitation";
import { invite } from "#services/invite";
import type { PeopleServices } from "#services/people-services";
import { signIn } from "#services/sign-in";

/** Right in form and quick: the real parameters have a test of their own. */
export const QUICK_PASSWORDS = createPasswordHasher({ cost: 2 ** 4, blockSize: 8, parallelization: 1 });

export const PASSWORD = "correct battery staple";

/** Somebody with an account who is signed in. */
export interface Person {
  readonly userId: string;
  readonly email: string;
  readonly sessionId: string;
  readonly accessToken: string;
  readonly refreshToken: string;
}

const OPERATOR = { id: "operator", permissions: new Set(ALL_PERMISSIONS) };

/** An open invitation by the operator; its address contains `name`. */
export async function inviteSomebody(services: PeopleServices, orgId: string, roleId: string, name: string) {
  const email = `${name}-${crypto.randomUUID().slice(0, 8)}@example.test`;
  return invite(services, orgId, OPERATOR, { email, roleId, days: 1 });
}

/** Somebody new with this role, as it happens: invited, accepted, signed in. */
export async function joinPerson(
  services: PeopleServices,
  orgId: string,
  roleId: string,
  name: string,
): Promise<Person> {
  const { token } = await inviteSomebody(services, orgId, roleId, name);
  const { user } = await acceptInvitation(services, { token, name, password: PASSWORD, ip: null });
  return signInAgain(services, user.email);
}

export async function signInAgain(services: PeopleServices, email: string): Promise<Person> {
  const input = { email, password: PASSWORD, code: undefined, ip: null, userAgent: "" };
  const { user, sessionId, accessToken, refreshToken } = await signIn(services, input);
  return { userId: user.id, email, sessionId, accessToken: accessToken.token, refreshToken };
}

/** What the person's authenticator shows now. */
export function codeOf(secret: string, now: number): string {
  const authenticator = new TOTP({
    algorithm: "SHA1",
    digits: 6,
    period: 30,
    secret: Secret.fromBase32(secret),
  });
  return authenticator.generate({ timestamp: now });
}
