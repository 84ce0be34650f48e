import { isLive } from "#domain/identity/decide-refresh";
import { sessionOfRefreshToken } from "#domain/identity/refresh-token";
import type { Session } from "#domain/identity/user";
import { Problem } from "#domain/problem";
import { type AnnounceCaller, personAtHome } from "./announce-caller.ts";
import { findUser } from "./confirm-person.ts";
import type { PeopleServices } from "./people-services.ts";

/**
 * Sign out the browser that holds this refresh token. Whatever it is: afterwards that browser is not signed in.
 * Answers the session that ended by it, if one did.
 */
export async function signOut(
  services: PeopleServices,
  refreshToken: string,
  announce: AnnounceCaller,
): Promise<string | null> {
  const id = sessionOfRefreshToken(refreshToken);
  const session = id === null ? null : await services.sessions.find(id);
  if (session === null || !isLive(session, services.now())) return null;
  const hash = services.hashSecret(refreshToken);
  // Somebody who only knows the session's id has not got the browser.
  if (hash !== session.refreshHash && hash !== session.previousHash) return null;
  await announce(await personAtHome(services, await findUser(services, session.userId)));
  await services.sessions.revoke(session.userId, session.id, services.now());
  services.forgetPeople();
  return session.id;
}

/**
 * Answers what it was; null when it was over already.
 * @throws Problem 404 for a session that is not the person's.
 */
export async function endSession(
  services: PeopleServices,
  userId: string,
  id: string,
): Promise<Session | null> {
  const live = await services.sessions.list(userId, services.now());
  const known = await services.sessions.revoke(userId, id, services.now());
  services.forgetPeople();
  if (!known) {
    throw new Problem("not_found", `You have no session ${id}. GET /api/v1/auth/sessions lists yours.`);
  }
  return live.find((session) => session.id === id) ?? null;
}

/** Every browser, this one included, and those that are signing in at this moment. Answers those that were signed in. */
export async function signOutEverywhere(
  services: PeopleServices,
  userId: string,
): Promise<readonly Session[]> {
  const live = await services.sessions.list(userId, services.now());
  await services.sessions.revokeAll(userId, services.now());
  services.forgetPeople();
  return live;
}
