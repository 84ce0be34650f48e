/** What whoever notices something about an integration tells the alerts. */

export type AlertedCircuitState = "closed" | "open" | "half_open";

/** One change of a circuit, by itself or by a person. */
export interface CircuitChange {
  readonly orgId: string;
  readonly integrationId: string;
  readonly from: AlertedCircuitState;
  readonly to: AlertedCircuitState;
  /** One line for people: `5 failures in a row`, `paused by user_1: maintenance`. Never a secret. */
  readonly cause: string;
  readonly at: number;
}

/**
 * Never rejects: what watches deliveries must not stand in their way. Costs one look at the organization's rules; repeating
 * a change raises nothing new.
 */
export interface CircuitAlerts {
  noteCircuitChange(change: CircuitChange): Promise<void>;
}
