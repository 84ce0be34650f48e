import { exceedsDepth } from "../ingress/payload-slice.ts";
import type { ProblemDetail } from "../problem.ts";

/** One type of the catalogue. `source` says whether the organization wrote it or shares it with everybody. */
export interface EventType {
  readonly name: string;
  readonly description: string;
  /** JSON Schema as JSON text, or null. */
  readonly schema: string | null;
  /** An example payload as JSON text, or null. */
  readonly example: string | null;
  readonly source: "template" | "own";
  readonly archived: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** In place of an organization's id: the templates that every organization sees. */
export const TEMPLATES = "*";

const MAX_SCHEMA_LENGTH = 64 * 1024;
/** A schema is compiled later, and every compiler recurses. */
const MAX_SCHEMA_DEPTH = 32;
const MAX_EXAMPLE_LENGTH = 64 * 1024;

/** Everything wrong with a schema and an example, as JSON text. Whether the schema compiles is found out later. */
export function findEventTypeProblems(
  schema: string | null,
  example: string | null,
): readonly ProblemDetail[] {
  return [
    ...(schema === null ? [] : schemaProblems(schema)),
    ...(example !== null && example.length > MAX_EXAMPLE_LENGTH
      ? [{ pointer: "/example", message: `An example has at most ${MAX_EXAMPLE_LENGTH} characters as JSON.` }]
      : []),
  ];
}

function schemaProblems(schema: string): ProblemDetail[] {
  const refuse = (message: string): ProblemDetail[] => [{ pointer: "/schema", message }];
  // JSON Schema 2020-12 core, section 4.3: a schema is an object or a boolean.
  if (!/^(\{|true$|false$)/.test(schema)) return refuse("A JSON Schema is an object or a boolean.");
  if (schema.length > MAX_SCHEMA_LENGTH)
    return refuse(`A schema has at most ${MAX_SCHEMA_LENGTH} characters as JSON.`);
  return exceedsDepth(schema, MAX_SCHEMA_DEPTH)
    ? refuse(`A schema is nested at most ${MAX_SCHEMA_DEPTH} levels deep.`)
    : [];
}
