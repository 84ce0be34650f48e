import type { CircuitAlerts } from "#domain/alerts/ports";
import type { CircuitWatch } from "#domain/flow/ports";

/** A line in the Worker's log for every change, so that an operator sees it also where nobody set up an alert; and the alerts. */
export function createCircuitWatch(alerts: CircuitAlerts): CircuitWatch {
  return {
    async noteCircuitChange(identity, { from, to, at, cause, reason, by, trips, until, switchOff }) {
      const line = { event: "circuit.changed", ...identity, from, to, cause, trips, until, switchOff };
      console.warn(JSON.stringify(line));
      const told = by === null ? cause.replaceAll("_", " ") : `${cause} by ${by}: ${reason ?? ""}`;
      await alerts.noteCircuitChange({ ...identity, from, to, at, cause: told });
    },
  };
}
