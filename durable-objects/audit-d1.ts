import { createHash } from "node:crypto";
import type { ChainedEntry } from "#domain/audit/audit-entry";
import { facetWords, searchText } from "#domain/audit/audit-filter";

/** The AuditObject's own SQL on D1: it alone writes `audit_entries` and `audit_search`. */

/** Synchronous on purpose: an entry gets its number and its hash in one uninterrupted step. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

const COLUMNS = [
  "seq",
  "at",
  "actor_kind",
  "actor_id",
  "actor_name",
  "action",
  "target_kind",
  "target_id",
  "outcome",
  "ip",
  "request_id",
  "before",
  "after",
  "previous_hash",
  "hash",
];

/**
 * Repeating it is harmless: after a write whose answer got lost, the same rows come again. A row that is there and says
 * something else was not written by us, and gives way.
 */
const INSERT_ENTRIES = `INSERT INTO audit_entries (org_id, ${COLUMNS.join(", ")})
SELECT ?1, ${COLUMNS.map((_, index) => `value ->> ${index}`).join(", ")} FROM json_each(?2) WHERE true
ON CONFLICT (org_id, seq) DO UPDATE SET ${COLUMNS.slice(1)
  .map((name) => `${name} = excluded.${name}`)
  .join(", ")} WHERE hash <> excluded.hash`;

/** `CROSS JOIN`: begun with the rows, it would read the organization's whole log for every write. */
const INSERT_SEARCH = `INSERT OR REPLACE INTO audit_search (rowid, facets, body)
SELECT e.number, value ->> 1, value ->> 2 FROM json_each(?2)
CROSS JOIN audit_entries e ON e.org_id = ?1 AND e.seq = CAST(value ->> 0 AS INTEGER)`;

/** Entries and their words in the index, all of them or none. */
export async function writeEntries(
  db: D1Database,
  orgId: string,
  entries: readonly ChainedEntry[],
): Promise<void> {
  const rows = JSON.stringify(entries.map(entryRow));
  const words = JSON.stringify(
    entries.map((entry) => [entry.seq, facetWords(entry, sha256).join(" "), searchText(entry)]),
  );
  await db.batch([
    db.prepare(INSERT_ENTRIES).bind(orgId, rows),
    db.prepare(INSERT_SEARCH).bind(orgId, words),
  ]);
}

function entryRow(entry: ChainedEntry): unknown[] {
  const { seq, at, actor, action, target, outcome, ip, requestId, before, after, previousHash, hash } = entry;
  const head = [seq, at, actor.kind, actor.id, actor.name, action, target.kind, target.id, outcome];
  return [...head, ip, requestId, before, after, previousHash, hash];
}

export interface EntryRow {
  readonly org_id: string;
  readonly seq: number;
  readonly at: number;
  readonly actor_kind: ChainedEntry["actor"]["kind"];
  readonly actor_id: string;
  readonly actor_name: string;
  readonly action: string;
  readonly target_kind: string;
  readonly target_id: string;
  readonly outcome: ChainedEntry["outcome"];
  readonly ip: string;
  readonly request_id: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly previous_hash: string;
  readonly hash: string;
}

/**
 * Up to `?4` entries, and no more than fit into memory: the running length of what is before a row decides, so the first
 * is always among them.
 */
const SCAN = `SELECT * FROM (SELECT *, sum(size) OVER (ORDER BY seq) - size AS length FROM
(SELECT *, coalesce(length(before), 0) + coalesce(length(after), 0) + 1000 AS size FROM audit_entries
WHERE org_id = ?1 AND seq > ?2 AND seq <= ?3 ORDER BY seq LIMIT ?4)) WHERE length < 4000000 ORDER BY seq`;
const BOUNDS =
  "SELECT min(seq) AS first, max(seq) AS last, (SELECT at FROM audit_entries WHERE org_id = ?1 ORDER BY seq LIMIT 1) AS at FROM audit_entries WHERE org_id = ?1";
const REMOVE_SEARCH = `DELETE FROM audit_search WHERE rowid IN
(SELECT number FROM audit_entries WHERE org_id = ?1 AND seq >= ?2 AND seq <= ?3)`;
const REMOVE_ENTRIES = "DELETE FROM audit_entries WHERE org_id = ?1 AND seq >= ?2 AND seq <= ?3";

export interface SearchableBounds {
  readonly first: number;
  readonly last: number;
  /** When the first was written. */
  readonly at: number;
}

/** Null when D1 has none. */
export async function searchableBounds(db: D1Database, orgId: string): Promise<SearchableBounds | null> {
  const row = await db
    .prepare(BOUNDS)
    .bind(orgId)
    .first<{ first: number | null; last: number | null; at: number | null }>();
  if (row === null || row.first === null || row.last === null) return null;
  return { first: row.first, last: row.last, at: row.at ?? 0 };
}

/** Entries behind `after` up to `through`, ascending. */
export async function scanEntries(
  db: D1Database,
  orgId: string,
  after: number,
  through: number,
  limit: number,
): Promise<readonly ChainedEntry[]> {
  const { results } = await db.prepare(SCAN).bind(orgId, after, through, limit).all<EntryRow>();
  return results.map(readEntry);
}

export async function removeEntries(
  db: D1Database,
  orgId: string,
  firstSeq: number,
  lastSeq: number,
): Promise<void> {
  await db.batch([
    db.prepare(REMOVE_SEARCH).bind(orgId, firstSeq, lastSeq),
    db.prepare(REMOVE_ENTRIES).bind(orgId, firstSeq, lastSeq),
  ]);
}

export function readEntry(row: EntryRow): ChainedEntry {
  return {
    orgId: row.org_id,
    seq: row.seq,
    at: row.at,
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
    action: row.action,
    target: { kind: row.target_kind, id: row.target_id },
    outcome: row.outcome,
    ip: row.ip,
    requestId: row.request_id,
    before: row.before,
    after: row.after,
    previousHash: row.previous_hash,
    hash: row.hash,
  };
}
