import type { ProblemDetail } from "#domain/problem";
import { codeKey, coerces } from "#domain/validation/code-key";
import { readSchema } from "#domain/validation/schema-problems";
import type { ValidationMode } from "#domain/validation/validation-settings";
import type { ValidationTools } from "./validation-tools.ts";

export type CompiledSchema =
  | { readonly ok: true; readonly code: string; readonly warnings: readonly string[] }
  /** Pointers lead into the schema. */
  | { readonly ok: false; readonly problems: readonly ProblemDetail[] };

/** Compile a schema in the cage. Nothing is stored. */
export async function compileSchema(
  { schemaCage }: Pick<ValidationTools, "schemaCage">,
  schemaJson: string,
  mode: ValidationMode,
): Promise<CompiledSchema> {
  const reading = readSchema(schemaJson);
  return reading.ok ? schemaCage.compile(schemaJson, reading.draft, coerces(mode)) : reading;
}

/**
 * Compile a schema that is about to be saved, and store its code where delivering finds it. Answers what is wrong with it,
 * nothing when it is stored; pointers begin with `at`.
 */
export async function prepareSchema(
  tools: ValidationTools,
  orgId: string,
  schemaJson: string,
  mode: ValidationMode,
  at: string,
): Promise<readonly ProblemDetail[]> {
  const key = codeKey(tools.sha256(schemaJson), mode);
  // Saved before, and still there: an integration whose name is changed must not cost a compilation.
  if ((await tools.compiledSchemas.find(orgId, key)) !== null) return [];
  const compiled = await compileSchema(tools, schemaJson, mode);
  if (!compiled.ok) {
    return compiled.problems.map(({ pointer, message }) => ({ pointer: at + pointer, message }));
  }
  await tools.compiledSchemas.put(orgId, key, compiled.code, tools.now());
  return [];
}
