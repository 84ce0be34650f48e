import { createTimeOrderedId } from "#domain/ids";
import {
  MAX_REJECTED_PER_MINUTE,
  type RejectedRequest,
  type RejectedSummary,
  type RejectionCode,
} from "#domain/ingress/rejected-request";
import type { RejectedRequests } from "#domain/ingress/source-ports";
import { formatPointer, parsePointer } from "./body-pointer.ts";

const MINUTE_MS = 60_000;
/** What one question may look at: a rare reason in a long list is found over several pages. */
const ROWS_PER_PAGE = 2_000;

const SUMMARY = "id, source_id, at, reason, detail, method, status, ip, body_bytes";

interface SummaryRow {
  readonly id: string;
  readonly source_id: string;
  readonly at: number;
  readonly reason: string;
  readonly detail: string;
  readonly method: string;
  readonly status: number;
  readonly ip: string;
  readonly body_bytes: number;
}

interface Row extends SummaryRow {
  readonly headers: string;
  readonly query: string;
  readonly body_at: string | null;
}

export function createRejectedRequests(db: D1Database): RejectedRequests {
  return {
    /** The bound holds for the whole region: it is asked in the statement that writes. */
    async insert(orgId, request) {
      const minute = Math.floor(request.at / MINUTE_MS) * MINUTE_MS;
      const row = await db
        .prepare(
          `INSERT INTO rejected_requests (org_id, ${SUMMARY}, headers, query, body_at)
           SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13
           WHERE EXISTS (SELECT 1 FROM sources WHERE org_id = ?1 AND id = ?3)
           AND (SELECT count(*) FROM rejected_requests WHERE org_id = ?1 AND source_id = ?3 AND id >= ?14) < ${MAX_REJECTED_PER_MINUTE}
           RETURNING id`,
        )
        .bind(
          orgId,
          request.id,
          request.sourceId,
          request.at,
          request.reason,
          request.detail,
          request.method,
          request.status,
          request.ip,
          request.bodyBytes,
          JSON.stringify(request.headers),
          request.query,
          request.bodyAt === null ? null : formatPointer(request.bodyAt),
          idAt(minute),
        )
        .first();
      return row !== null;
    },

    async list(orgId, sourceId, { reason, from, to }, { limit, after }) {
      const { results } = await db
        .prepare(
          `SELECT ${SUMMARY} FROM rejected_requests WHERE org_id = ?1 AND source_id = ?2
           AND id >= ?3 AND id < ?4 ORDER BY id DESC LIMIT ?5`,
        )
        .bind(
          orgId,
          sourceId,
          from === null ? "" : idAt(from),
          earlier(after, to === null ? null : idAt(to)),
          reason === null ? limit + 1 : ROWS_PER_PAGE,
        )
        .all<SummaryRow>();
      return pageOf(results, reason, limit);
    },

    async find(orgId, sourceId, id) {
      const row = await db
        .prepare(
          `SELECT ${SUMMARY}, headers, query, body_at FROM rejected_requests WHERE org_id = ?1 AND id = ?3 AND source_id = ?2`,
        )
        .bind(orgId, sourceId, id)
        .first<Row>();
      return row === null ? null : readRow(row);
    },

    async removeBefore(orgId, before, rows) {
      await db
        .prepare(
          `DELETE FROM rejected_requests WHERE org_id = ?1 AND id IN
           (SELECT id FROM rejected_requests WHERE org_id = ?1 AND id < ?2 ORDER BY id LIMIT ?3)`,
        )
        .bind(orgId, idAt(before), rows)
        .run();
    },
  };
}

/** Everything since then has a greater id. */
function idAt(timeMs: number): string {
  return createTimeOrderedId("rej", timeMs, new Uint8Array(10));
}

/** Behind every id. */
const END = "rej_~";

function earlier(a: string | null, b: string | null): string {
  if (a === null) return b ?? END;
  return b === null || a < b ? a : b;
}

/** With a filter the page ends where the looking ended, not with the last row that fitted. */
function pageOf(rows: readonly SummaryRow[], reason: RejectionCode | null, limit: number) {
  const fitting = reason === null ? rows : rows.filter((row) => row.reason === reason);
  const items = fitting.slice(0, limit).map(readSummary);
  const lookedAll = reason !== null && rows.length < ROWS_PER_PAGE;
  if (fitting.length > limit) return { items, next: items.at(-1)?.id ?? null };
  return { items, next: reason === null || lookedAll ? null : (rows.at(-1)?.id ?? null) };
}

function readSummary(row: SummaryRow): RejectedSummary {
  return {
    id: row.id,
    sourceId: row.source_id,
    at: row.at,
    reason: row.reason as RejectionCode,
    detail: row.detail,
    method: row.method,
    status: row.status,
    ip: row.ip,
    bodyBytes: row.body_bytes,
  };
}

function readRow(row: Row): RejectedRequest {
  return {
    ...readSummary(row),
    headers: JSON.parse(row.headers) as Record<string, string>,
    query: row.query,
    bodyAt: row.body_at === null ? null : parsePointer(row.body_at),
  };
}
