import { isPermission } from "#domain/access/permissions";
import type { Principal } from "#domain/access/principal";
import { hashApiKey } from "../crypto/digests.ts";
import { setBounded } from "../set-bounded.ts";

/** A revoked key works no longer than this in an isolate that has seen it. */
const MAX_AGE_MS = 30_000;
const MAX_KEYS = 2_000;

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
}

/** By the key's hash; only keys that were good. Guesses are never remembered, so they cannot push good ones out. */
const known = new Map<string, Known>();

/** Who calls with an API key, or null. One D1 row read per key, isolate and half minute. */
export function createApiKeyAuthenticator(db: D1Database, now: () => number) {
  return async (key: string): Promise<Principal | null> => {
    const hash = hashApiKey(key);
    const cached = known.get(hash);
    if (cached !== undefined && now() - cached.at < MAX_AGE_MS) {
      return isOver(cached.expiresAt, now()) ? null : cached.principal;
    }
    known.delete(hash);
    const row = await db
      .prepare(
        "SELECT id, org_id, name, scopes, expires_at FROM api_keys WHERE hash = ?1 AND revoked_at IS NULL",
      )
      .bind(hash)
      .first<Row>();
    if (row === null || isOver(row.expires_at, now())) return null;
    const principal = principalOf(row);
    setBounded(known, hash, { principal, expiresAt: row.expires_at, at: now() }, MAX_KEYS);
    return principal;
  };
}

function principalOf({ id, org_id: orgId, name, scopes }: Row): Principal {
  // A word that this version does not know allows nothing.
  const permissions = new Set((JSON.parse(scopes) as string[]).filter(isPermission));
  return { kind: "api_key", id, name, homeOrgId: orgId, grants: [{ orgId, permissions }] };
}

function isOver(expiresAt: number | null, now: number): boolean {
  return expiresAt !== null && expiresAt <= now;
}

/** A key was revoked through this isolate: it stops working here at once. */
export function forgetApiKeys(): void {
  known.clear();
}
