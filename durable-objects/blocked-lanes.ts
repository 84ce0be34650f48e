import type { LanePlace } from "#domain/delivery/settlement";
import type { BlockedLane } from "#domain/flow/blocked-lane";
import { PARKED } from "./waiting-deliveries.ts";

/** More of one lane are not counted: each of them would be read. */
const MOST_COUNTED = 1_000;

/** Dead letters that stop what stands behind them in their lane. */
export function createBlockedTable(sql: SqlStorage): void {
  sql.exec(`CREATE TABLE IF NOT EXISTS blocked_lanes (
    lane TEXT NOT NULL, id TEXT NOT NULL, position TEXT NOT NULL, blocked_at INTEGER, PRIMARY KEY (lane, id)) WITHOUT ROWID`);
  // Objects from before blocked lanes could be listed.
  const columns = sql.exec<{ name: string }>("SELECT name FROM pragma_table_info('blocked_lanes')").toArray();
  if (!columns.some(({ name }) => name === "blocked_at"))
    sql.exec("ALTER TABLE blocked_lanes ADD COLUMN blocked_at INTEGER");
}

export function keepBlock(sql: SqlStorage, { lane, position }: LanePlace, id: string, now: number): void {
  sql.exec("INSERT OR REPLACE INTO blocked_lanes VALUES (?, ?, ?, ?)", lane, id, position, now);
}

/** Does one stand before this place? */
export function isBlocked(sql: SqlStorage, { lane, position }: LanePlace): boolean {
  const before = "SELECT 1 FROM blocked_lanes WHERE lane = ? AND position < ? LIMIT 1";
  return sql.exec(before, lane, position).next().done !== true;
}

/** Null when it stopped no lane. */
export function takeBlock(sql: SqlStorage, id: string): LanePlace | null {
  const gone = sql.exec<{ lane: string; position: string }>(
    "DELETE FROM blocked_lanes WHERE id = ? RETURNING lane, position",
    id,
  );
  return gone.toArray()[0] ?? null;
}

/** Answers their lanes. */
export function takeBlocks(sql: SqlStorage, ids: readonly string[]): string[] {
  const gone = sql.exec<{ lane: string }>(
    "DELETE FROM blocked_lanes WHERE id IN (SELECT value FROM json_each(?)) RETURNING lane",
    JSON.stringify(ids),
  );
  return gone.toArray().map(({ lane }) => lane);
}

export function takeAllBlocks(sql: SqlStorage): string[] {
  const gone = sql.exec<{ lane: string }>("DELETE FROM blocked_lanes RETURNING lane");
  return [...new Set(gone.toArray().map(({ lane }) => lane))];
}

export function forgetBlocksOf(sql: SqlStorage, lane: string): void {
  sql.exec("DELETE FROM blocked_lanes WHERE lane = ?", lane);
}

interface BlockRow extends Record<string, SqlStorageValue> {
  readonly lane: string;
  readonly id: string;
  readonly blocked_at: number | null;
  readonly letters: number;
}

/** Lanes behind `after`, in the order of their names; each with the first dead letter that stops it. */
export function listBlockedLanes(sql: SqlStorage, after: string | null, limit: number): BlockedLane[] {
  // Beside `min` the other columns are those of its row.
  return sql
    .exec<BlockRow & { first: string }>(
      `SELECT lane, min(position) AS first, id, blocked_at, count(*) AS letters FROM blocked_lanes
       WHERE ?1 IS NULL OR lane > ?1 GROUP BY lane ORDER BY lane LIMIT ?2`,
      after,
      limit,
    )
    .toArray()
    .map(({ lane, id, blocked_at, letters }) => {
      const waiting = countParked(sql, lane);
      return {
        lane,
        deliveryId: id,
        since: blocked_at,
        deadLetters: letters,
        waiting: Math.min(waiting, MOST_COUNTED),
        waitingExact: waiting <= MOST_COUNTED,
      };
    });
}

function countParked(sql: SqlStorage, lane: string): number {
  const { rows } = sql
    .exec<{ rows: number }>(
      "SELECT count(*) AS rows FROM (SELECT 1 FROM waiting WHERE lane = ? AND due_at = ? LIMIT ?)",
      lane,
      PARKED,
      MOST_COUNTED + 1,
    )
    .one();
  return rows;
}
