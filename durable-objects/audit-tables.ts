import type { AuditIntent, ChainedEntry } from "#domain/audit/audit-entry";
import type { ChainPoint } from "#domain/audit/hash-chain";

/** The rows of an AuditObject: intents without an end, and entries that D1 does not have yet. */

export function createAuditTables(sql: SqlStorage): void {
  sql.exec(`
    CREATE TABLE IF NOT EXISTS intents (
      id TEXT PRIMARY KEY, state TEXT NOT NULL, ends_at INTEGER NOT NULL, body TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS outbox (seq INTEGER PRIMARY KEY, body TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS checkpoints (seq INTEGER PRIMARY KEY, hash TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS segments (
      first_seq INTEGER PRIMARY KEY, last_seq INTEGER NOT NULL, first_at INTEGER NOT NULL, last_at INTEGER NOT NULL,
      last_hash TEXT NOT NULL
    );
    CREATE TABLE IF NOT EXISTS readings (
      key TEXT PRIMARY KEY, ends_at INTEGER NOT NULL, count INTEGER NOT NULL, record TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS exports (
      id TEXT PRIMARY KEY, status TEXT NOT NULL, lease INTEGER NOT NULL, failures INTEGER NOT NULL, body TEXT NOT NULL
    ) WITHOUT ROWID;
  `);
}

/**
 * `open`: the handler runs. `closed`: nobody told its end in time, so there is an entry that says so; an end that still
 * comes gets an entry of its own. `ended`: remembered for a while, so that a repeated call does nothing.
 */
type IntentState = "open" | "closed" | "ended";

export interface KeptIntent {
  readonly id: string;
  readonly state: IntentState;
  readonly intent: AuditIntent;
}

interface IntentRow extends Record<string, SqlStorageValue> {
  readonly id: string;
  readonly state: IntentState;
  readonly body: string;
}

export function keepIntent(sql: SqlStorage, intent: AuditIntent, endsAt: number): void {
  sql.exec(
    "INSERT OR IGNORE INTO intents VALUES (?, 'open', ?, ?)",
    intent.id,
    endsAt,
    JSON.stringify(intent),
  );
}

export function intentState(sql: SqlStorage, id: string): IntentState | null {
  const found = sql.exec<{ state: IntentState }>("SELECT state FROM intents WHERE id = ?", id).next();
  return found.done ? null : found.value.state;
}

export function forgetIntent(sql: SqlStorage, id: string): void {
  sql.exec("DELETE FROM intents WHERE id = ?", id);
}

export function markIntent(sql: SqlStorage, id: string, state: IntentState, endsAt: number): void {
  sql.exec("INSERT OR REPLACE INTO intents VALUES (?, ?, ?, '')", id, state, endsAt);
}

/** Those whose time is over, the oldest first. */
export function overdueIntents(sql: SqlStorage, now: number, limit: number): readonly KeptIntent[] {
  return sql
    .exec<IntentRow>(
      "SELECT id, state, body FROM intents WHERE ends_at <= ? ORDER BY ends_at, id LIMIT ?",
      now,
      limit,
    )
    .toArray()
    .map(({ id, state, body }) => ({
      id,
      state,
      intent: JSON.parse(body === "" ? "{}" : body) as AuditIntent,
    }));
}

export function keepEntry(sql: SqlStorage, entry: ChainedEntry): void {
  sql.exec("INSERT INTO outbox VALUES (?, ?)", entry.seq, JSON.stringify(entry));
}

/** The oldest entries that D1 does not have, at least one and no more than fit into one write. */
export function readOutbox(sql: SqlStorage, maxRows: number, maxLength: number): readonly ChainedEntry[] {
  const entries: ChainedEntry[] = [];
  let length = 0;
  for (const { body } of sql.exec<{ body: string }>(
    "SELECT body FROM outbox ORDER BY seq LIMIT ?",
    maxRows,
  )) {
    length += body.length;
    if (entries.length > 0 && length > maxLength) break;
    entries.push(JSON.parse(body) as ChainedEntry);
  }
  return entries;
}

export function clearOutbox(sql: SqlStorage, throughSeq: number): void {
  sql.exec("DELETE FROM outbox WHERE seq <= ?", throughSeq);
}

export function keepCheckpoint(sql: SqlStorage, { seq, hash }: ChainPoint): void {
  sql.exec("INSERT OR REPLACE INTO checkpoints VALUES (?, ?)", seq, hash);
}

export function checkpointsWithin(sql: SqlStorage, after: number, through: number): readonly ChainPoint[] {
  return sql
    .exec<{ seq: number; hash: string }>(
      "SELECT seq, hash FROM checkpoints WHERE seq > ? AND seq <= ? ORDER BY seq",
      after,
      through,
    )
    .toArray();
}

/** The earliest moment at which something is to be done; null when nothing waits. */
export function nextMoment(sql: SqlStorage): number | null {
  const { at } = sql
    .exec<{ at: number | null }>(
      `SELECT min(at) AS at FROM (
        SELECT min(ends_at) AS at FROM intents
        UNION ALL SELECT min(ends_at) FROM readings
        UNION ALL SELECT min(lease) FROM exports WHERE status = 'running')`,
    )
    .one();
  return at;
}
