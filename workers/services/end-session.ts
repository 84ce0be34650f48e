import { sessionOfRefreshToken } from "#domain/identity/refresh-token";
import { Problem } from "#domain/problem";
import type { PeopleServices } from "./people-services.ts";

/** Sign out the browser that holds this refresh token. Whatever it is: afterwards that browser is not signed in. */
export async function signOut(services: PeopleServices, refreshToken: string): Promise<void> {
  const id = sessionOfRefreshToken(refreshToken);
  const session = id === null ? null : await services.sessions.find(id);
  if (session === null) return;
  const hash = services.hashSecret(refreshToken);
  // Somebody who only knows the session's id has not got the browser.
  if (hash !== session.refreshHash && hash !== session.previousHash) return;
  await services.sessions.revoke(session.userId, session.id, services.now());
  services.forgetPeople();
}

/** @throws Problem 404 for a session that is not the person's. */
export async function endSession(services: PeopleServices, userId: string, id: string): Promise<void> {
  const known = await services.sessions.revoke(userId, id, services.now());
  services.forgetPeople();
  if (!known) {
    throw new Problem("not_found", `You have no session ${id}. GET /api/v1/auth/sessions lists yours.`);
  }
}

/** Every browser, this one included, and those that are signing in at this moment. */
export async function signOutEverywhere(services: PeopleServices, userId: string): Promise<void> {
  await services.sessions.revokeAll(userId, services.now());
  services.forgetPeople();
}
