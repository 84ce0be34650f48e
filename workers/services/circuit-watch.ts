import type { CircuitWatch } from "#domain/flow/ports";

/** A line in the Worker's log for every change, so that an operator sees it also where nobody set up an alert. */
export function createCircuitWatch(): CircuitWatch {
  return {
    async noteCircuitChange(identity, { from, to, cause, trips, until, switchOff }) {
      const line = { event: "circuit.changed", ...identity, from, to, cause, trips, until, switchOff };
      console.warn(JSON.stringify(line));
    },
  };
}
