import type { AlertKind } from "./alert-rule.ts";

export interface AlertSubject {
  readonly kind: "integration" | "credential" | "api_key";
  readonly id: string;
}

/**
 * Was somebody told? `owed`: about to be. `muted`: nobody wanted to hear it. `no_subscriber`: no integration listens to it.
 * `given_up`: it could not be accepted for a day.
 */
export type Notice = "owed" | "sent" | "muted" | "no_subscriber" | "given_up";

/** One thing that a rule found wrong with one subject, from its beginning to its end. */
export interface Alert {
  readonly id: string;
  readonly ruleId: string;
  readonly kind: AlertKind;
  readonly subject: AlertSubject;
  /** One line for people. */
  readonly detail: string;
  /** The number that was held against the rule's; null where there is none. */
  readonly value: number | null;
  readonly openedAt: number;
  /** When it was last found true. */
  readonly lastAt: number;
  readonly resolvedAt: number | null;
  readonly occurrences: number;
  readonly acknowledgedAt: number | null;
  readonly acknowledgedBy: string | null;
  readonly raisedNotice: Notice;
  readonly resolvedNotice: Notice | null;
}

/** What a rule found now. */
export interface Violation {
  readonly subject: AlertSubject;
  readonly detail: string;
  readonly value: number | null;
}
