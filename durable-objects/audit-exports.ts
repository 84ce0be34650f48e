import {
  type AuditExport,
  type ExportClaim,
  type ExportProgress,
  MAX_RUNNING_EXPORTS,
} from "#domain/audit/audit-export";

/** The rows of exports in the background. What a row says is true; the queue message only pushes it on. */

/** Longer than a step takes; when it is over, the next message is sent. */
const LEASE_MS = 60_000;
/** Steps that fail one after another before the export is given up. */
const MAX_FAILURES = 10;

interface ExportRow extends Record<string, SqlStorageValue> {
  readonly id: string;
  readonly lease: number;
  readonly failures: number;
  readonly body: string;
}

export function insertExport(sql: SqlStorage, wanted: AuditExport): boolean {
  const { running } = sql
    .exec<{ running: number }>("SELECT count(*) AS running FROM exports WHERE status = 'running'")
    .one();
  if (running >= MAX_RUNNING_EXPORTS) return false;
  sql.exec(
    "INSERT OR IGNORE INTO exports VALUES (?, ?, ?, 0, ?)",
    wanted.id,
    wanted.status,
    wanted.createdAt,
    JSON.stringify(wanted),
  );
  return true;
}

export function findExport(sql: SqlStorage, id: string): AuditExport | null {
  const row = readRow(sql, id);
  return row === null ? null : (JSON.parse(row.body) as AuditExport);
}

export function listExports(sql: SqlStorage): readonly AuditExport[] {
  return sql
    .exec<ExportRow>("SELECT * FROM exports ORDER BY id DESC")
    .toArray()
    .map(({ body }) => JSON.parse(body) as AuditExport);
}

export function claimExport(sql: SqlStorage, id: string, now: number): ExportClaim | null {
  const row = readRow(sql, id);
  if (row === null) return null;
  const wanted = JSON.parse(row.body) as AuditExport;
  if (wanted.status !== "running") return null;
  // It grows with every claim, so that of two runs of one step only the later one counts.
  const lease = Math.max(now + LEASE_MS, row.lease + 1);
  sql.exec("UPDATE exports SET lease = ? WHERE id = ?", lease, id);
  return { wanted, lease };
}

export function advanceExport(
  sql: SqlStorage,
  id: string,
  lease: number,
  progress: ExportProgress,
  now: number,
): void {
  const row = readRow(sql, id);
  if (row === null || row.lease !== lease) return;
  const before = JSON.parse(row.body) as AuditExport;
  const finished = progress.position >= before.through;
  save(sql, now, 0, {
    ...before,
    status: finished ? "completed" : "running",
    position: progress.position,
    entries: before.entries + progress.entries,
    bytes: before.bytes + progress.bytes,
    parts: before.parts + progress.parts,
  });
}

/** Exports whose step is overdue: each is given a new lease, for the message that the caller sends now. */
export function overdueExports(sql: SqlStorage, now: number): readonly string[] {
  const rows = sql
    .exec<ExportRow>("SELECT * FROM exports WHERE status = 'running' AND lease <= ? ORDER BY id", now)
    .toArray();
  return rows.flatMap(({ id, failures, body }) => {
    const wanted = JSON.parse(body) as AuditExport;
    if (failures >= MAX_FAILURES) {
      save(sql, now, failures, {
        ...wanted,
        status: "failed",
        detail: "A step failed again and again. Start a new one.",
      });
      return [];
    }
    sql.exec("UPDATE exports SET lease = ?, failures = failures + 1 WHERE id = ?", now + LEASE_MS, id);
    return [id];
  });
}

export function removeExport(sql: SqlStorage, id: string): void {
  sql.exec("DELETE FROM exports WHERE id = ?", id);
}

function save(sql: SqlStorage, now: number, failures: number, wanted: AuditExport): void {
  sql.exec(
    "UPDATE exports SET status = ?, failures = ?, body = ? WHERE id = ?",
    wanted.status,
    failures,
    JSON.stringify({ ...wanted, updatedAt: now }),
    wanted.id,
  );
}

function readRow(sql: SqlStorage, id: string): ExportRow | null {
  const found = sql.exec<ExportRow>("SELECT * FROM exports WHERE id = ?", id).next();
  return found.done ? null : found.value;
}
