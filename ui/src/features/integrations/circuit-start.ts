/** What the circuit of deliveries and the one of the proxy have in common. Durations are milliseconds. */
export interface CircuitCore {
  readonly consecutiveFailures: number;
  readonly failureRatePercent: number;
  readonly minimumCalls: number;
  readonly windowMs: number;
  readonly restMs: number;
  readonly maxRestMs: number;
  readonly probes: number;
}

/** The gateway's own defaults. */
export const CIRCUIT_START: CircuitCore = {
  consecutiveFailures: 5,
  failureRatePercent: 50,
  minimumCalls: 10,
  windowMs: 300_000,
  restMs: 300_000,
  maxRestMs: 3_600_000,
  probes: 1,
};
