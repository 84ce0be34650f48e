import { sessionEnd } from "#domain/identity/decide-refresh";
import { normalizeEmail } from "#domain/identity/email";
import type { AccessToken } from "#domain/identity/ports";
import { formatRefreshToken } from "#domain/identity/refresh-token";
import type { Session, User } from "#domain/identity/user";
import { Problem } from "#domain/problem";
import { admitGuess, forgiveGuess } from "./admit-guess.ts";
import { type AnnounceCaller, personAtHome } from "./announce-caller.ts";
import { type Caller, type DoorServices, noteFailedSignIn } from "./note-at-the-door.ts";
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
  readonly session: Session;
  readonly accessToken: AccessToken;
  /** For the cookie and for nothing else. */
  readonly refreshToken: string;
}

type Services = PeopleServices & DoorServices;

const MAX_USER_AGENT = 256;
/** So often may a password or all sessions change while somebody signs in. */
const MAX_TRIES = 3;

/**
 * Begin a session. Unknown address, wrong password, wrong code: the same work and the same answer.
 * @throws Problem 401, and 429 for who guesses too fast.
 */
export async function signIn(
  services: Services,
  input: SignIn,
  caller: Caller,
  announce: AnnounceCaller,
): Promise<SignedIn> {
  const guesser = { ip: input.ip, email: normalizeEmail(input.email) };
  await admitGuess(services, guesser);
  let proved = false;
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const user = await checkPassword(services, guesser.email, input.password, caller);
    // A code is used up by the first try.
    if (!proved) await checkSecondFactor(services, user, input.code, caller);
    proved = true;
    await announce(await personAtHome(services, user));
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

async function checkPassword(
  services: Services,
  email: string,
  password: string,
  caller: Caller,
): Promise<User> {
  const user = await services.users.findByEmail(email);
  const right = await services.passwords.verify(password, user?.passwordHash ?? null);
  if (user !== null && !right) noteFailedSignIn(services, caller, user);
  if (user === null || !right) throw failed();
  return user;
}

async function checkSecondFactor(
  services: Services,
  user: User,
  code: string | undefined,
  caller: Caller,
): Promise<void> {
  switch (await useSecondFactor(services, user, code)) {
    case "right":
      return;
    case "missing":
      throw new Problem("second_factor_needed", "Send the same again with the code of your authenticator.");
    case "wrong":
      noteFailedSignIn(services, caller, user);
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
  const session: Session = {
    id,
    createdAt,
    refreshedAt: createdAt,
    expiresAt,
    ip: ip ?? "",
    userAgent: userAgent.slice(0, MAX_USER_AGENT),
  };
  const kept = { ...session, userId: user.id, refreshHash: services.hashSecret(refreshToken) };
  if (!(await services.sessions.insert(kept, user.passwordHash))) return null;
  const accessToken = await services.accessTokens.issue(user.id, id);
  return { user, session, accessToken, refreshToken };
}

function failed(): Problem {
  return new Problem("sign_in_failed", "The address, the password or the code is wrong.");
}
