export const ALERT_KINDS = [
  "circuit",
  "health_score",
  "dead_letters",
  "error_rate",
  "oldest_undelivered",
  "exhausted",
  "disabled",
  "expiry",
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** What a rule looks for. */
export type AlertCondition =
  /** A circuit opened; over when it is closed. */
  | { readonly kind: "circuit" }
  | { readonly kind: "health_score"; readonly below: number }
  /** Dead letters of one integration. */
  | { readonly kind: "dead_letters"; readonly above: number }
  /** Failed of what was tried, among the newest of the window; with fewer than `minimum` it says nothing. */
  | {
      readonly kind: "error_rate";
      readonly abovePercent: number;
      readonly windowMinutes: number;
      readonly minimum: number;
    }
  | { readonly kind: "oldest_undelivered"; readonly aboveMinutes: number }
  /** A delivery was given up; over after so many minutes without another. */
  | { readonly kind: "exhausted"; readonly quietMinutes: number }
  /** The gateway switched an integration off. */
  | { readonly kind: "disabled" }
  /** A credential needs a person or an API key ends soon. */
  | { readonly kind: "expiry"; readonly withinDays: number };

/** Of an organization: each of them is evaluated every minute. */
export const MAX_ALERT_RULES = 50;

export interface AlertRule {
  readonly id: string;
  readonly name: string;
  readonly condition: AlertCondition;
  /** Null: all of the organization. Means nothing for `expiry`. */
  readonly integrationIds: readonly string[] | null;
  readonly enabled: boolean;
  /** Until then nobody is told; alerts come and go all the same. */
  readonly mutedUntil: number | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export function isMuted({ mutedUntil }: AlertRule, now: number): boolean {
  return mutedUntil !== null && mutedUntil > now;
}

export function concerns({ integrationIds }: AlertRule, integrationId: string): boolean {
  return integrationIds === null || integrationIds.includes(integrationId);
}
