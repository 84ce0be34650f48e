import { codeKey, coerces } from "#domain/validation/code-key";
import { judgePayload, type PayloadCheck } from "#domain/validation/judge-payload";
import type { ValidationMode } from "#domain/validation/validation-settings";
import { compileSchema } from "./compile-schema.ts";
import { invalidSchema } from "./report-validation.ts";
import type { ValidationTools } from "./validation-tools.ts";

/** A request may cost as much as this; what it does not get to is answered as not checked. */
const FUEL_BUDGET = 1_000_000_000;

export interface TriedSchema {
  readonly warnings: readonly string[];
  /** As many as there were payloads. */
  readonly checks: readonly PayloadCheck[];
}

/** @throws Problem 422 when the schema does not compile. Nothing is stored. */
export async function trySchema(
  tools: ValidationTools,
  orgId: string,
  schemaJson: string,
  mode: ValidationMode,
  payloads: readonly string[],
): Promise<TriedSchema> {
  const compiled = await compileSchema(tools, schemaJson, mode);
  if (!compiled.ok) throw invalidSchema(compiled.problems);
  const { code, warnings } = compiled;
  const key = codeKey(tools.sha256(schemaJson), mode);
  const checks: PayloadCheck[] = [];
  let fuel = 0;
  for (const payloadJson of payloads) {
    const check = { orgId, key, coerce: coerces(mode), payloadJson };
    const verdict =
      fuel > FUEL_BUDGET
        ? ({
            kind: "stopped",
            message: "It was not checked: those before it took too long.",
            fuelUsed: 0,
          } as const)
        : await tools.schemaCage.check(check, async () => code);
    fuel += verdict.fuelUsed;
    checks.push(judgePayload(mode, payloadJson, verdict));
  }
  return { warnings, checks };
}
