import type { DeliveryStatus } from "#domain/delivery/delivery-state";
import { ANY_DELIVERY, type DeliveryFilter } from "#domain/operations/delivery-filter";
import {
  type Job,
  type JobItem,
  type JobKind,
  type JobOptions,
  type JobStatus,
  PLAIN_OPTIONS,
} from "#domain/operations/job";
import type { JobRepository } from "#domain/operations/ports";
import { pageStatements } from "./delivery-changes.ts";

const INSERT = `INSERT INTO jobs (org_id, id, kind, filter, status, total, processed, skipped, position, detail, options, created_at, updated_at)
SELECT ?1, ?2, ?3, ?4, ?5, ?6, 0, 0, '', NULL, ?9, ?7, ?7
WHERE (SELECT count(*) FROM jobs WHERE org_id = ?1 AND status = 'running') < ?8`;

const INSERT_UNDO = `${INSERT} AND EXISTS (SELECT 1 FROM jobs WHERE org_id = ?1 AND id = ?10 AND status <> 'running' AND undone_by IS NULL)`;
/** In the same transaction, and only when the undo was begun in it. */
const MARK_UNDONE = `UPDATE jobs SET undone_by = ?3 WHERE org_id = ?1 AND id = ?2 AND undone_by IS NULL
  AND EXISTS (SELECT 1 FROM jobs WHERE org_id = ?1 AND id = ?3)`;

const KEEP_PAGE = `INSERT INTO job_pages (org_id, job_id, position, items) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (org_id, job_id, position) DO NOTHING`;
const NEXT_PAGE = `SELECT position, items FROM job_pages WHERE org_id = ?1 AND job_id = ?2 AND position > ?3 ORDER BY position LIMIT 1`;

/** `updated_at` grows even within one millisecond, so of two readers of one state only one takes the page. */
const CLAIM =
  "UPDATE jobs SET updated_at = max(?4, updated_at + 1) WHERE org_id = ?1 AND id = ?2 AND status = 'running' AND updated_at = ?3 RETURNING *";

/**
 * Bound to the position it was read at: the same page finished twice counts once. A job that was cancelled meanwhile
 * still counts the page that was under way, because that page has happened.
 */
const ADVANCE = `UPDATE jobs SET position = ?4, processed = processed + ?5, skipped = skipped + ?6,
  total = max(total, processed + skipped + ?5 + ?6), detail = CASE WHEN status = 'running' THEN NULL ELSE detail END,
  status = CASE WHEN status = 'running' AND ?7 THEN 'completed' ELSE status END, not_before = ?9, updated_at = max(?8, updated_at + 1)
WHERE org_id = ?1 AND id = ?2 AND position = ?3 AND status IN ('running', 'cancelled')`;

const STALLED =
  "SELECT * FROM jobs INDEXED BY jobs_running WHERE status = 'running' AND updated_at < ?1 ORDER BY updated_at LIMIT ?2";

interface JobRow {
  readonly org_id: string;
  readonly id: string;
  readonly kind: JobKind;
  readonly filter: string;
  readonly status: JobStatus;
  readonly total: number;
  readonly processed: number;
  readonly skipped: number;
  readonly position: string;
  readonly detail: string | null;
  readonly options: string;
  readonly not_before: number;
  readonly undone_by: string | null;
  readonly created_at: number;
  readonly updated_at: number;
}

