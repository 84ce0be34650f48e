import type { CircuitAlerts } from "#domain/alerts/ports";
import { stateAfter } from "#domain/flow/circuit-state";
import type { CircuitStates, CircuitWatch } from "#domain/flow/ports";

/**
 * A line in the Worker's log for every change, so that an operator sees it also where nobody set up an alert; the state that
 * lists show; and the alerts.
 */
export function createCircuitWatch(states: CircuitStates, alerts: CircuitAlerts): CircuitWatch {
  return {
    async noteCircuitChange(identity, change) {
      const { from, to, at, cause, reason, by, trips, until, switchOff } = change;
      const line = { event: "circuit.changed", ...identity, from, to, cause, trips, until, switchOff };
      console.warn(JSON.stringify(line));
      try {
        await states.keep(identity.orgId, stateAfter(identity.integrationId, change));
      } catch (error) {
        // A badge that is out of date must not keep anybody from being told.
        console.error(JSON.stringify({ event: "circuit.not_kept", ...identity, error: String(error) }));
      }
      const told = by === null ? cause.replaceAll("_", " ") : `${cause} by ${by}: ${reason ?? ""}`;
      await alerts.noteCircuitChange({ ...identity, from, to, at, cause: told });
    },
  };
}
