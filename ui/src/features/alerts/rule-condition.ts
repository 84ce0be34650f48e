import type { components } from "~/api/openapi.d.ts";
import { text } from "~/text/index.ts";

export type AlertRule = components["schemas"]["AlertRule"];
export type AlertCondition = components["schemas"]["AlertCondition"];
export type AlertKind = AlertCondition["kind"];
export type NumberName =
  | "below"
  | "above"
  | "abovePercent"
  | "windowMinutes"
  | "minimum"
  | "aboveMinutes"
  | "quietMinutes"
  | "withinDays";

/** A number that a kind of condition asks for. */
export interface NumberField {
  readonly name: NumberName;
  readonly min: number;
  readonly max: number;
  readonly initial: number;
  readonly whole: boolean;
}

const field = (name: NumberName, min: number, max: number, initial: number, whole = true): NumberField => ({
  name,
  min,
  max,
  initial,
  whole,
});

/** What each kind asks for; defaults and limits are the gateway's. */
export const CONDITION_FIELDS: Readonly<Record<AlertKind, readonly NumberField[]>> = {
  circuit: [],
  health_score: [field("below", 1, 100, 60, false)],
  dead_letters: [field("above", 0, 10_000, 100)],
  error_rate: [
    field("abovePercent", 0, 100, 10, false),
    field("windowMinutes", 1, 1_440, 5),
    field("minimum", 1, 200, 10),
  ],
  oldest_undelivered: [field("aboveMinutes", 1, 43_200, 60)],
  exhausted: [field("quietMinutes", 1, 1_440, 60)],
  disabled: [],
  expiry: [field("withinDays", 1, 365, 14)],
};

export const ALERT_KINDS = Object.keys(CONDITION_FIELDS) as readonly AlertKind[];

/** A condition as somebody would say it. */
export function conditionWords(condition: AlertCondition): string {
  const words = text.alerts.condition;
  switch (condition.kind) {
    case "health_score":
      return words.health_score(condition.below);
    case "dead_letters":
      return words.dead_letters(condition.above);
    case "error_rate":
      return words.error_rate(condition.abovePercent, condition.windowMinutes, condition.minimum);
    case "oldest_undelivered":
      return words.oldest_undelivered(condition.aboveMinutes);
    case "exhausted":
      return words.exhausted(condition.quietMinutes);
    case "expiry":
      return words.expiry(condition.withinDays);
    case "circuit":
      return words.circuit;
    case "disabled":
      return words.disabled;
  }
}
