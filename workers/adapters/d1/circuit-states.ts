import type { CircuitCause, CircuitPhase } from "#domain/flow/circuit-change";
import type { CircuitState } from "#domain/flow/circuit-state";
import type { CircuitStates } from "#domain/flow/ports";

interface Row {
  readonly integration_id: string;
  readonly phase: CircuitPhase;
  readonly since: number;
  readonly cause: CircuitCause;
  readonly reason: string | null;
  readonly changed_by: string | null;
  readonly rests_until: number | null;
  readonly trips: number;
}

/**
 * Runs of different isolates may tell their changes in another order than they happened. A change of the same moment does
 * replace: two within a millisecond arrive in order, because one run tells both. What is told of an integration that was deleted
 * meanwhile leaves nothing behind.
 */
const KEEP = `INSERT INTO circuit_states (org_id, integration_id, phase, since, cause, reason, changed_by, rests_until, trips)
SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 WHERE EXISTS (SELECT 1 FROM integrations WHERE org_id = ?1 AND id = ?2)
ON CONFLICT (org_id, integration_id) DO UPDATE SET phase = excluded.phase, since = excluded.since, cause = excluded.cause,
  reason = excluded.reason, changed_by = excluded.changed_by, rests_until = excluded.rests_until, trips = excluded.trips
WHERE excluded.since >= circuit_states.since`;

export function createCircuitStates(db: D1Database): CircuitStates {
  return {
    async keep(orgId, state) {
      await db
        .prepare(KEEP)
        .bind(
          orgId,
          state.integrationId,
          state.phase,
          state.since,
          state.cause,
          state.reason,
          state.by,
          state.restsUntil,
          state.trips,
        )
        .run();
    },

    async notClosed(orgId) {
      const { results } = await db
        .prepare("SELECT * FROM circuit_states WHERE org_id = ?1 AND phase <> 'closed'")
        .bind(orgId)
        .all<Row>();
      return new Map(results.map((row) => [row.integration_id, readRow(row)]));
    },

    async find(orgId, integrationId) {
      const row = await db
        .prepare("SELECT * FROM circuit_states WHERE org_id = ?1 AND integration_id = ?2")
        .bind(orgId, integrationId)
        .first<Row>();
      return row === null ? null : readRow(row);
    },
  };
}

function readRow(row: Row): CircuitState {
  return {
    integrationId: row.integration_id,
    phase: row.phase,
    since: row.since,
    cause: row.cause,
    reason: row.reason,
    by: row.changed_by,
    restsUntil: row.rests_until,
    trips: row.trips,
  };
}
