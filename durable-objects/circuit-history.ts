import type { CircuitCause, CircuitChange, CircuitPhase, CircuitWitness } from "#domain/flow/circuit-change";
import { hasTable } from "./purge-storage.ts";

/** Enough for weeks of a target that fails every hour. */
const KEPT = 200;

interface ChangeRow extends Record<string, SqlStorageValue> {
  readonly at: number;
  readonly phase_before: string;
  readonly phase: string;
  readonly cause: string;
  readonly reason: string | null;
  readonly changed_by: string | null;
  readonly rests_until: number | null;
  readonly trips: number;
  readonly switch_off: number;
  readonly deliveries: string;
}

/** The changes of one circuit. Rows are written when it changes and at no other time. */
export function keepChange(sql: SqlStorage, change: CircuitChange): void {
  sql.exec(`
    CREATE TABLE IF NOT EXISTS circuit_changes (
      seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, phase_before TEXT NOT NULL, phase TEXT NOT NULL, cause TEXT NOT NULL,
      reason TEXT, changed_by TEXT, rests_until INTEGER, trips INTEGER NOT NULL, switch_off INTEGER NOT NULL,
      deliveries TEXT NOT NULL
    )
  `);
  const { seq } = sql
    .exec<{ seq: number }>(
      "INSERT INTO circuit_changes VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING seq",
      change.at,
      change.from,
      change.to,
      change.cause,
      change.reason,
      change.by,
      change.until,
      change.trips,
      change.switchOff ? 1 : 0,
      JSON.stringify(change.deliveries),
    )
    .one();
  if (seq > KEPT) sql.exec("DELETE FROM circuit_changes WHERE seq <= ?", seq - KEPT);
}

/** Newest first. */
export function readChanges(sql: SqlStorage, limit: number): CircuitChange[] {
  if (!hasTable(sql, "circuit_changes")) return [];
  return sql
    .exec<ChangeRow>("SELECT * FROM circuit_changes ORDER BY seq DESC LIMIT ?", limit)
    .toArray()
    .map((row) => ({
      at: row.at,
      from: row.phase_before as CircuitPhase,
      to: row.phase as CircuitPhase,
      cause: row.cause as CircuitCause,
      reason: row.reason,
      by: row.changed_by,
      until: row.rests_until,
      trips: row.trips,
      switchOff: row.switch_off === 1,
      deliveries: JSON.parse(row.deliveries) as CircuitWitness[],
    }));
}
