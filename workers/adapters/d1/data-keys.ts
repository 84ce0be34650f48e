import { SecretUnavailable } from "#domain/secrets/secret-unavailable";
import { importKey, type OpenKeyRing } from "../crypto/key-ring.ts";
import { bindDataKey, decrypt, encrypt, parseWrapped } from "../crypto/sealed-text.ts";
import type { DataKeys } from "../crypto/secret-box.ts";
import { setBounded } from "../set-bounded.ts";

const KEY_BYTES = 32;
const MAX_KEYS = 5_000;
/**
 * Which version is the current one is asked again after this long. What is sealed with the one before is not lost: the
 * rotation comes by once more before it deletes it, and the database refuses what comes later still.
 */
const CURRENT_MAX_AGE_MS = 1_000;
const SHARED_MS = 2_000;

export interface DataKeyRow {
  readonly version: number;
  readonly kek_id: string;
  readonly wrapped: string;
}

/** What an isolate knows. A version's key never changes, so only its number in the cache is bounded. */
export interface DataKeyCache {
  readonly keys: Map<string, CryptoKey>;
  readonly current: Map<string, { readonly version: number; readonly at: number }>;
}

const isolateCache: DataKeyCache = { keys: new Map(), current: new Map() };

export function createDataKeys(
  db: D1Database,
  openKeyRing: OpenKeyRing,
  now: () => number,
  cache: DataKeyCache = isolateCache,
): DataKeys {
  /** Five hundred secrets that are opened at once and meet an empty cache ask the database once. */
  const asking = new Map<string, { readonly rows: Promise<readonly DataKeyRow[]>; readonly at: number }>();

  function readRows(orgId: string): Promise<readonly DataKeyRow[]> {
    const known = asking.get(orgId);
    // The request that asked may have been cut off: its question is then never answered, and nobody may wait for it.
    if (known !== undefined && now() - known.at < SHARED_MS) return known.rows;
    const rows = selectRows(db, orgId).finally(() => asking.delete(orgId));
    setBounded(asking, orgId, { rows, at: now() }, MAX_KEYS);
    return rows;
  }

  async function findRow(orgId: string, version: number): Promise<DataKeyRow | undefined> {
    const isWanted = (row: DataKeyRow) => row.version === version;
    // Once more: the question that was shared may have been put before this version was made.
    return (await readRows(orgId)).find(isWanted) ?? (await readRows(orgId)).find(isWanted);
  }

  async function unwrapped(orgId: string, row: DataKeyRow): Promise<CryptoKey> {
    const cacheKey = `${orgId}/${row.version}`;
    const known = cache.keys.get(cacheKey);
    if (known !== undefined) return known;
    const key = await importKey(await unwrapDataKey(openKeyRing, orgId, row));
    setBounded(cache.keys, cacheKey, key, MAX_KEYS);
    return key;
  }

  return {
    async current(orgId) {
      const known = cache.current.get(orgId);
      if (known !== undefined && now() - known.at < CURRENT_MAX_AGE_MS) {
        const key = cache.keys.get(`${orgId}/${known.version}`);
        if (key !== undefined) return { version: known.version, key };
      }
      const row = (await readRows(orgId))[0] ?? (await makeFirst(db, openKeyRing, orgId, now()));
      const key = await unwrapped(orgId, row);
      setBounded(cache.current, orgId, { version: row.version, at: now() }, MAX_KEYS);
      return { version: row.version, key };
    },

    async find(orgId, version) {
      const known = cache.keys.get(`${orgId}/${version}`);
      if (known !== undefined) return known;
      const row = await findRow(orgId, version);
      if (row === undefined) {
        throw new SecretUnavailable("unknown_data_key", `${orgId} has no data key ${version}.`);
      }
      return unwrapped(orgId, row);
    },

    forget(orgId) {
      cache.current.delete(orgId);
    },
  };
}

/** 32 random bytes, wrapped with the current key-encryption key. */
export async function makeDataKey(
  openKeyRing: OpenKeyRing,
  orgId: string,
  version: number,
): Promise<DataKeyRow> {
  const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  return wrapDataKey(openKeyRing, orgId, version, bytes);
}

export async function wrapDataKey(
  openKeyRing: OpenKeyRing,
  orgId: string,
  version: number,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<DataKeyRow> {
  const ring = await openKeyRing();
  const key = await ring.find(ring.currentId);
  return {
    version,
    kek_id: ring.currentId,
    wrapped: await encrypt(key, bytes, bindDataKey(orgId, version)),
  };
}

/** @throws SecretUnavailable when its key-encryption key is not configured, or it was moved from another organization. */
export async function unwrapDataKey(
  openKeyRing: OpenKeyRing,
  orgId: string,
  { version, kek_id: keyId, wrapped }: DataKeyRow,
): Promise<Uint8Array<ArrayBuffer>> {
  const key = await (await openKeyRing()).find(keyId);
  return decrypt(key, parseWrapped(wrapped), bindDataKey(orgId, version));
}

/** Newest first. */
async function selectRows(db: D1Database, orgId: string): Promise<readonly DataKeyRow[]> {
  const { results } = await db
    .prepare("SELECT version, kek_id, wrapped FROM data_keys WHERE org_id = ?1 ORDER BY version DESC")
    .bind(orgId)
    .all<DataKeyRow>();
  return results;
}

/** Two isolates that make one at the same time both go on with the one that was stored. */
async function makeFirst(
  db: D1Database,
  openKeyRing: OpenKeyRing,
  orgId: string,
  now: number,
): Promise<DataKeyRow> {
  const made = await makeDataKey(openKeyRing, orgId, 1);
  await db
    .prepare(
      "INSERT INTO data_keys (org_id, version, kek_id, wrapped, created_at) VALUES (?1, 1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
    )
    .bind(orgId, made.kek_id, made.wrapped, now)
    .run();
  const [stored] = await selectRows(db, orgId);
  if (stored === undefined) throw new SecretUnavailable("unknown_data_key", `${orgId} has no data key.`);
  return stored;
}
