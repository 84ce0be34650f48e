import { hashApiKey } from "../crypto/digests.ts";
import { setBounded } from "../set-bounded.ts";

/** A revoked key works no longer than this in an isolate that has seen it. */
const MAX_AGE_MS = 30_000;
const MAX_KEYS = 2_000;

interface Known {
  readonly orgId: string;
  readonly at: number;
}

/** By the key's hash; only keys that were good. Guesses are never remembered, so they cannot push good ones out. */
const known = new Map<string, Known>();

/** The organization of an API key, or null. One D1 row read per key, isolate and half minute. */
export function createApiKeyAuthenticator(db: D1Database, now: () => number) {
  return async (key: string): Promise<string | null> => {
    const hash = hashApiKey(key);
    const cached = known.get(hash);
    if (cached !== undefined && now() - cached.at < MAX_AGE_MS) return cached.orgId;
    known.delete(hash);
    const row = await db
      .prepare("SELECT org_id FROM api_keys WHERE hash = ?1 AND revoked_at IS NULL")
      .bind(hash)
      .first<{ org_id: string }>();
    if (row === null) return null;
    setBounded(known, hash, { orgId: row.org_id, at: now() }, MAX_KEYS);
    return row.org_id;
  };
}

/** A key was revoked through this isolate: it stops working here at once. */
export function forgetApiKeys(): void {
  known.clear();
}
