import type { ErrorCategory } from "#domain/delivery/error-category";
import type { BadgeRecords } from "#domain/overview/badges";

/** Each through an index, or over a table of which an organization has some hundred rows. */
const COUNTS = `SELECT
  (SELECT count(*) FROM (SELECT 1 FROM deliveries INDEXED BY deliveries_dead
    WHERE org_id = ?1 AND status = 'dead_lettered' LIMIT ?2)) AS dead,
  (SELECT count(*) FROM alerts INDEXED BY alerts_open WHERE org_id = ?1 AND resolved_at IS NULL) AS alerts,
  (SELECT count(*) FROM jobs INDEXED BY jobs_running WHERE org_id = ?1 AND status = 'running') AS jobs,
  (SELECT count(*) FROM credentials WHERE org_id = ?1 AND status <> 'ready') AS credentials,
  (SELECT count(*) FROM circuit_states s JOIN integrations i ON i.org_id = s.org_id AND i.id = s.integration_id
    WHERE s.org_id = ?1 AND s.phase <> 'closed') AS circuits`;

const DEAD = `SELECT category, integration_id AS integrationId, count(*) AS count, min(accepted_at) AS oldest, max(accepted_at) AS newest
FROM (SELECT category, integration_id, accepted_at FROM deliveries INDEXED BY deliveries_status
  WHERE org_id = ?1 AND status = 'dead_lettered' AND status <> 'delivered' ORDER BY id DESC LIMIT ?2)
GROUP BY category, integration_id`;

interface DeadRow {
  readonly category: ErrorCategory | null;
  readonly integrationId: string;
  readonly count: number;
  readonly oldest: number;
  readonly newest: number;
}

interface Row {
  readonly dead: number;
  readonly alerts: number;
  readonly jobs: number;
  readonly credentials: number;
  readonly circuits: number;
}

export function createBadgeRecords(db: D1Database): BadgeRecords {
  return {
    async count(orgId, most) {
      const row = await db
        .prepare(COUNTS)
        .bind(orgId, most + 1)
        .first<Row>();
      const { dead, alerts, jobs, credentials, circuits } = row ?? {
        dead: 0,
        alerts: 0,
        jobs: 0,
        credentials: 0,
        circuits: 0,
      };
      return {
        deadLetters: { count: Math.min(dead, most), exact: dead <= most },
        openAlerts: alerts,
        runningJobs: jobs,
        brokenCredentials: credentials,
        circuitsNotClosed: circuits,
      };
    },

    async deadLetters(orgId, most) {
      const { results } = await db
        .prepare(DEAD)
        .bind(orgId, most + 1)
        .all<DeadRow>();
      const total = sumOf(results);
      const byCategory = Map.groupBy(results, ({ category }) => category);
      const byIntegration = Map.groupBy(results, ({ integrationId }) => integrationId);
      return {
        deadLetters: { count: Math.min(total, most), exact: total <= most },
        byCategory: [...byCategory]
          .map(([category, rows]) => ({ category, count: sumOf(rows) }))
          .sort((a, b) => b.count - a.count),
        byIntegration: [...byIntegration]
          .map(([integrationId, rows]) => ({ integrationId, count: sumOf(rows) }))
          .sort((a, b) => b.count - a.count),
        oldestAt: results.length === 0 ? null : Math.min(...results.map(({ oldest }) => oldest)),
        newestAt: results.length === 0 ? null : Math.max(...results.map(({ newest }) => newest)),
      };
    },
  };
}

function sumOf(rows: readonly { readonly count: number }[]): number {
  return rows.reduce((sum, { count }) => sum + count, 0);
}
