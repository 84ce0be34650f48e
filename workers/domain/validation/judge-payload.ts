import type { Verdict } from "./ports.ts";
import type { FieldError, ValidationMode } from "./validation-settings.ts";

export type PayloadCheck =
  /** `payloadJson` is the payload as it goes on: TRANSFORM may have changed it. `errors` are those that LAX let through. */
  | {
      readonly kind: "passed";
      readonly payloadJson: string;
      readonly detail: string;
      readonly errors: readonly FieldError[];
    }
  | { readonly kind: "refused"; readonly detail: string; readonly errors: readonly FieldError[] };

/** What a verdict means under a mode. */
export function judgePayload(mode: ValidationMode, payloadJson: string, verdict: Verdict): PayloadCheck {
  switch (verdict.kind) {
    case "fits": {
      // Unless something was changed it goes on as the caller's own text: numbers keep all their digits.
      const { changedJson } = verdict;
      const detail = changedJson === null ? "fits the schema" : "fits the schema after coercion";
      return { kind: "passed", payloadJson: changedJson ?? payloadJson, detail, errors: [] };
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
): PayloadCheck {
  return mode === "LAX"
    ? { kind: "passed", payloadJson, detail: `delivered all the same: ${detail}`, errors }
    : { kind: "refused", detail, errors };
}

/** For one line of the log. */
function describe(errors: readonly FieldError[]): string {
  const [first] = errors;
  if (first === undefined) return "The payload does not fit the schema.";
  const others = errors.length > 1 ? ` and ${errors.length - 1} more` : "";
  return `The payload does not fit the schema: ${first.pointer === "" ? "it" : first.pointer} ${first.message}${others}.`;
}
