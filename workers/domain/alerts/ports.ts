import type { Page, PageRequest } from "../configuration-ports.ts";
import type { Alert, Notice, Violation } from "./alert.ts";
import type { AlertKind, AlertRule } from "./alert-rule.ts";
import type { ExpiringThing } from "./find-violations.ts";

/** What whoever notices something about an integration tells the alerts. */

export type AlertedCircuitState = "closed" | "open" | "half_open" | "paused";

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

export interface AlertRuleRepository {
  /** Newest first. */
  list(orgId: string, page: PageRequest): Promise<Page<AlertRule>>;
  find(orgId: string, id: string): Promise<AlertRule | null>;
  /** Those that are switched on. */
  enabled(orgId: string): Promise<readonly AlertRule[]>;
  /** False when the organization has as many as it may have. */
  insert(orgId: string, rule: AlertRule): Promise<boolean>;
  /** Those of them whose kind the organization has no rule of, at that moment; answers what was made. */
  insertMissingKinds(orgId: string, rules: readonly AlertRule[]): Promise<readonly AlertRule[]>;
  /** False when there is none. */
  update(orgId: string, rule: AlertRule): Promise<boolean>;
  /** With its alerts. False when there is none. */
  remove(orgId: string, id: string): Promise<boolean>;
  /** Organizations that have rules, by id, behind `after`. */
  organizations(after: string, limit: number): Promise<readonly string[]>;
}

/** An alert that begins, or one that is open already and true again. */
export interface RaisedAlert {
  readonly id: string;
  readonly ruleId: string;
  readonly kind: AlertKind;
  readonly violation: Violation;
  readonly muted: boolean;
  readonly at: number;
}

export interface ResolvedAlert {
  readonly id: string;
  readonly muted: boolean;
  readonly at: number;
}

export interface AlertRecords {
  list(orgId: string, open: boolean | null, page: PageRequest): Promise<Page<Alert>>;
  find(orgId: string, id: string): Promise<Alert | null>;
  open(orgId: string): Promise<readonly Alert[]>;
  openOf(orgId: string, ruleIds: readonly string[], subjectId: string): Promise<readonly Alert[]>;
  /** In one transaction. Of one rule and subject at most one alert is open: a second one counts on the first. */
  apply(
    orgId: string,
    raised: readonly RaisedAlert[],
    resolved: readonly ResolvedAlert[],
    tell: readonly string[],
  ): Promise<void>;
  /** Of which somebody has to be told. */
  owed(orgId: string, limit: number): Promise<readonly Alert[]>;
  told(orgId: string, id: string, change: "raised" | "resolved", notice: Notice): Promise<void>;
  /** One that is acknowledged stays as it was. False when there is none. */
  acknowledge(orgId: string, id: string, by: string, at: number): Promise<boolean>;
  /** Removes those that were over before this. */
  removeBefore(orgId: string, before: number, rows: number): Promise<void>;
}

export interface AlertFactRecords {
  /** By integration: when the oldest of what waits was accepted, among the organization's oldest thousand of each status. */
  oldestWaiting(orgId: string): Promise<ReadonlyMap<string, number>>;
  /** Credentials that need a person, and API keys that end before `before`. */
  expiring(orgId: string, now: number, before: number): Promise<readonly ExpiringThing[]>;
}
