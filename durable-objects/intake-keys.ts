import type { EventKeys, IncomingEvent } from "#domain/ingress/append";
import {
  type DedupeVerdict,
  dedupeBucket,
  judgeDuplicate,
  lookbackOf,
  PROVIDER_KEY_PREFIX,
  PROVIDER_LOOKBACK_BUCKETS,
  type SeenKey,
} from "#domain/ingress/deduplication";

const FORGET_ROWS_PER_CALL = 2_000;
/** Their keys as one JSON text: some 300 KB when every event has two of the longest, and SQLite takes 2 MB. */
const EVENTS_PER_STATEMENT = 500;

/** Keys that were seen (Idempotency-Key, own ids), in buckets of a day: the bucket leads the primary key, so neither
 * looking up nor forgetting needs an index of its own. */
export function createKeysTable(sql: SqlStorage): void {
  sql.exec(`CREATE TABLE IF NOT EXISTS keys (
    bucket INTEGER NOT NULL, key TEXT NOT NULL, event_id TEXT NOT NULL, fingerprint TEXT NOT NULL,
    PRIMARY KEY (bucket, key)) WITHOUT ROWID`);
}

/** Which of these events are new? Their keys are remembered in the same transaction. */
export function judgeAndRemember(
  sql: SqlStorage,
  events: readonly IncomingEvent[],
  now: number,
): DedupeVerdict[] {
  const verdicts: DedupeVerdict[] = [];
  for (let start = 0; start < events.length; start += EVENTS_PER_STATEMENT) {
    verdicts.push(...judgeSome(sql, events.slice(start, start + EVENTS_PER_STATEMENT), dedupeBucket(now)));
  }
  return verdicts;
}

/** Two statements however many events: a statement for each key cost more than everything else about accepting it. */
function judgeSome(sql: SqlStorage, events: readonly IncomingEvent[], bucket: number): DedupeVerdict[] {
  const seen = findKeys(sql, [...new Set(events.flatMap(({ keys }) => keys))], bucket);
  const added: (readonly [key: string, eventId: string, fingerprint: string])[] = [];
  const verdicts = events.map(({ id, keys, fingerprint }) => {
    const verdict = judgeDuplicate(
      fingerprint,
      keys.map((key) => seen.get(key) ?? null),
    );
    if (verdict.kind === "conflict") return verdict;
    const eventId = verdict.kind === "duplicate" ? verdict.eventId : id;
    for (const key of keys) {
      if (seen.has(key)) continue;
      // At once, so that the next event of the same commit finds it.
      seen.set(key, { eventId, fingerprint });
      added.push([key, eventId, fingerprint]);
    }
    return verdict;
  });
  if (added.length > 0) {
    sql.exec(
      "INSERT INTO keys SELECT ?, value ->> 0, value ->> 1, value ->> 2 FROM json_each(?)",
      bucket,
      JSON.stringify(added),
    );
  }
  return verdicts;
}

interface KeyRow extends Record<string, SqlStorageValue> {
  readonly bucket: number;
  readonly key: string;
  readonly event_id: string;
  readonly fingerprint: string;
}

function findKeys(sql: SqlStorage, keys: readonly string[], bucket: number): Map<string, SeenKey> {
  const found = new Map<string, SeenKey>();
  if (keys.length === 0) return found;
  // Only providers' ids are looked for further back: a caller's key costs two seeks and no more.
  const furthest = Math.max(...keys.map(lookbackOf));
  const buckets = Array.from({ length: furthest + 1 }, (_, back) => bucket - back);
  const rows = sql.exec<KeyRow>(
    `SELECT keys.bucket, keys.key, event_id, fingerprint FROM json_each(?) AS wanted
      CROSS JOIN keys ON keys.bucket IN (${buckets.map(() => "?").join(", ")}) AND keys.key = wanted.value`,
    JSON.stringify(keys),
    ...buckets,
  );
  for (const row of rows) {
    // One that is over and waits to be forgotten does not count, whoever else was asked for with it.
    if (row.bucket < bucket - lookbackOf(row.key)) continue;
    found.set(row.key, { eventId: row.event_id, fingerprint: row.fingerprint });
  }
  return found;
}

/** How many of these are new, without remembering any. One whose key was used for another body is not. */
export function countNew(sql: SqlStorage, events: readonly EventKeys[], now: number): number {
  const seen = findKeys(sql, [...new Set(events.flatMap(({ keys }) => keys))], dedupeBucket(now));
  const inBatch = new Set<string>();
  let found = 0;
  for (const { keys } of events) {
    const known = keys.some((key) => inBatch.has(key) || seen.has(key));
    for (const key of keys) inBatch.add(key);
    if (!known) found++;
  }
  return found;
}

/** In slices, so that forgetting a busy day never blocks the posts that arrive meanwhile. */
export function forgetOldKeys(sql: SqlStorage, now: number): void {
  sql.exec(
    `DELETE FROM keys WHERE (bucket, key) IN (${OVER} LIMIT ?)`,
    ...overParameters(now),
    FORGET_ROWS_PER_CALL,
  );
}

/** What neither kind of key is remembered for any more, and callers' keys in the buckets that only providers' ids stay in. */
const OVER = `SELECT bucket, key FROM keys WHERE bucket < ?
  UNION ALL SELECT bucket, key FROM keys WHERE bucket IN (?, ?) AND key < '${PROVIDER_KEY_PREFIX}'`;

function overParameters(now: number): readonly number[] {
  const today = dedupeBucket(now);
  return [
    today - PROVIDER_LOOKBACK_BUCKETS,
    today - PROVIDER_LOOKBACK_BUCKETS,
    today - PROVIDER_LOOKBACK_BUCKETS + 1,
  ];
}

export function hasOldKeys(sql: SqlStorage, now: number): boolean {
  return sql.exec(`${OVER} LIMIT 1`, ...overParameters(now)).next().done !== true;
}

export function hasKeys(sql: SqlStorage): boolean {
  return sql.exec("SELECT 1 FROM keys LIMIT 1").next().done !== true;
}