export function createJobRepository(db: D1Database): JobRepository {
  const changed = async (sql: string, ...params: unknown[]) => {
    const { meta } = await db
      .prepare(sql)
      .bind(...params)
      .run();
    return meta.changes > 0;
  };
  return {
    insert: (job, maxRunning) => changed(INSERT, ...insertParameters(job, maxRunning)),

    async insertUndo(undo, maxRunning) {
      const { orgId, id, options } = undo;
      const [inserted] = await db.batch([
        db.prepare(INSERT_UNDO).bind(...insertParameters(undo, maxRunning), options.undoes),
        db.prepare(MARK_UNDONE).bind(orgId, options.undoes, id),
      ]);
      if ((inserted?.meta.changes ?? 0) > 0) return "begun";
      const undone = await db
        .prepare("SELECT status, undone_by FROM jobs WHERE org_id = ?1 AND id = ?2")
        .bind(orgId, options.undoes)
        .first<Pick<JobRow, "status" | "undone_by">>();
      return undone !== null && undone.status !== "running" && undone.undone_by === null ? "busy" : "over";
    },

    async doneBehind(orgId, id, after) {
      const row = await db
        .prepare(NEXT_PAGE)
        .bind(orgId, id, after)
        .first<{ position: string; items: string }>();
      return row === null ? null : { position: row.position, items: readItems(row.items) };
    },

    async find(orgId, id) {
      const row = await db
        .prepare("SELECT * FROM jobs WHERE org_id = ?1 AND id = ?2")
        .bind(orgId, id)
        .first<JobRow>();
      return row === null ? null : readJob(row);
    },

    async list(orgId, { status, after, limit }) {
      const { results } = await db
        .prepare(
          "SELECT * FROM jobs WHERE org_id = ?1 AND (?2 IS NULL OR id < ?2) AND (?3 IS NULL OR status = ?3) ORDER BY id DESC LIMIT ?4",
        )
        .bind(orgId, after, status, limit)
        .all<JobRow>();
      return results.map(readJob);
    },

    async claim(job, now) {
      const row = await db.prepare(CLAIM).bind(job.orgId, job.id, job.updatedAt, now).first<JobRow>();
      return row === null ? null : readJob(row);
    },

    async advance(job, change, { position, processed, skipped, finished, notBefore, items }, now) {
      const { orgId, id } = job;
      const advance = db
        .prepare(ADVANCE)
        .bind(orgId, id, job.position, position, processed, skipped, finished ? 1 : 0, now, notBefore);
      const kept =
        items.length === 0 ? [] : [db.prepare(KEEP_PAGE).bind(orgId, id, position, writeItems(items))];
      const results = await db.batch([...pageStatements(db, orgId, change, now), ...kept, advance]);
      return (results.at(-1)?.meta.changes ?? 0) > 0;
    },

    async note(job, detail) {
      await changed(
        "UPDATE jobs SET detail = ?3 WHERE org_id = ?1 AND id = ?2 AND status = 'running'",
        job.orgId,
        job.id,
        detail,
      );
    },

    cancel: (orgId, id, now) =>
      changed(
        "UPDATE jobs SET status = 'cancelled', updated_at = max(?3, updated_at + 1) WHERE org_id = ?1 AND id = ?2 AND status = 'running'",
        orgId,
        id,
        now,
      ),

    async stalled(before, limit) {
      const { results } = await db.prepare(STALLED).bind(before, limit).all<JobRow>();
      return results.map(readJob);
    },

    async fail(job, detail, now) {
      await changed(
        "UPDATE jobs SET status = 'failed', detail = ?3, updated_at = max(?4, updated_at + 1) WHERE org_id = ?1 AND id = ?2 AND status = 'running'",
        job.orgId,
        job.id,
        detail,
        now,
      );
    },
  };
}

function insertParameters(job: Job, maxRunning: number): readonly unknown[] {
  const { orgId, id, kind, filter, status, total, createdAt, options } = job;
  return [
    orgId,
    id,
    kind,
    JSON.stringify(filter),
    status,
    total,
    createdAt,
    maxRunning,
    JSON.stringify(options),
  ];
}

function writeItems(items: readonly JobItem[]): string {
  return JSON.stringify(items.map(({ id, status, attempts }) => [id, status, attempts]));
}

function readItems(text: string): readonly JobItem[] {
  const rows = JSON.parse(text) as [string, DeliveryStatus, number][];
  return rows.map(([id, status, attempts]) => ({ id, status, attempts }));
}

function readJob(row: JobRow): Job {
  return {
    orgId: row.org_id,
    id: row.id,
    kind: row.kind,
    // A job of an older version names fewer of them.
    filter: { ...ANY_DELIVERY, ...(JSON.parse(row.filter) as Partial<DeliveryFilter>) },
    status: row.status,
    total: row.total,
    processed: row.processed,
    skipped: row.skipped,
    position: row.position,
    detail: row.detail,
    // A job from before there were options has none of them.
    options: { ...PLAIN_OPTIONS, ...(JSON.parse(row.options) as Partial<JobOptions>) },
    notBefore: row.not_before,
    undoneBy: row.undone_by,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
