import type { ProblemDetail } from "#domain/problem";
import { readSchema } from "#domain/validation/schema-problems";
import { tryCompilation } from "./compile-schema.ts";
import type { ValidationTools } from "./validation-tools.ts";

/**
 * A schema that no payload is held against need not compile here: it may be of another draft, lead to other documents, or be
 * more than a request may cost. What is a schema in no draft is a slip all the same, and most often noticed months later.
 * Pointers lead into the schema.
 */
export async function findDocumentationProblems(
  tools: Pick<ValidationTools, "schemaCage">,
  orgId: string,
  schemaJson: string,
): Promise<readonly ProblemDetail[]> {
  if (!readSchema(schemaJson).ok) return [];
  const compilation = await tryCompilation(tools, orgId, schemaJson, "STRICT");
  if (compilation.kind !== "refused") return [];
  return compilation.problems.filter(({ pointer }) => pointer !== "" && !pointer.endsWith("/$ref"));
}
