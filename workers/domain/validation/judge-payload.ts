import type { Rest, Verdict } from "./ports.ts";
import type { FieldError, ValidationMode } from "./validation-settings.ts";

export type JudgedPayload =
  /** `payloadJson` is the payload as it goes on: TRANSFORM may have changed it. `errors` are those that LAX let through. */
  | {
      readonly kind: "passed";
      readonly payloadJson: string;
      readonly detail: string;
      readonly errors: readonly FieldError[];
      /** LAX lets through what could not be looked at; nothing is known of it then. */
      readonly checked: boolean;
    }
  | { readonly kind: "refused"; readonly detail: string; readonly errors: readonly FieldError[] };

export type PayloadCheck =
  | JudgedPayload
  /** The organization's schemas rest. It says nothing of the payload: hold it, or have it sent again. */
  | { readonly kind: "postponed"; readonly detail: string; readonly waitMs: number };

/** What a verdict means under a mode. */
export function judgePayload(mode: ValidationMode, payloadJson: string, verdict: Verdict): PayloadCheck {
  if (verdict.kind !== "resting") return judgeVerdict(mode, payloadJson, verdict);
  const { message, retryAfterMs } = verdict;
  if (mode !== "LAX") return { kind: "postponed", detail: message, waitMs: retryAfterMs };
  const detail = `delivered without being checked: ${message}`;
  return { kind: "passed", payloadJson, detail, errors: [], checked: false };
}

/** The same of one that was looked at. */
export function judgeVerdict(
  mode: ValidationMode,
  payloadJson: string,
  verdict: Exclude<Verdict, Rest>,
): JudgedPayload {
  switch (verdict.kind) {
    case "fits": {
      // Unless something was changed it goes on as the caller's own text: numbers keep all their digits.
      const { changedJson } = verdict;
      const detail = changedJson === null ? "fits the schema" : "fits the schema after coercion";
      return { kind: "passed", payloadJson: changedJson ?? payloadJson, detail, errors: [], checked: true };
    }
    case "unfit":
      return unfit(mode, payloadJson, verdict.errors, describe(verdict.errors));
    case "stopped": {
      const errors = [{ pointer: "", keyword: "limits", message: verdict.message }];
      return unfit(mode, payloadJson, errors, verdict.message);
    }
  }
}

function unfit(
  mode: ValidationMode,
  payloadJson: string,
  errors: readonly FieldError[],
  detail: string,
): JudgedPayload {
  return mode === "LAX"
    ? { kind: "passed", payloadJson, detail: `delivered all the same: ${detail}`, errors, checked: true }
    : { kind: "refused", detail, errors };
}

/** For one line of the log. */
function describe(errors: readonly FieldError[]): string {
  const [first] = errors;
  if (first === undefined) return "The payload does not fit the schema.";
  const others = errors.length > 1 ? ` and ${errors.length - 1} more` : "";
  return `The payload does not fit the schema: ${first.pointer === "" ? "it" : first.pointer} ${first.message}${others}.`;
}
