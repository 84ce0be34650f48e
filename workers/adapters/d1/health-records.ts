import type { HealthRecords, MeasuredSample } from "#domain/health/ports";
import { firstDeliveryIdAt } from "#domain/ids";

/** What was tried and is not, by the transformation's own decision, nothing: only that says anything about a target. */
const TRIED =
  "status NOT IN ('unmatched', 'cancelled') AND (attempts > 0 OR status IN ('dead_lettered', 'discarded'))";

/**
 * One statement for any number of integrations and spans. Each reads its index backwards and stops after ?3 rows: an
 * integration with a million deliveries a day costs no more than one with a thousand.
 */
export const SAMPLES = `SELECT (
  SELECT json_object(
    'looked', count(*),
    'succeeded', coalesce(sum(status = 'delivered'), 0),
    'failed', coalesce(sum(${TRIED} AND status <> 'delivered'), 0),
    'averageMs', avg(CASE WHEN ${TRIED} THEN duration_ms END),
    'lastAttemptAt', max(attempted_at),
    'deadLetters', coalesce(sum(status = 'dead_lettered'), 0))
  FROM (SELECT status, attempts, duration_ms, attempted_at FROM deliveries INDEXED BY deliveries_integration
    WHERE org_id = ?1 AND integration_id = request.value ->> 0 AND id >= request.value ->> 1 AND id < request.value ->> 2
    ORDER BY id DESC LIMIT ?3)
) AS sample FROM json_each(?2) AS request`;

export const DEAD_LETTERS = `SELECT value AS id, (
  SELECT count(*) FROM (SELECT 1 FROM deliveries INDEXED BY deliveries_dead
    WHERE org_id = ?1 AND integration_id = wanted.value AND status = 'dead_lettered' LIMIT ?3)
) AS count FROM json_each(?2) AS wanted`;

const NEWEST = (status: string) => `SELECT integration_id FROM (
  SELECT integration_id FROM deliveries INDEXED BY deliveries_status
  WHERE org_id = ?1 AND status = '${status}' AND status <> 'delivered' ORDER BY id DESC LIMIT ?2)`;

export const FAILING = `SELECT integration_id AS id FROM (${NEWEST("dead_lettered")} UNION ALL ${NEWEST("retrying")})
GROUP BY integration_id ORDER BY count(*) DESC, integration_id LIMIT ?3`;

export function createHealthRecords(db: D1Database): HealthRecords {
  return {
    async samples(orgId, requests, rows) {
      const wanted = requests.map(({ integrationId, from, to }) => [
        integrationId,
        firstDeliveryIdAt(from),
        firstDeliveryIdAt(to),
      ]);
      const { results } = await db
        .prepare(SAMPLES)
        .bind(orgId, JSON.stringify(wanted), rows)
        .all<{ sample: string }>();
      return results.map(({ sample }) => JSON.parse(sample) as MeasuredSample);
    },

    async failing(orgId, rows, most) {
      const { results } = await db.prepare(FAILING).bind(orgId, rows, most).all<{ id: string }>();
      return results.map(({ id }) => id);
    },

    async deadLetters(orgId, integrationIds, most) {
      const { results } = await db
        .prepare(DEAD_LETTERS)
        .bind(orgId, JSON.stringify(integrationIds), most + 1)
        .all<{ id: string; count: number }>();
      return new Map(
        results.map(({ id, count }) => [id, { count: Math.min(count, most), exact: count <= most }]),
      );
    },
  };
}
