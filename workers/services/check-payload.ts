import type { Asker } from "#domain/sandbox/fuel-account";
import { codeKey, coerces } from "#domain/validation/code-key";
import { judgePayload, type PayloadCheck } from "#domain/validation/judge-payload";
import type { Rest, Verdict } from "#domain/validation/ports";
import type { EnforcedSchema } from "#domain/validation/validation-settings";
import { tryCompilation } from "./compile-schema.ts";
import type { ValidationTools } from "./validation-tools.ts";

/**
 * Hold a payload against a saved schema. Code that is lost, or was made by another version of the compiler, is made again;
 * `findSchema` is asked only then. Rejects when a store does not answer, never for the payload or the schema.
 */
export async function checkPayload(
  tools: ValidationTools,
  orgId: string,
  { mode, schemaHash }: EnforcedSchema,
  payloadJson: string,
  findSchema: () => Promise<string | null>,
  asker: Asker = "delivery",
): Promise<PayloadCheck> {
  const key = codeKey(schemaHash, mode);
  const check = { orgId, key, coerce: coerces(mode), payloadJson, asker };
  const verdict = await tools.schemaCage
    .check(check, () => findCode(tools, orgId, { mode, schemaHash }, findSchema))
    .catch((error: unknown): Verdict => {
      if (error instanceof NoCode) return { kind: "stopped", message: error.message, fuelUsed: 0 };
      if (error instanceof NoCodeYet) return { ...error.rest, fuelUsed: 0 };
      throw error;
    });
  return judgePayload(mode, payloadJson, verdict);
}

/** There is nothing to check with. Said of the payload like any other failure: it must not go out unchecked. */
class NoCode extends Error {}

/** It has to be compiled again, and the organization has to wait for that: the payload waits too. */
class NoCodeYet extends Error {
  readonly rest: Rest;

  constructor(rest: Rest) {
    super(rest.message);
    this.rest = rest;
  }
}

async function findCode(
  tools: ValidationTools,
  orgId: string,
  { mode, schemaHash }: EnforcedSchema,
  findSchema: () => Promise<string | null>,
): Promise<string> {
  const stored = await tools.compiledSchemas.find(orgId, codeKey(schemaHash, mode));
  if (stored !== null) return stored;
  const schemaJson = await findSchema();
  if (schemaJson === null) throw new NoCode("Its schema was taken away a moment ago. Retry it.");
  const compiled = await tryCompilation(tools, orgId, schemaJson, mode);
  if (compiled.kind === "resting") throw new NoCodeYet(compiled);
  if (compiled.kind === "refused") {
    const [first] = compiled.problems;
    throw new NoCode(`Its schema does not compile any more: ${first?.pointer ?? ""} ${first?.message ?? ""}`);
  }
  // Under the hash of what was read: it may have been saved anew since this isolate loaded its configuration.
  const key = codeKey(tools.sha256(schemaJson), mode);
  await tools.compiledSchemas.put(orgId, key, compiled.code, tools.now());
  return compiled.code;
}
