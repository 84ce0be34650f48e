import type { DeliveryFilter } from "#domain/operations/delivery-filter";
import type { DeliverySearch, SearchPage, SearchRequest } from "#domain/operations/ports";
import { buildDeliveryQueries, type DeliveryQuery } from "./delivery-query.ts";
import {
  type AttemptRow,
  DELIVERY_COLUMNS,
  type DeliveryRow,
  readAttempt,
  readDelivery,
  readSummary,
  SUMMARY_COLUMNS,
} from "./delivery-row.ts";

/** Rows that one page may look at when a filter has no index. */
export const SCAN_ROWS = 5_000;
/** Rows that one count may look at. */
export const COUNT_ROWS = 100_000;

export function createDeliverySearch(db: D1Database): DeliverySearch {
  return {
    page: (orgId, filter, request) => search(db, orgId, filter, request, SUMMARY_COLUMNS, readSummary),
    fullPage: (orgId, filter, request) => search(db, orgId, filter, request, DELIVERY_COLUMNS, readDelivery),

    async count(orgId, filter) {
      const statements = buildDeliveryQueries(orgId, filter, { after: null, order: "newest" }).map(
        countStatement,
      );
      const counts = await Promise.all(
        statements.map(({ sql, params }) =>
          db
            .prepare(sql)
            .bind(...params)
            .first<CountRow>(),
        ),
      );
      const total = (of: (row: CountRow) => number) =>
        counts.reduce((sum, row) => sum + (row === null ? 0 : of(row)), 0);
      const exact = counts.every((row) => (row?.scanned ?? 0) <= COUNT_ROWS);
      return {
        count: Math.min(
          COUNT_ROWS,
          total((row) => row.hits ?? 0),
        ),
        exact,
      };
    },

    async find(orgId, id) {
      const row = await db
        .prepare(`SELECT ${DELIVERY_COLUMNS} FROM deliveries WHERE org_id = ?1 AND id = ?2`)
        .bind(orgId, id)
        .first<DeliveryRow>();
      return row === null ? null : readDelivery(row);
    },

    async attempts(orgId, id, limit) {
      const { results } = await db
        .prepare(
          "SELECT * FROM attempts WHERE org_id = ?1 AND delivery_id = ?2 ORDER BY attempt DESC LIMIT ?3",
        )
        .bind(orgId, id, limit)
        .all<AttemptRow>();
      return results.map(readAttempt).reverse();
    },
  };
}

interface CountRow {
  readonly scanned: number;
  readonly hits: number | null;
}

/**
 * One page. The statements of a page are one batch, so one moment of the log: a row that came or went between them
 * would move the edge of what was looked at, and rows at the edge would be shown twice or never.
 */
async function search<Row extends { readonly id: string }, Item>(
  db: D1Database,
  orgId: string,
  filter: DeliveryFilter,
  request: SearchRequest,
  columns: string,
  read: (row: Row) => Item,
): Promise<SearchPage<Item>> {
  const queries = buildDeliveryQueries(orgId, filter, request);
  const window = Math.max(request.limit + 1, Math.floor(SCAN_ROWS / queries.length));
  const statements = queries.map((query) => pageStatements(query, columns, window, request));
  const results = await db.batch<Row | WindowRow>(
    statements.flat().map(({ sql, params }) => db.prepare(sql).bind(...params)),
  );
  const answers = statements.map(({ length }): Answer<Row> => {
    const [matches, looked] = results.splice(0, length);
    const rows = (matches?.results ?? []) as Row[];
    const seen = looked?.results[0] as WindowRow | undefined;
    if (seen === undefined) return { rows, scanned: rows.length, edge: null };
    return { rows, scanned: seen.scanned, edge: seen.scanned < window ? null : seen.last };
  });

  const compare = request.order === "newest" ? (a: string, b: string) => order(b, a) : order;
  // The nearest edge: behind it one of the queries did not look, so what the others found there is not the next row.
  const edge = answers.flatMap((answer) => answer.edge ?? []).sort(compare)[0] ?? null;
  const rows = answers
    .flatMap((answer) => answer.rows)
    .filter(({ id }) => edge === null || compare(id, edge) <= 0)
    .sort((a, b) => compare(a.id, b.id));
  const shown = rows.slice(0, request.limit);
  return {
    rows: shown.map(read),
    next: rows.length > request.limit ? (shown.at(-1)?.id ?? null) : edge,
    scanned: answers.reduce((sum, answer) => sum + answer.scanned, 0),
  };
}

interface Answer<Row> {
  readonly rows: readonly Row[];
  readonly scanned: number;
  /** The last id that was looked at when more are behind it; null when the query came to its end. */
  readonly edge: string | null;
}

interface WindowRow {
  readonly scanned: number;
  readonly last: string | null;
}

interface Statement {
  readonly sql: string;
  readonly params: readonly unknown[];
}

/** The rows; and, where a filter has no index, how far was looked. */
function pageStatements(
  { source, sourceParams, residual, params }: DeliveryQuery,
  columns: string,
  window: number,
  request: SearchRequest,
): Statement[] {
  const limit = request.limit + 1;
  if (residual === null) {
    return [{ sql: `SELECT ${columns} ${source} LIMIT ${limit}`, params: sourceParams }];
  }
  const [direction, last] = request.order === "newest" ? ["DESC", "min(id)"] : ["ASC", "max(id)"];
  return [
    {
      sql: `SELECT ${columns} FROM (SELECT ${columns} ${source} LIMIT ${window}) WHERE ${residual} ORDER BY id ${direction} LIMIT ${limit}`,
      params,
    },
    {
      sql: `SELECT count(*) AS scanned, ${last} AS last FROM (SELECT id ${source} LIMIT ${window})`,
      params: sourceParams,
    },
  ];
}

function countStatement({ source, sourceParams, residual, params }: DeliveryQuery): Statement {
  const limit = COUNT_ROWS + 1;
  if (residual === null) {
    const sql = `SELECT count(*) AS scanned, count(*) AS hits FROM (SELECT id ${source} LIMIT ${limit})`;
    return { sql, params: sourceParams };
  }
  const hits = `sum(CASE WHEN ${residual} THEN 1 ELSE 0 END)`;
  return {
    sql: `SELECT count(*) AS scanned, ${hits} AS hits FROM (SELECT ${SUMMARY_COLUMNS} ${source} LIMIT ${limit})`,
    params,
  };
}

/** Ids are ASCII, so this is also SQLite's order. */
function order(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
