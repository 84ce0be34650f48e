import { type AlertCondition, type AlertRule, MAX_ALERT_RULES } from "#domain/alerts/alert-rule";
import type { AlertRuleRepository } from "#domain/alerts/ports";
import { toPage } from "./page.ts";

const COLUMNS =
  "id, name, condition, integration_ids AS integrationIds, enabled, muted_until AS mutedUntil, created_at AS createdAt, updated_at AS updatedAt";

const INSERT = `INSERT INTO alert_rules (org_id, id, name, condition, integration_ids, enabled, muted_until, created_at, updated_at)
  SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 WHERE (SELECT count(*) FROM alert_rules WHERE org_id = ?1) < ${MAX_ALERT_RULES}`;

export function createAlertRuleRepository(db: D1Database): AlertRuleRepository {
  return {
    async list(orgId, { limit, after }) {
      const { results } = await db
        .prepare(
          `SELECT ${COLUMNS} FROM alert_rules WHERE org_id = ?1 AND (?2 IS NULL OR id < ?2) ORDER BY id DESC LIMIT ?3`,
        )
        .bind(orgId, after, limit + 1)
        .all<Row>();
      return toPage(results, limit, readRow, ({ id }) => id);
    },

    async find(orgId, id) {
      const row = await db
        .prepare(`SELECT ${COLUMNS} FROM alert_rules WHERE org_id = ?1 AND id = ?2`)
        .bind(orgId, id)
        .first<Row>();
      return row === null ? null : readRow(row);
    },

    async enabled(orgId) {
      const { results } = await db
        .prepare(`SELECT ${COLUMNS} FROM alert_rules WHERE org_id = ?1 AND enabled = 1 ORDER BY id`)
        .bind(orgId)
        .all<Row>();
      return results.map(readRow);
    },

    async insert(orgId, rule) {
      const { meta } = await db
        .prepare(INSERT)
        .bind(orgId, ...values(rule), rule.createdAt, rule.updatedAt)
        .run();
      return meta.changes > 0;
    },

    async insertMissingKinds(orgId, rules) {
      const none = `NOT EXISTS (SELECT 1 FROM alert_rules WHERE org_id = ?1 AND json_extract(condition, '$.kind') = ?10)`;
      const insert = db.prepare(`${INSERT} AND ${none}`);
      const results = await db.batch(
        rules.map((rule) =>
          insert.bind(orgId, ...values(rule), rule.createdAt, rule.updatedAt, rule.condition.kind),
        ),
      );
      return rules.filter((_, index) => (results[index]?.meta.changes ?? 0) > 0);
    },

    async update(orgId, rule) {
      const { meta } = await db
        .prepare(
          `UPDATE alert_rules SET name = ?3, condition = ?4, integration_ids = ?5, enabled = ?6, muted_until = ?7, updated_at = ?8
           WHERE org_id = ?1 AND id = ?2`,
        )
        .bind(orgId, ...values(rule), rule.updatedAt)
        .run();
      return meta.changes > 0;
    },

    async remove(orgId, id) {
      const [, removed] = await db.batch([
        db.prepare("DELETE FROM alerts WHERE org_id = ?1 AND rule_id = ?2").bind(orgId, id),
        db.prepare("DELETE FROM alert_rules WHERE org_id = ?1 AND id = ?2").bind(orgId, id),
      ]);
      return (removed?.meta.changes ?? 0) > 0;
    },

    async organizations(after, limit) {
      const { results } = await db
        .prepare(
          "SELECT DISTINCT org_id AS orgId FROM alert_rules WHERE org_id > ?1 ORDER BY org_id LIMIT ?2",
        )
        .bind(after, limit)
        .all<{ orgId: string }>();
      return results.map(({ orgId }) => orgId);
    },
  };
}

interface Row {
  readonly id: string;
  readonly name: string;
  readonly condition: string;
  readonly integrationIds: string | null;
  readonly enabled: number;
  readonly mutedUntil: number | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

function readRow({ condition, integrationIds, enabled, ...row }: Row): AlertRule {
  return {
    ...row,
    condition: JSON.parse(condition) as AlertCondition,
    integrationIds: integrationIds === null ? null : (JSON.parse(integrationIds) as string[]),
    enabled: enabled === 1,
  };
}

function values({ id, name, condition, integrationIds, enabled, mutedUntil }: AlertRule) {
  const ids = integrationIds === null ? null : JSON.stringify(integrationIds);
  return [id, name, JSON.stringify(condition), ids, enabled ? 1 : 0, mutedUntil];
}
