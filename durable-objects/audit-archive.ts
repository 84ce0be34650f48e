import { type ArchivePlan, SEARCHABLE_ENTRIES } from "#domain/audit/audit-retention";
import type { ChainPoint } from "#domain/audit/hash-chain";
import { exportPrefix, segmentKey } from "#domain/audit/object-keys";
import { type ChainAnchors, verifyChain } from "#domain/audit/verify-chain";
import { removeEntries, scanEntries, searchableBounds, sha256 } from "./audit-d1.ts";
import { expiredSegment, forgetSegment, keepSegment, lastArchived, writeSegment } from "./audit-segments.ts";

/** One segment: what a reader parses at once. */
const SEGMENT_ENTRIES = 1_000;
const REMOVED_PER_VISIT = 20;

interface Stores {
  readonly sql: SqlStorage;
  readonly db: D1Database;
  readonly bucket: R2Bucket;
}

interface Log {
  readonly orgId: string;
  base(): ChainPoint;
  moveBase(to: ChainPoint): void;
  anchors(after: number, through: number): ChainAnchors;
}

/**
 * Removes segments that are older than the log is kept. The base moves first: a reader must never be sent to an object
 * that is gone. Answers false when more are left.
 */
export async function removeExpired(stores: Stores, log: Log, plan: ArchivePlan): Promise<boolean> {
  for (let removed = 0; removed < REMOVED_PER_VISIT; removed++) {
    const segment = expiredSegment(stores.sql, plan.removesBefore);
    if (segment === null) return true;
    log.moveBase({ seq: segment.lastSeq, hash: segment.lastHash });
    await stores.bucket.delete(segmentKey(log.orgId, segment.firstSeq, segment.lastSeq));
    forgetSegment(stores.sql, segment);
  }
  return false;
}

/**
 * Moves one segment of old entries from D1 to R2: written, read back, entered in the catalogue, and only then removed.
 * After a crash in between, the catalogue says what is archived already, and the rows that are left of it go. Answers
 * false when more are left.
 */
export async function archiveOldest(stores: Stores, log: Log, plan: ArchivePlan): Promise<boolean> {
  const { sql, db, bucket } = stores;
  const archived = lastArchived(sql) ?? log.base();
  const bounds = await searchableBounds(db, log.orgId);
  if (bounds === null) return true;
  if (bounds.first <= archived.seq) {
    await removeEntries(db, log.orgId, bounds.first, archived.seq);
    return false;
  }
  const surplus = bounds.last - bounds.first + 1 - SEARCHABLE_ENTRIES;
  if (bounds.at >= plan.movesWhenOlderThan && surplus <= 0) return true;

  const scanned = await scanEntries(db, log.orgId, archived.seq, bounds.last, SEGMENT_ENTRIES);
  const entries = scanned.filter(({ at, seq }) => at < plan.movesBefore || seq < bounds.first + surplus);
  const last = entries.at(-1);
  if (last === undefined) return true;
  const { fault } = verifyChain(entries, archived, log.anchors(archived.seq, last.seq), sha256);
  if (fault !== null) {
    // Evidence stays where it is. Somebody has to look: `npm run audit:verify` says the same.
    console.error(JSON.stringify({ event: "audit.archive_refused", orgId: log.orgId, ...fault }));
    return true;
  }
  keepSegment(sql, await writeSegment(bucket, log.orgId, entries));
  await removeEntries(db, log.orgId, archived.seq + 1, last.seq);
  return entries.length < SEGMENT_ENTRIES && surplus <= entries.length;
}

export async function removeExportParts(bucket: R2Bucket, orgId: string, exportId: string): Promise<void> {
  const prefix = exportPrefix(orgId, exportId);
  for (;;) {
    const { objects, truncated } = await bucket.list({ prefix });
    if (objects.length > 0) await bucket.delete(objects.map(({ key }) => key));
    if (!truncated) return;
  }
}
