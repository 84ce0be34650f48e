import type { components } from "~/api/openapi.d.ts";
import { text } from "~/text/index.ts";
import {
  type AlertCondition,
  type AlertKind,
  type AlertRule,
  CONDITION_FIELDS,
  type NumberField,
  type NumberName,
} from "./rule-condition.ts";

type RuleWrite = components["schemas"]["AlertRuleCreate"];

/** A rule as it stands in the form: numbers are what was typed, so that a field may be empty for a moment. */
export interface RuleDraft {
  readonly name: string;
  readonly kind: AlertKind;
  readonly typed: Readonly<Partial<Record<NumberName, string>>>;
  readonly scope: "all" | "some";
  readonly integrationIds: readonly string[];
  readonly enabled: boolean;
}

export type DraftErrors = Readonly<Record<string, string>>;

export const NEW_RULE: RuleDraft = {
  name: "",
  kind: "health_score",
  typed: {},
  scope: "all",
  integrationIds: [],
  enabled: true,
};

export function draftOf(rule: AlertRule): RuleDraft {
  const typed = CONDITION_FIELDS[rule.condition.kind].map(({ name }) => [
    name,
    String((rule.condition as unknown as Record<NumberName, number>)[name]),
  ]);
  return {
    name: rule.name,
    kind: rule.condition.kind,
    typed: Object.fromEntries(typed) as RuleDraft["typed"],
    scope: rule.integrationIds === null ? "all" : "some",
    integrationIds: rule.integrationIds ?? [],
    enabled: rule.enabled,
  };
}

export function typedOf(draft: RuleDraft, { name, initial }: NumberField): string {
  return draft.typed[name] ?? String(initial);
}

/** What is wrong with it, by the pointer that the gateway would use; empty when it can be sent. */
export function draftErrors(draft: RuleDraft): DraftErrors {
  const words = text.alerts.form;
  const errors: Record<string, string> = {};
  const length = draft.name.trim().length;
  if (length === 0 || length > 100) errors["/name"] = words.nameWrong;
  for (const field of CONDITION_FIELDS[draft.kind]) {
    if (!isWithin(typedOf(draft, field), field))
      errors[`/condition/${field.name}`] = words.between(field.min, field.max);
  }
  if (draft.kind !== "expiry" && draft.scope === "some" && draft.integrationIds.length === 0)
    errors["/integrationIds"] = words.scopeWrong;
  return errors;
}

function isWithin(typed: string, { min, max, whole }: NumberField): boolean {
  const value = Number(typed);
  return typed.trim() !== "" && value >= min && value <= max && (!whole || Number.isInteger(value));
}

/** Call it only with a draft without errors. */
export function requestOf(draft: RuleDraft): Omit<RuleWrite, "mutedUntil"> {
  const numbers = CONDITION_FIELDS[draft.kind].map((field) => [field.name, Number(typedOf(draft, field))]);
  const isNarrow = draft.scope === "some" && draft.kind !== "expiry";
  return {
    name: draft.name.trim(),
    condition: { kind: draft.kind, ...Object.fromEntries(numbers) } as AlertCondition,
    integrationIds: isNarrow ? [...draft.integrationIds] : null,
    enabled: draft.enabled,
  };
}
