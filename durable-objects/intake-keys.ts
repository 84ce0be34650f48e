import type { EventKeys, IncomingEvent } from "#domain/ingress/append";
import {
  type DedupeVerdict,
  dedupeBucket,
  judgeDuplicate,
  type SeenKey,
} from "#domain/ingress/deduplication";

const FORGET_ROWS_PER_CALL = 2_000;

/** Keys that were seen (Idempotency-Key, own ids), in buckets of a day: the bucket leads the primary key, so neither
 * looking up nor forgetting needs an index of its own. */
export function createKeysTable(sql: SqlStorage): void {
  sql.exec(`CREATE TABLE IF NOT EXISTS keys (
    bucket INTEGER NOT NULL, key TEXT NOT NULL, event_id TEXT NOT NULL, fingerprint TEXT NOT NULL,
    PRIMARY KEY (bucket, key)) WITHOUT ROWID`);
}

/** Is this event new? Its keys are remembered in the same transaction. */
export function judgeAndRemember(sql: SqlStorage, event: IncomingEvent, now: number): DedupeVerdict {
  if (event.keys.length === 0) return { kind: "new" };
  const bucket = dedupeBucket(now);
  const seen = event.keys.map((key) => find(sql, key, bucket));
  const verdict = judgeDuplicate(event.fingerprint, seen);
  if (verdict.kind === "conflict") return verdict;
  const eventId = verdict.kind === "duplicate" ? verdict.eventId : event.id;
  event.keys.forEach((key, index) => {
    if (seen[index] !== null) return;
    sql.exec("INSERT INTO keys VALUES (?, ?, ?, ?)", bucket, key, eventId, event.fingerprint);
  });
  return verdict;
}

/** How many of these are new, without remembering any. One whose key was used for another body is not. */
export function countNew(sql: SqlStorage, events: readonly EventKeys[], now: number): number {
  const bucket = dedupeBucket(now);
  const inBatch = new Set<string>();
  let found = 0;
  for (const { keys } of events) {
    const known = keys.some((key) => inBatch.has(key) || find(sql, key, bucket) !== null);
    for (const key of keys) inBatch.add(key);
    if (!known) found++;
  }
  return found;
}

function find(sql: SqlStorage, key: string, bucket: number): SeenKey | null {
  const row = sql
    .exec<{ event_id: string; fingerprint: string }>(
      "SELECT event_id, fingerprint FROM keys WHERE bucket IN (?, ?) AND key = ? LIMIT 1",
      bucket,
      bucket - 1,
      key,
    )
    .next();
  return row.done ? null : { eventId: row.value.event_id, fingerprint: row.value.fingerprint };
}

/** In slices, so that forgetting a busy day never blocks the posts that arrive meanwhile. */
export function forgetOldKeys(sql: SqlStorage, now: number): void {
  sql.exec(
    "DELETE FROM keys WHERE (bucket, key) IN (SELECT bucket, key FROM keys WHERE bucket < ? LIMIT ?)",
    dedupeBucket(now) - 1,
    FORGET_ROWS_PER_CALL,
  );
}

export function oldestKeyBucket(sql: SqlStorage): number | null {
  const row = sql.exec<{ bucket: number }>("SELECT bucket FROM keys ORDER BY bucket LIMIT 1").next();
  return row.done ? null : row.value.bucket;
}
