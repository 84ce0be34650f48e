import { type Grant, homeOf, type Principal } from "#domain/access/principal";
import { isLive } from "#domain/identity/decide-refresh";
import { setBounded } from "../set-bounded.ts";
import { MEMBERSHIPS, type MembershipRow, readMembership } from "./membership-row.ts";

/** Who was signed out or removed elsewhere is out here after this. */
const MAX_AGE_MS = 30_000;
const MAX_SESSIONS = 2_000;

interface Row {
  readonly email: string;
  readonly valid_from: number;
  readonly created_at: number;
  readonly expires_at: number;
  readonly revoked_at: number | null;
}

interface Known {
  readonly principal: Principal;
  readonly userId: string;
  readonly expiresAt: number;
  readonly at: number;
}

/** By session; only those that are live. One list for the isolate, whatever env it is asked with. */
const known = new Map<string, Known>();

/** Who is signed in with the session, or null. One D1 batch per session, isolate and half minute. */
export function createUserAuthenticator(db: D1Database, now: () => number) {
  return async (userId: string, sessionId: string): Promise<Principal | null> => {
    const cached = known.get(sessionId);
    // One that ended may have been refreshed since: only the database knows.
    if (cached !== undefined && now() - cached.at < MAX_AGE_MS && cached.expiresAt > now()) {
      return cached.userId === userId ? cached.principal : null;
    }
    known.delete(sessionId);
    const [found, memberships] = await db.batch<Row | MembershipRow>([
      db
        .prepare(
          `SELECT u.email, u.sessions_valid_from AS valid_from, s.created_at, s.expires_at, s.revoked_at
           FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.id = ?1 AND s.user_id = ?2`,
        )
        .bind(sessionId, userId),
      db.prepare(MEMBERSHIPS).bind(userId),
    ]);
    const row = found?.results[0] as Row | undefined;
    if (row === undefined || !isLive(timesOf(row), now())) return null;
    const principal = principalOf(
      userId,
      sessionId,
      row.email,
      (memberships?.results ?? []) as MembershipRow[],
    );
    setBounded(known, sessionId, { principal, userId, expiresAt: row.expires_at, at: now() }, MAX_SESSIONS);
    return principal;
  };
}

function timesOf(row: Row) {
  return {
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    validFrom: row.valid_from,
  };
}

function principalOf(
  id: string,
  sessionId: string,
  email: string,
  rows: readonly MembershipRow[],
): Principal {
  const memberships = rows.map(readMembership);
  const grants = memberships.flatMap(({ orgId, role }): Grant[] =>
    role === null ? [] : [{ orgId, permissions: role.permissions }],
  );
  return { kind: "user", id, name: email, sessionId, homeOrgId: homeOf(memberships), grants };
}

/** Somebody was signed out, removed or given another role through this isolate: here it holds at once. */
export function forgetPeople(): void {
  known.clear();
}
