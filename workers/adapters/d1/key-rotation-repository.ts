import type {
  KeyRotation,
  RotationLevel,
  RotationPosition,
  RotationStatus,
} from "#domain/secrets/key-rotation";
import type { KeyRotationRepository } from "#domain/secrets/ports";

/** One at a time: two that replace the same keys would delete each other's. */
const INSERT = `INSERT INTO key_rotations (id, level, status, position, rewritten, created_at, updated_at)
SELECT ?1, ?2, 'running', ?3, 0, ?4, ?4 WHERE NOT EXISTS (SELECT 1 FROM key_rotations WHERE status = 'running') RETURNING id`;
const CLAIM = `UPDATE key_rotations SET updated_at = max(?3, updated_at + 1)
WHERE id = ?1 AND updated_at = ?2 AND status = 'running' RETURNING *`;
const ADVANCE = `UPDATE key_rotations SET position = ?3, status = ?4, rewritten = rewritten + ?5, updated_at = max(?6, updated_at + 1)
WHERE id = ?1 AND updated_at = ?2 AND status = 'running' RETURNING id`;

interface Row {
  readonly id: string;
  readonly level: RotationLevel;
  readonly status: RotationStatus;
  readonly position: string;
  readonly rewritten: number;
  readonly created_at: number;
  readonly updated_at: number;
}

export function createKeyRotationRepository(db: D1Database): KeyRotationRepository {
  const first = async (sql: string, ...params: readonly (string | number)[]) =>
    db
      .prepare(sql)
      .bind(...params)
      .first<Row>();
  const all = async (sql: string, ...params: readonly (string | number)[]) => {
    const { results } = await db
      .prepare(sql)
      .bind(...params)
      .all<Row>();
    return results.map(readRow);
  };
  return {
    async insert({ id, level, position, createdAt }) {
      return (await first(INSERT, id, level, JSON.stringify(position), createdAt)) !== null;
    },

    async find(id) {
      const row = await first("SELECT * FROM key_rotations WHERE id = ?1", id);
      return row === null ? null : readRow(row);
    },

    list: (limit) => all("SELECT * FROM key_rotations ORDER BY id DESC LIMIT ?1", limit),

    async claim({ id, updatedAt }, now) {
      const row = await first(CLAIM, id, updatedAt, now);
      return row === null ? null : readRow(row);
    },

    async advance({ id, updatedAt }, progress, rewritten, now) {
      const status = progress.kind === "ended" ? progress.status : "running";
      const position = JSON.stringify(progress.position);
      return (await first(ADVANCE, id, updatedAt, position, status, rewritten, now)) !== null;
    },

    stalled: (before) =>
      all("SELECT * FROM key_rotations WHERE status = 'running' AND updated_at < ?1", before),
  };
}

function readRow(row: Row): KeyRotation {
  return {
    id: row.id,
    level: row.level,
    status: row.status,
    position: JSON.parse(row.position) as RotationPosition,
    rewritten: row.rewritten,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
