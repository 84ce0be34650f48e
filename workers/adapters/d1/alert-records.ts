import type { Alert, AlertSubject } from "#domain/alerts/alert";
import type { AlertRecords } from "#domain/alerts/ports";
import { createTimeOrderedId } from "#domain/ids";
import { withRetries } from "../with-retries.ts";
import { toPage } from "./page.ts";

const COLUMNS = `id, rule_id AS ruleId, kind, subject_kind AS subjectKind, subject_id AS subjectId, detail, value,
  opened_at AS openedAt, last_at AS lastAt, resolved_at AS resolvedAt, occurrences, acknowledged_at AS acknowledgedAt,
  acknowledged_by AS acknowledgedBy, raised_notice AS raisedNotice, resolved_notice AS resolvedNotice`;

/** The rule must still be there: one that was deleted meanwhile leaves no alerts behind. */
const RAISE = `INSERT INTO alerts (org_id, id, rule_id, kind, subject_kind, subject_id, detail, value, opened_at, last_at, occurrences, raised_notice)
SELECT ?1, value ->> 'id', value ->> 'ruleId', value ->> 'kind', value ->> '$.violation.subject.kind', value ->> '$.violation.subject.id',
  value ->> '$.violation.detail', value ->> '$.violation.value', value ->> 'at', value ->> 'at', 1,
  CASE WHEN value ->> 'muted' THEN 'muted' ELSE 'owed' END
FROM json_each(?2) WHERE EXISTS (SELECT 1 FROM alert_rules WHERE org_id = ?1 AND id = value ->> 'ruleId')
ON CONFLICT (org_id, rule_id, subject_id) WHERE resolved_at IS NULL DO UPDATE SET last_at = max(alerts.last_at, excluded.last_at),
  occurrences = alerts.occurrences + 1, detail = excluded.detail, value = excluded.value`;

/** Who never heard that it began is not told that it is over. */
const RESOLVE = `UPDATE alerts SET resolved_at = ended.at, resolved_notice = CASE
  WHEN raised_notice NOT IN ('owed', 'sent') THEN raised_notice WHEN ended.muted THEN 'muted' ELSE 'owed' END
FROM (SELECT value ->> 'id' AS id, value ->> 'at' AS at, value ->> 'muted' AS muted FROM json_each(?2)) AS ended
WHERE alerts.org_id = ?1 AND alerts.id = ended.id AND alerts.resolved_at IS NULL`;

const TELL =
  "UPDATE alerts SET raised_notice = 'owed' WHERE org_id = ?1 AND raised_notice = 'muted' AND resolved_at IS NULL AND id IN (SELECT value FROM json_each(?2))";

const MOST_OPEN = 2_000;

export function createAlertRecords(db: D1Database): AlertRecords {
  const all = async (where: string, ...params: readonly unknown[]) => {
    const { results } = await db
      .prepare(`SELECT ${COLUMNS} FROM alerts WHERE ${where}`)
      .bind(...params)
      .all<Row>();
    return results;
  };

  return {
    async list(orgId, open, { limit, after }) {
      const state = open === null ? "" : `AND resolved_at IS ${open ? "" : "NOT "}NULL`;
      const rows = await all(
        `org_id = ?1 AND (?2 IS NULL OR id < ?2) ${state} ORDER BY id DESC LIMIT ?3`,
        orgId,
        after,
        limit + 1,
      );
      return toPage(rows, limit, readRow, ({ id }) => id);
    },

    async find(orgId, id) {
      const [row] = await all("org_id = ?1 AND id = ?2", orgId, id);
      return row === undefined ? null : readRow(row);
    },

    async open(orgId) {
      const rows = await all(`org_id = ?1 AND resolved_at IS NULL LIMIT ${MOST_OPEN}`, orgId);
      return rows.map(readRow);
    },

    async openOf(orgId, ruleIds, subjectId) {
      const rows = await all(
        "org_id = ?1 AND rule_id IN (SELECT value FROM json_each(?2)) AND subject_id = ?3 AND resolved_at IS NULL",
        orgId,
        JSON.stringify(ruleIds),
        subjectId,
      );
      return rows.map(readRow);
    },

    async apply(orgId, raised, resolved, tell) {
      const statements = (
        [
          [RAISE, raised],
          [RESOLVE, resolved],
          [TELL, tell],
        ] as const
      ).flatMap(([sql, rows]) =>
        rows.length === 0 ? [] : [db.prepare(sql).bind(orgId, JSON.stringify(rows))],
      );
      if (statements.length > 0) await withRetries(() => db.batch(statements));
    },

    async owed(orgId, limit) {
      const rows = await all(
        "org_id = ?1 AND (raised_notice = 'owed' OR resolved_notice = 'owed') ORDER BY id LIMIT ?2",
        orgId,
        limit,
      );
      return rows.map(readRow);
    },

    async told(orgId, id, change, notice) {
      const column = change === "raised" ? "raised_notice" : "resolved_notice";
      await db
        .prepare(`UPDATE alerts SET ${column} = ?3 WHERE org_id = ?1 AND id = ?2 AND ${column} = 'owed'`)
        .bind(orgId, id, notice)
        .run();
    },

    async acknowledge(orgId, id, by, at) {
      const { meta } = await db
        .prepare(
          "UPDATE alerts SET acknowledged_at = coalesce(acknowledged_at, ?4), acknowledged_by = coalesce(acknowledged_by, ?3) WHERE org_id = ?1 AND id = ?2",
        )
        .bind(orgId, id, by, at)
        .run();
      return meta.changes > 0;
    },

    async removeBefore(orgId, before, rows) {
      // What was over by then began before then.
      const begun = createTimeOrderedId("alr", before, new Uint8Array(10));
      await db
        .prepare(
          "DELETE FROM alerts WHERE org_id = ?1 AND id IN (SELECT id FROM alerts WHERE org_id = ?1 AND id < ?2 AND resolved_at < ?3 LIMIT ?4)",
        )
        .bind(orgId, begun, before, rows)
        .run();
    },
  };
}

type Row = Omit<Alert, "subject"> & {
  readonly subjectKind: AlertSubject["kind"];
  readonly subjectId: string;
};

function readRow({ subjectKind, subjectId, ...row }: Row): Alert {
  return { ...row, subject: { kind: subjectKind, id: subjectId } };
}
