import type { ChainedEntry } from "#domain/audit/audit-entry";
import { toLine } from "#domain/audit/entry-line";
import type { ChainPoint } from "#domain/audit/hash-chain";
import { segmentKey } from "#domain/audit/object-keys";
import type { ArchiveSegment } from "#domain/audit/ports";

/** The archive's catalogue: which entries lie in which object of R2. */

interface SegmentRow extends Record<string, SqlStorageValue> {
  readonly first_seq: number;
  readonly last_seq: number;
  readonly first_at: number;
  readonly last_at: number;
  readonly last_hash: string;
}

export function segmentBehind(sql: SqlStorage, after: number): ArchiveSegment | null {
  return first(
    sql.exec<SegmentRow>("SELECT * FROM segments WHERE last_seq > ? ORDER BY first_seq LIMIT 1", after),
  );
}

export function segmentAt(sql: SqlStorage, time: number): ArchiveSegment | null {
  return first(
    sql.exec<SegmentRow>("SELECT * FROM segments WHERE last_at >= ? ORDER BY first_seq LIMIT 1", time),
  );
}

/** The first one when all its entries are older than this. */
export function expiredSegment(sql: SqlStorage, before: number): ArchiveSegment | null {
  const oldest = first(sql.exec<SegmentRow>("SELECT * FROM segments ORDER BY first_seq LIMIT 1"));
  return oldest !== null && oldest.lastAt < before ? oldest : null;
}

export function lastArchived(sql: SqlStorage): ChainPoint | null {
  const last = first(sql.exec<SegmentRow>("SELECT * FROM segments ORDER BY first_seq DESC LIMIT 1"));
  return last === null ? null : { seq: last.lastSeq, hash: last.lastHash };
}

export function keepSegment(sql: SqlStorage, segment: ArchiveSegment): void {
  const { firstSeq, lastSeq, firstAt, lastAt, lastHash } = segment;
  sql.exec(
    "INSERT OR REPLACE INTO segments VALUES (?, ?, ?, ?, ?)",
    firstSeq,
    lastSeq,
    firstAt,
    lastAt,
    lastHash,
  );
}

export function forgetSegment(sql: SqlStorage, { firstSeq }: ArchiveSegment): void {
  sql.exec("DELETE FROM segments WHERE first_seq = ?", firstSeq);
}

/** Writes the entries to R2 and reads them back; only then may the rows go. */
export async function writeSegment(
  bucket: R2Bucket,
  orgId: string,
  entries: readonly ChainedEntry[],
): Promise<ArchiveSegment> {
  const [oldest] = entries;
  const newest = entries.at(-1);
  if (oldest === undefined || newest === undefined) throw new Error("A segment needs an entry.");
  const key = segmentKey(orgId, oldest.seq, newest.seq);
  const text = entries.map(toLine).join("");
  await bucket.put(key, text, { httpMetadata: { contentType: "application/x-ndjson" } });
  const stored = await bucket.get(key);
  if ((await stored?.text()) !== text) throw new Error(`The segment ${key} does not read as it was written.`);
  return {
    firstSeq: oldest.seq,
    lastSeq: newest.seq,
    firstAt: oldest.at,
    lastAt: newest.at,
    lastHash: newest.hash,
  };
}

function first(cursor: Iterable<SegmentRow>): ArchiveSegment | null {
  for (const row of cursor) {
    return {
      firstSeq: row.first_seq,
      lastSeq: row.last_seq,
      firstAt: row.first_at,
      lastAt: row.last_at,
      lastHash: row.last_hash,
    };
  }
  return null;
}
