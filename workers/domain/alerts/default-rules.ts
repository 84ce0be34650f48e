import type { AlertKind, AlertRule } from "./alert-rule.ts";

type DefaultRule = Pick<AlertRule, "name" | "condition">;

/**
 * What an organization that has not thought about it yet should hear of: that a target is cut off or switched off, that
 * events pile up, that something ends soon. No rule for single dead letters, which would speak of every one.
 */
const DEFAULT_RULES: readonly DefaultRule[] = [
  { name: "A circuit opened", condition: { kind: "circuit" } },
  { name: "Switched off by the gateway", condition: { kind: "disabled" } },
  { name: "Health below 60", condition: { kind: "health_score", below: 60 } },
  { name: "More than 100 dead letters", condition: { kind: "dead_letters", above: 100 } },
  { name: "Undelivered for an hour", condition: { kind: "oldest_undelivered", aboveMinutes: 60 } },
  { name: "Ends within two weeks", condition: { kind: "expiry", withinDays: 14 } },
];

/** Those of a kind that the organization has no rule of. */
export function missingDefaults(kinds: ReadonlySet<AlertKind>): readonly DefaultRule[] {
  return DEFAULT_RULES.filter(({ condition }) => !kinds.has(condition.kind));
}
