import { decideRefresh } from "#domain/identity/decide-refresh";
import type { AccessToken, StoredSession } from "#domain/identity/ports";
import { formatRefreshToken, sessionOfRefreshToken } from "#domain/identity/refresh-token";
import { Problem } from "#domain/problem";
import { type Caller, type DoorServices, noteStolenSession } from "./note-at-the-door.ts";
import type { PeopleServices } from "./people-services.ts";

export interface Refreshed {
  readonly accessToken: AccessToken;
  /** The next refresh token; null when the browser has it already, or can no longer be told. */
  readonly next: { readonly token: string; readonly expiresAt: number } | null;
}

/** Two tabs that ask at the same moment: the slower one looks again and finds what the quicker one did. */
const MAX_LOOKS = 2;

/**
 * A new access token, and a new refresh token in place of this one. A token that was replaced before ends its session:
 * two hold it, and one of them is a thief.
 * @throws Problem 401 when the browser must sign in again. It does not say why.
 */
export async function refreshSession(
  services: PeopleServices & DoorServices,
  token: string,
  caller: Caller,
): Promise<Refreshed> {
  const id = sessionOfRefreshToken(token);
  if (id === null) throw over();
  const hash = services.hashSecret(token);
  for (let look = 0; look < MAX_LOOKS; look++) {
    const session = await services.sessions.find(id);
    if (session === null) throw over();
    const decision = decideRefresh(session, hash, services.now());
    switch (decision.kind) {
      case "over":
        throw over();
      case "reuse":
        await endStolenSession(services, session);
        await noteStolenSession(services, caller, session);
        throw over();
      case "repeat":
        return answer(services, session, await repeat(services, session, token));
      case "rotate": {
        const next = await successor(services, id, token);
        const { expiresAt } = decision;
        const nextHash = services.hashSecret(next);
        if (await services.sessions.rotate(id, hash, nextHash, services.now(), expiresAt)) {
          return answer(services, session, { token: next, expiresAt });
        }
      }
    }
  }
  throw over();
}

async function answer(
  services: PeopleServices,
  { id, userId }: StoredSession,
  next: Refreshed["next"],
): Promise<Refreshed> {
  return { accessToken: await services.accessTokens.issue(userId, id), next };
}

/** The same token that was answered before. Not when the key changed since: then the browser keeps what it has. */
async function repeat(
  services: PeopleServices,
  session: StoredSession,
  token: string,
): Promise<Refreshed["next"]> {
  const next = await successor(services, session.id, token);
  if (services.hashSecret(next) !== session.refreshHash) return null;
  return { token: next, expiresAt: session.expiresAt };
}

async function successor(services: PeopleServices, id: string, token: string): Promise<string> {
  return formatRefreshToken(id, await services.refreshSecrets.successor(token));
}

async function endStolenSession(services: PeopleServices, { id, userId }: StoredSession): Promise<void> {
  await services.sessions.revoke(userId, id, services.now());
  services.forgetPeople();
  console.warn(JSON.stringify({ event: "session.refresh_token_reused", sessionId: id, userId }));
}

function over(): Problem {
  return new Problem("unauthorized", "This browser is not signed in any more. Sign in again.");
}
