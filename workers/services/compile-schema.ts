import { Problem, type ProblemDetail } from "#domain/problem";
import { codeKey, coerces } from "#domain/validation/code-key";
import type { Compilation } from "#domain/validation/ports";
import { readSchema } from "#domain/validation/schema-problems";
import type { ValidationMode } from "#domain/validation/validation-settings";
import type { ValidationTools } from "./validation-tools.ts";

export type CompiledSchema =
  | { readonly ok: true; readonly code: string; readonly warnings: readonly string[] }
  /** Pointers lead into the schema. */
  | { readonly ok: false; readonly problems: readonly ProblemDetail[] };

/** Compile a schema in the cage, at the cost of the organization; null is the operator. Nothing is stored. */
export async function tryCompilation(
  { schemaCage }: Pick<ValidationTools, "schemaCage">,
  orgId: string | null,
  schemaJson: string,
  mode: ValidationMode,
): Promise<Compilation> {
  const reading = readSchema(schemaJson);
  if (!reading.ok) return { kind: "refused", problems: reading.problems };
  return schemaCage.compile(orgId, schemaJson, reading.draft, coerces(mode));
}

/**
 * The same for a request that waits for it.
 * @throws Problem 429 when the organization has to wait before another of its schemas is compiled
 */
export async function compileSchema(
  tools: Pick<ValidationTools, "schemaCage">,
  orgId: string | null,
  schemaJson: string,
  mode: ValidationMode,
): Promise<CompiledSchema> {
  const compilation = await tryCompilation(tools, orgId, schemaJson, mode);
  switch (compilation.kind) {
    case "compiled":
      return { ok: true, code: compilation.code, warnings: compilation.warnings };
    case "refused":
      return { ok: false, problems: compilation.problems };
    case "resting":
      throw new Problem("rate_limited", compilation.message, [], compilation.retryAfterMs);
  }
}

/**
 * Compile a schema that is about to be saved, and store its code where delivering finds it. Answers what is wrong with it,
 * nothing when it is stored; pointers begin with `at`.
 * @throws Problem 429 when the organization has to wait before another of its schemas is compiled
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
  const compiled = await compileSchema(tools, orgId, schemaJson, mode);
  if (!compiled.ok) {
    return compiled.problems.map(({ pointer, message }) => ({ pointer: at + pointer, message }));
  }
  await tools.compiledSchemas.put(orgId, key, compiled.code, tools.now());
  return [];
}
