import { isPermission } from "#domain/access/permissions";
import type { Principal } from "#domain/access/principal";
import { hashApiKey } from "../crypto/digests.ts";
import { setBounded } from "../set-bounded.ts";

/** A revoked key works no longer than this in an isolate that has seen it. */
const MAX_AGE_MS = 30_000;
const MAX_KEYS = 2_000;
const MINUTE_MS = 60_000;

interface Known {
  readonly principal: Principal;
  readonly expiresAt: number | null;
  readonly at: number;
}

interface Row {
  readonly id: string;
  readonly org_id: string;
  readonly name: string;
  readonly scopes: string;
  readonly expires_at: number | null;
  readonly last_used_at: number | null;
}

/** By the key's hash; only keys that were good. Guesses are never remembered, so they cannot push good ones out. */
const known = new Map<string, Known>();

/**
 * Who calls with an API key, or null. One D1 row read per key, isolate and half minute; one row written per key and
 * minute in which it is used, after the answer (`later`).
 */
export function createApiKeyAuthenticator(
  db: D1Database,
  now: () => number,
  later: (work: Promise<unknown>) => void,
) {
  return async (key: string): Promise<Principal | null> => {
    const hash = hashApiKey(key);
    const cached = known.get(hash);
    if (cached !== undefined && now() - cached.at < MAX_AGE_MS) {
      return isOver(cached.expiresAt, now()) ? null : cached.principal;
    }
    known.delete(hash);
    const row = await db
      .prepare(
        "SELECT id, org_id, name, scopes, expires_at, last_used_at FROM api_keys WHERE hash = ?1 AND revoked_at IS NULL",
      )
      .bind(hash)
      .first<Row>();
    if (row === null || isOver(row.expires_at, now())) return null;
    const principal = principalOf(row);
    setBounded(known, hash, { principal, expiresAt: row.expires_at, at: now() }, MAX_KEYS);
    const minute = Math.floor(now() / MINUTE_MS) * MINUTE_MS;
    if ((row.last_used_at ?? 0) < minute) later(noteUse(db, row.id, minute));
    return principal;
  };
}

/** The condition makes it one row a minute for the whole region, however many isolates see the key. */
async function noteUse(db: D1Database, id: string, minute: number): Promise<void> {
  try {
    await db
      .prepare(
        "UPDATE api_keys SET last_used_at = ?2 WHERE id = ?1 AND (last_used_at IS NULL OR last_used_at < ?2)",
      )
      .bind(id, minute)
      .run();
  } catch (error) {
    // The call itself was answered; the next half minute writes it.
    console.warn(JSON.stringify({ event: "api_key.use_not_noted", id, error: String(error) }));
  }
}

function principalOf({ id, org_id: orgId, name, scopes }: Row): Principal {
  // A word that this version does not know allows nothing.
  const permissions = new Set((JSON.parse(scopes) as string[]).filter(isPermission));
  return { kind: "api_key", id, name, homeOrgId: orgId, grants: [{ orgId, permissions }] };
}

function isOver(expiresAt: number | null, now: number): boolean {
  return expiresAt !== null && expiresAt <= now;
}

/** A key was revoked or replaced through this isolate: what it may do counts here at once. */
export function forgetApiKeys(): void {
  known.clear();
}
