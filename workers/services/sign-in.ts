import { sessionEnd } from "#domain/identity/decide-refresh";
import { normalizeEmail } from "#domain/identity/email";
import type { AccessToken } from "#domain/identity/ports";
import { formatRefreshToken } from "#domain/identity/refresh-token";
import type { User } from "#domain/identity/user";
import { Problem } from "#domain/problem";
import { admitGuess, forgiveGuess } from "./admit-guess.ts";
import type { PeopleServices } from "./people-services.ts";
import { useSecondFactor } from "./use-second-factor.ts";

export interface SignIn {
  readonly email: string;
  readonly password: string;
  readonly code: string | undefined;
  readonly ip: string | null;
  readonly userAgent: string;
}

export interface SignedIn {
  readonly user: User;
  readonly sessionId: string;
  readonly accessToken: AccessToken;
  /** For the cookie and for nothing else. */
  readonly refreshToken: string;
  readonly refreshExpiresAt: number;
}

const MAX_USER_AGENT = 256;
/** So often may a password or all sessions change while somebody signs in. */
const MAX_TRIES = 3;

/**
 * Begin a session. Unknown address, wrong password, wrong code: the same work and the same answer.
 * @throws Problem 401, and 429 for who guesses too fast.
 */
export async function signIn(services: PeopleServices, input: SignIn): Promise<SignedIn> {
  const guesser = { ip: input.ip, email: normalizeEmail(input.email) };
  await admitGuess(services, guesser);
  let proved = false;
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const user = await checkPassword(services, guesser.email, input.password);
    // A code is used up by the first try.
    if (!proved) await checkSecondFactor(services, user, input.code);
    proved = true;
    const signedIn = await beginSession(services, user, input);
    if (signedIn === null) continue;
    await forgiveGuess(services, guesser);
    if (services.passwords.needsUpgrade(user.passwordHash)) {
      const stronger = await services.passwords.hash(input.password);
      await services.users.upgradeHash(user.id, user.passwordHash, stronger);
    }
    return signedIn;
  }
  throw failed();
}

async function checkPassword(services: PeopleServices, email: string, password: string): Promise<User> {
  const user = await services.users.findByEmail(email);
  const right = await services.passwords.verify(password, user?.passwordHash ?? null);
  if (user === null || !right) throw failed();
  return user;
}

async function checkSecondFactor(
  services: PeopleServices,
  user: User,
  code: string | undefined,
): Promise<void> {
  switch (await useSecondFactor(services, user, code)) {
    case "right":
      return;
    case "missing":
      throw new Problem("second_factor_needed", "Send the same again with the code of your authenticator.");
    case "wrong":
      throw failed();
  }
}

/** Null when the password was changed, or everybody signed out, since the password was checked. */
async function beginSession(
  services: PeopleServices,
  user: User,
  { ip, userAgent }: SignIn,
): Promise<SignedIn | null> {
  const id = services.createId("ses");
  const createdAt = services.now();
  const refreshToken = formatRefreshToken(id, services.refreshSecrets.first());
  const expiresAt = sessionEnd(createdAt, createdAt);
  const session = {
    id,
    userId: user.id,
    refreshHash: services.hashSecret(refreshToken),
    createdAt,
    refreshedAt: createdAt,
    expiresAt,
    ip: ip ?? "",
    userAgent: userAgent.slice(0, MAX_USER_AGENT),
  };
  if (!(await services.sessions.insert(session, user.passwordHash))) return null;
  const accessToken = await services.accessTokens.issue(user.id, id);
  return { user, sessionId: id, accessToken, refreshToken, refreshExpiresAt: expiresAt };
}

function failed(): Problem {
  return new Problem("sign_in_failed", "The address, the password or the code is wrong.");
}
