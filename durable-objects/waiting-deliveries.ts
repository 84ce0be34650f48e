import type { HeldFor, TriedDelivery, WaitingState } from "#domain/delivery/settlement";
import type { BodyPointer, GatewayEvent } from "#domain/event";
import type { DueDelivery } from "#domain/messages";

/** The rows of an IntegrationObject: deliveries that wait for their time. */
export interface WaitingDelivery {
  readonly delivery: DueDelivery;
  readonly dueAt: number;
  /** It waits for this credential. */
  readonly heldFor?: HeldFor;
}

/** In place of its due time: it has none yet. */
export const PARKED = 8_000_000_000_000_000;

interface WaitingRow extends Record<string, SqlStorageValue> {
  readonly id: string;
  readonly due_at: number;
  readonly attempts: number;
  readonly cycle_attempts: number;
  readonly cycle_started_at: number | null;
  readonly round: number;
  readonly first_attempt_at: number | null;
  readonly event: string;
  readonly payload_at: string;
  readonly held_for: string | null;
  readonly parts_done: number | null;
  readonly batch: string | null;
  readonly lane: string | null;
  readonly position: string | null;
}

/** In the order in which they came: rows are written by position. */
const YOUNGER_COLUMNS = [
  ["held_for", "TEXT"],
  ["parts_done", "INTEGER"],
  ["batch", "TEXT"],
  ["lane", "TEXT"],
  ["position", "TEXT"],
] as const;

export function createWaitingTable(sql: SqlStorage): void {
  sql.exec(`
    CREATE TABLE IF NOT EXISTS waiting (
      id TEXT PRIMARY KEY, due_at INTEGER NOT NULL, attempts INTEGER NOT NULL, cycle_attempts INTEGER NOT NULL,
      cycle_started_at INTEGER, round INTEGER NOT NULL, first_attempt_at INTEGER, event TEXT NOT NULL, payload_at TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS waiting_due ON waiting (due_at);
  `);
  // Objects from before there were credentials, or several messages, have the table without these columns.
  const columns = sql.exec<{ name: string }>("SELECT name FROM pragma_table_info('waiting')").toArray();
  for (const [column, type] of YOUNGER_COLUMNS) {
    if (!columns.some(({ name }) => name === column))
      sql.exec(`ALTER TABLE waiting ADD COLUMN ${column} ${type}`);
  }
  sql.exec("CREATE INDEX IF NOT EXISTS waiting_held ON waiting (held_for) WHERE held_for IS NOT NULL");
}

/** A delivery that waits already moves to the new time. */
export function keepWaiting(sql: SqlStorage, { delivery, dueAt, heldFor }: WaitingDelivery): void {
  sql.exec(
    "INSERT OR REPLACE INTO waiting VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    delivery.id,
    dueAt,
    delivery.attempts,
    delivery.cycleAttempts,
    delivery.cycleStartedAt,
    delivery.round,
    delivery.firstAttemptAt,
    JSON.stringify(delivery.event),
    JSON.stringify(delivery.payloadAt),
    heldFor?.credentialId ?? null,
    delivery.partsDone ?? null,
    delivery.batch ?? null,
    delivery.lane ?? null,
    delivery.position ?? null,
  );
}

/** These gather no longer: they are due together. One that was taken out of the batch meanwhile stays as it is. */
export function closeBatch(sql: SqlStorage, batch: string, ids: readonly string[], dueAt: number): void {
  sql.exec(
    "UPDATE waiting SET due_at = ? WHERE id IN (SELECT value FROM json_each(?)) AND batch = ?",
    dueAt,
    JSON.stringify(ids),
    batch,
  );
}

/** What waits for this credential is due at `now`, in the order in which it was accepted; true when there was any. */
export function stopHolding(sql: SqlStorage, credentialId: string, now: number): boolean {
  const { rowsWritten } = sql.exec(
    "UPDATE waiting SET due_at = ?, held_for = NULL WHERE held_for = ?",
    now,
    credentialId,
  );
  return rowsWritten > 0;
}

