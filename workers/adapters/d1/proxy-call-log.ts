import type { ErrorCategory } from "#domain/delivery/error-category";
import { createTimeOrderedId } from "#domain/ids";
import type { CacheWord, ProxyCallFilter, ProxyCallLog, ProxyCallRecord } from "#domain/proxy/ports";
import { withRetries } from "../with-retries.ts";
import { formatPointer, parsePointer } from "./body-pointer.ts";
import { ADD_USAGE } from "./delivery-log.ts";

/** Rows that one page may look at when a filter has no index. */
const SCAN_ROWS = 5_000;

const COLUMNS = [
  "id",
  "integration_id",
  "at",
  "method",
  "path",
  "http_status",
  "gateway_error",
  "category",
  "cache",
  "duration_ms",
  "total_ms",
  "request_bytes",
  "response_bytes",
  "caller",
  "correlation_id",
  "detail",
  "trace_at",
] as const;

type Row = Readonly<Record<(typeof COLUMNS)[number], string | number | null>>;

/** All rows of a flush travel as one JSON parameter. Written twice it is still there once: a retry may follow a success. */
const RECORD = `INSERT INTO proxy_calls (org_id, ${COLUMNS.join(", ")})
SELECT ?1, ${COLUMNS.map((_, index) => `value ->> ${index}`).join(", ")} FROM json_each(?2) WHERE true
ON CONFLICT (org_id, id) DO NOTHING`;

export function createProxyCallLog(db: D1Database): ProxyCallLog {
  return {
    async record(orgId, calls, stored) {
      if (calls.length === 0) return;
      const statements = [db.prepare(RECORD).bind(orgId, JSON.stringify(calls.map(toRow)))];
      if (stored.bytes > 0) statements.push(db.prepare(ADD_USAGE).bind(orgId, JSON.stringify([stored])));
      await withRetries(() => db.batch(statements));
    },

    async page(orgId, filter, { after, limit }) {
      const { window, windowParams, residual, params } = questionOf(orgId, filter, after);
      const rows = residual === null ? limit + 1 : SCAN_ROWS;
      const inner = `${window} LIMIT ${rows}`;
      const where = residual === null ? "" : `WHERE ${residual}`;
      const [found, scanned] = await db.batch([
        db.prepare(`SELECT * FROM (${inner}) ${where} ORDER BY id DESC LIMIT ${limit + 1}`).bind(...params),
        db.prepare(`SELECT count(*) AS rows, min(id) AS last FROM (${inner})`).bind(...windowParams),
      ]);
      const items = ((found?.results ?? []) as Row[]).map(readRow);
      const looked = scanned?.results[0] as { rows: number; last: string | null } | undefined;
      const shown = items.slice(0, limit);
      const behind = (looked?.rows ?? 0) >= rows ? (looked?.last ?? null) : null;
      const next = items.length > limit ? (shown.at(-1)?.id ?? null) : behind;
      return { rows: shown, next, scanned: looked?.rows ?? 0 };
    },

    async find(orgId, id) {
      const row = await db
        .prepare(`SELECT ${COLUMNS.join(", ")} FROM proxy_calls WHERE org_id = ?1 AND id = ?2`)
        .bind(orgId, id)
        .first<Row>();
      return row === null ? null : readRow(row);
    },

    async removeBefore(orgId, before, limit) {
      const { meta } = await db
        .prepare(
          "DELETE FROM proxy_calls WHERE org_id = ?1 AND id IN (SELECT id FROM proxy_calls WHERE org_id = ?1 AND id < ?2 ORDER BY id LIMIT ?3)",
        )
        .bind(orgId, firstIdAt(before), limit)
        .run();
      return meta.changes < limit;
    },
  };
}

interface Question {
  /** One index, in the order of the ids; its filters are all in that index. */
  readonly window: string;
  readonly windowParams: readonly unknown[];
  readonly residual: string | null;
  readonly params: readonly unknown[];
}

function questionOf(orgId: string, filter: ProxyCallFilter, after: string | null): Question {
  const params: unknown[] = [orgId];
  const bind = (value: unknown) => `?${params.push(value)}`;
  const { integrationId, category, httpStatus, gatewayError, from, to } = filter;
  const where = ["org_id = ?1"];
  let index = "";
  if (category !== null) {
    index = "INDEXED BY proxy_calls_category";
    where.push(`category = ${bind(category)}`, "category IS NOT NULL");
  } else if (integrationId !== null) {
    index = "INDEXED BY proxy_calls_integration";
    where.push(`integration_id = ${bind(integrationId)}`);
  }
  if (after !== null) where.push(`id < ${bind(after)}`);
  if (from !== null) where.push(`id >= ${bind(firstIdAt(from))}`);
  if (to !== null) where.push(`id < ${bind(firstIdAt(to))}`);
  const window = `SELECT ${COLUMNS.join(", ")} FROM proxy_calls ${index} WHERE ${where.join(" AND ")} ORDER BY id DESC`;
  const windowParams = [...params];
  const rest = [
    ...(category !== null && integrationId !== null ? [`integration_id = ${bind(integrationId)}`] : []),
    ...(httpStatus === null ? [] : [`http_status = ${bind(httpStatus)}`]),
    ...(gatewayError === null ? [] : [`gateway_error = ${bind(gatewayError)}`]),
  ];
  return { window, windowParams, residual: rest.length === 0 ? null : rest.join(" AND "), params };
}

function firstIdAt(timeMs: number): string {
  // Zeros for the random part: the smallest id of that moment.
  return createTimeOrderedId("pxc", timeMs, new Uint8Array(10));
}

function toRow(call: ProxyCallRecord): unknown[] {
  return [
    call.id,
    call.integrationId,
    call.at,
    call.method,
    call.path,
    call.httpStatus,
    call.gatewayError,
    call.category,
    call.cache,
    call.durationMs,
    call.totalMs,
    call.requestBytes,
    call.responseBytes,
    call.caller,
    call.correlationId,
    call.detail,
    call.traceAt === null ? null : formatPointer(call.traceAt),
  ];
}

function readRow(row: Row): ProxyCallRecord {
  const numberOrNull = (value: string | number | null) => (value === null ? null : Number(value));
  const textOrNull = (value: string | number | null) => (value === null ? null : String(value));
  return {
    id: String(row.id),
    integrationId: String(row.integration_id),
    at: Number(row.at),
    method: String(row.method),
    path: String(row.path),
    httpStatus: Number(row.http_status),
    gatewayError: textOrNull(row.gateway_error),
    category: textOrNull(row.category) as ErrorCategory | null,
    cache: String(row.cache) as CacheWord,
    durationMs: Number(row.duration_ms),
    totalMs: Number(row.total_ms),
    requestBytes: numberOrNull(row.request_bytes),
    responseBytes: numberOrNull(row.response_bytes),
    caller: String(row.caller),
    correlationId: String(row.correlation_id),
    detail: textOrNull(row.detail),
    traceAt: row.trace_at === null ? null : parsePointer(String(row.trace_at)),
  };
}
