import { Problem } from "#domain/problem";
import { codeKey, coerces } from "#domain/validation/code-key";
import { type JudgedPayload, judgeVerdict } from "#domain/validation/judge-payload";
import type { ValidationMode } from "#domain/validation/validation-settings";
import { compileSchema } from "./compile-schema.ts";
import { invalidSchema } from "./report-validation.ts";
import type { ValidationTools } from "./validation-tools.ts";

/** A request may cost as much as this; what it does not get to is answered as not checked. */
const FUEL_BUDGET = 1_000_000_000;

export interface TriedSchema {
  readonly warnings: readonly string[];
  /** As many as there were payloads. */
  readonly checks: readonly JudgedPayload[];
}

/**
 * Nothing is stored.
 * @throws Problem 422 when the schema does not compile, 429 when the organization's schemas rest
 */
export async function trySchema(
  tools: ValidationTools,
  orgId: string,
  schemaJson: string,
  mode: ValidationMode,
  payloads: readonly string[],
): Promise<TriedSchema> {
  const compiled = await compileSchema(tools, orgId, schemaJson, mode);
  if (!compiled.ok) throw invalidSchema(compiled.problems);
  const { code, warnings } = compiled;
  const key = codeKey(tools.sha256(schemaJson), mode);
  const checks: JudgedPayload[] = [];
  let fuel = 0;
  for (const payloadJson of payloads) {
    const asker = checks.length === 0 ? "request" : "begun";
    const check = { orgId, key, coerce: coerces(mode), payloadJson, asker } as const;
    const verdict =
      fuel > FUEL_BUDGET
        ? ({
            kind: "stopped",
            message: "It was not checked: those before it took too long.",
            fuelUsed: 0,
          } as const)
        : await tools.schemaCage.check(check, async () => code);
    if (verdict.kind === "resting")
      throw new Problem("rate_limited", verdict.message, [], verdict.retryAfterMs);
    fuel += verdict.fuelUsed;
    checks.push(judgeVerdict(mode, payloadJson, verdict));
  }
  return { warnings, checks };
}
