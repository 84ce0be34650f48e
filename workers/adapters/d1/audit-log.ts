import { filterWords } from "#domain/audit/audit-filter";
import type { AuditLog, AuditSummary } from "#domain/audit/ports";
import { toMatchExpression } from "#domain/audit/text-search";
import { type EntryRow, readEntry, scanEntries, sha256 } from "../../../durable-objects/audit-d1.ts";

const SUMMARY = [
  "e.org_id",
  "e.seq",
  "e.at",
  "e.actor_kind",
  "e.actor_id",
  "e.actor_name",
  "e.action",
  "e.target_kind",
  "e.target_id",
  "e.outcome",
  "e.ip",
  "e.request_id",
  "e.previous_hash",
  "e.hash",
  `coalesce(${nameIn("e.after")}, ${nameIn("e.before")}) AS target_name`,
].join(", ");

/** As `targetName` reads it, without carrying whole resources here. What somebody made unreadable has no name. */
function nameIn(column: string): string {
  const names = ["$.name", "$.email", "$.user.email"].map(
    (path) => `CASE json_type(${column}, '${path}') WHEN 'text' THEN nullif(${column} ->> '${path}', '') END`,
  );
  return `CASE WHEN json_valid(${column}) THEN coalesce(${names.join(", ")}) END`;
}

/**
 * The index is walked from the newest entry down and left when the page is full. `CROSS JOIN`: SQLite must not begin with
 * the rows. The organization is a word of the expression; that the row is the organization's too costs nothing to ask.
 * ?3 and ?4 are numbers of entries, and `number` is what the index is keyed by: both ascend together.
 */
export const SEARCH = `SELECT ${SUMMARY} FROM audit_search s CROSS JOIN audit_entries e ON e.number = s.rowid
WHERE s.audit_search MATCH ?2
AND s.rowid >= coalesce((SELECT number FROM audit_entries WHERE org_id = ?1 AND seq >= ?3 ORDER BY seq LIMIT 1), 9e18)
AND s.rowid < coalesce((SELECT number FROM audit_entries WHERE org_id = ?1 AND seq >= ?4 ORDER BY seq LIMIT 1), 9e18)
AND e.org_id = ?1 ORDER BY s.rowid DESC LIMIT ?5`;

/** Without a filter the rows themselves are the list. */
export const LIST = `SELECT ${SUMMARY} FROM audit_entries e
WHERE e.org_id = ?1 AND e.seq >= ?2 AND e.seq < ?3 ORDER BY e.seq DESC LIMIT ?4`;

const FIRST_SINCE = "SELECT seq FROM audit_entries WHERE org_id = ?1 AND at >= ?2 ORDER BY at, seq LIMIT 1";

const BEYOND = Number.MAX_SAFE_INTEGER;

export function createAuditLog(db: D1Database): AuditLog {
  const firstSince = async (orgId: string, time: number) => {
    const row = await db.prepare(FIRST_SINCE).bind(orgId, time).first<{ seq: number }>();
    return row?.seq ?? null;
  };
  return {
    firstSince,

    async search(orgId, filter, { before, limit }) {
      const [from, to] = await Promise.all([
        filter.from === null ? 0 : firstSince(orgId, filter.from),
        filter.to === null ? null : firstSince(orgId, filter.to),
      ]);
      if (from === null) return [];
      const end = Math.min(to ?? BEYOND, before ?? BEYOND);
      const words = filterWords(orgId, filter, sha256);
      const narrowed = words.length > 1 || filter.terms.length > 0;
      const statement = narrowed
        ? db.prepare(SEARCH).bind(orgId, toMatchExpression(words, filter.terms), from, end, limit)
        : db.prepare(LIST).bind(orgId, from, end, limit);
      const { results } = await statement.all<SummaryRow>();
      return results.map(readSummary);
    },

    async find(orgId, seq) {
      const row = await db
        .prepare("SELECT * FROM audit_entries WHERE org_id = ?1 AND seq = ?2")
        .bind(orgId, seq)
        .first<EntryRow>();
      return row === null ? null : readEntry(row);
    },

    async organizations(after, limit) {
      const { results } = await db
        .prepare(
          "SELECT id, policy FROM organizations WHERE id > ?1 AND deleted_at IS NULL ORDER BY id LIMIT ?2",
        )
        .bind(after, limit)
        .all<{ id: string; policy: string }>();
      return results;
    },

    scan: (orgId, after, through, limit) => scanEntries(db, orgId, after, through, limit),
  };
}

interface SummaryRow extends EntryRow {
  readonly target_name: string | null;
}

function readSummary(row: SummaryRow): AuditSummary {
  const { before: _before, after: _after, ...summary } = readEntry(row);
  return { ...summary, targetName: row.target_name };
}
