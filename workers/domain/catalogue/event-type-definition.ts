import type { ProblemDetail } from "../problem.ts";
import { readSchema } from "../validation/schema-problems.ts";
import type { ValidationMode } from "../validation/validation-settings.ts";

/** One type of the catalogue. `source` says whether the organization wrote it or shares it with everybody. */
export interface EventType {
  readonly name: string;
  readonly description: string;
  /** JSON Schema as JSON text, or null. */
  readonly schema: string | null;
  /** How payloads are held against the schema when an event is accepted; null: the schema is documentation. */
  readonly validation: ValidationMode | null;
  /** An example payload as JSON text, or null. */
  readonly example: string | null;
  readonly source: "template" | "own";
  readonly archived: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** In place of an organization's id: the templates that every organization sees. */
export const TEMPLATES = "*";

const MAX_EXAMPLE_LENGTH = 64 * 1024;

/** Everything wrong with a schema and an example that can be said without compiling. */
export function findEventTypeProblems({
  schema,
  validation,
  example,
}: Pick<EventType, "schema" | "validation" | "example">): readonly ProblemDetail[] {
  return [
    ...(schema === null ? [] : schemaProblems(schema, validation)),
    ...(schema === null && validation !== null
      ? [
          {
            pointer: "/validation",
            message: "There is no schema to hold payloads against. Give one, or null here.",
          },
        ]
      : []),
    ...(example !== null && example.length > MAX_EXAMPLE_LENGTH
      ? [{ pointer: "/example", message: `An example has at most ${MAX_EXAMPLE_LENGTH} characters as JSON.` }]
      : []),
  ];
}

/** A schema that is only documentation may be of a draft that we cannot compile; its size and form are bounded all the same. */
function schemaProblems(schema: string, validation: ValidationMode | null): ProblemDetail[] {
  const reading = readSchema(schema);
  if (reading.ok) return [];
  const problems = reading.problems.filter(({ pointer }) => validation !== null || pointer === "");
  return problems.map(({ pointer, message }) => ({ pointer: `/schema${pointer}`, message }));
}