export interface Stopped extends Record<string, SqlStorageValue> {
  readonly id: string;
  readonly lane: string | null;
  readonly position: string | null;
}

/** Null when it did not wait. */
export function stopWaiting(sql: SqlStorage, id: string): Stopped | null {
  const gone = sql.exec<Stopped>("DELETE FROM waiting WHERE id = ? RETURNING id, lane, position", id);
  return gone.toArray()[0] ?? null;
}

/** Only while it has had as many attempts as the caller saw. */
export function stopWaitingAsSeen(sql: SqlStorage, { id, attempts }: TriedDelivery): Stopped | null {
  const gone = sql.exec<Stopped>(
    "DELETE FROM waiting WHERE id = ? AND attempts = ? RETURNING id, lane, position",
    id,
    attempts,
  );
  return gone.toArray()[0] ?? null;
}

export function anyWaiting(sql: SqlStorage): boolean {
  return sql.exec("SELECT 1 FROM waiting LIMIT 1").next().done !== true;
}

export function countDue(sql: SqlStorage, now: number): number {
  return sql.exec<{ due: number }>("SELECT count(*) AS due FROM waiting WHERE due_at <= ?", now).one().due;
}

export function isWaiting(sql: SqlStorage, id: string): boolean {
  return sql.exec("SELECT 1 FROM waiting WHERE id = ?", id).next().done !== true;
}

export interface WaitingMoment extends Record<string, SqlStorageValue> {
  readonly id: string;
  readonly due_at: number;
  readonly batch: string | null;
}

/** The earliest `limit` of them, without what they are. */
export function earliestWaiting(sql: SqlStorage, limit: number): readonly WaitingMoment[] {
  return sql
    .exec<WaitingMoment>(
      "SELECT id, due_at, batch FROM waiting WHERE due_at < ? ORDER BY due_at, id LIMIT ?",
      PARKED,
      limit,
    )
    .toArray();
}

/** Null when it does not wait here, or its time has not come. */
export function readDue(sql: SqlStorage, id: string, now: number): DueDelivery | null {
  const found = sql.exec<WaitingRow>("SELECT * FROM waiting WHERE id = ? AND due_at <= ?", id, now).next();
  return found.done ? null : toDelivery(found.value);
}

/** One that is parked, for the run that has those before it. */
export function readParked(sql: SqlStorage, id: string): DueDelivery | null {
  const found = sql.exec<WaitingRow>("SELECT * FROM waiting WHERE id = ? AND due_at = ?", id, PARKED).next();
  return found.done ? null : toDelivery(found.value);
}

function toDelivery(row: WaitingRow): DueDelivery {
  return {
    id: row.id,
    event: JSON.parse(row.event) as GatewayEvent,
    payloadAt: JSON.parse(row.payload_at) as BodyPointer,
    attempts: row.attempts,
    cycleAttempts: row.cycle_attempts,
    cycleStartedAt: row.cycle_started_at,
    round: row.round,
    firstAttemptAt: row.first_attempt_at,
    ...(row.held_for === null ? {} : { heldToTheEnd: true }),
    ...(row.parts_done === null ? {} : { partsDone: row.parts_done }),
    ...(row.batch === null ? {} : { batch: row.batch }),
    ...(row.lane === null ? {} : { lane: row.lane }),
    ...(row.position === null ? {} : { position: row.position }),
  };
}

/** Null when it does not wait here. One that waits for others in its lane has no moment of its own: it goes from `now` on. */
export function readState(sql: SqlStorage, id: string, now: number): WaitingState | null {
  const found = sql.exec<WaitingRow>("SELECT * FROM waiting WHERE id = ?", id).next();
  if (found.done) return null;
  const row = found.value;
  return {
    dueAt: row.due_at === PARKED ? now : row.due_at,
    attempts: row.attempts,
    cycleAttempts: row.cycle_attempts,
    cycleStartedAt: row.cycle_started_at,
    round: row.round,
    isHeldForCredential: row.held_for !== null,
  };
}
