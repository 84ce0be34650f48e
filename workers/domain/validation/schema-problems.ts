import { exceedsDepth } from "../ingress/payload-slice.ts";
import { escapePointer } from "../json-pointer.ts";
import type { ProblemDetail } from "../problem.ts";

export const DRAFTS = ["draft-07", "2019-09", "2020-12"] as const;
export type Draft = (typeof DRAFTS)[number];

/** Compiling one takes up to a second, in which the isolate does nothing else. In characters of JSON text. */
export const MAX_SCHEMA_LENGTH = 64 * 1024;
/** Every compiler recurses. */
export const MAX_SCHEMA_DEPTH = 32;

const META_SCHEMAS: Readonly<Record<string, Draft>> = {
  "http://json-schema.org/draft-07/schema": "draft-07",
  "https://json-schema.org/draft-07/schema": "draft-07",
  "https://json-schema.org/draft/2019-09/schema": "2019-09",
  "https://json-schema.org/draft/2020-12/schema": "2020-12",
};

export type SchemaReading =
  | { readonly ok: true; readonly draft: Draft }
  | { readonly ok: false; readonly problems: readonly ProblemDetail[] };

/**
 * Is this text a JSON Schema that may be compiled at all? Everything that can be said without compiling it; pointers lead
 * into the schema.
 */
export function readSchema(schemaJson: string): SchemaReading {
  // JSON Schema 2020-12 core, section 4.3: a schema is an object or a boolean.
  if (!/^(\{|true$|false$)/.test(schemaJson)) return refuse("", "A JSON Schema is an object or a boolean.");
  if (schemaJson.length > MAX_SCHEMA_LENGTH) {
    return refuse(
      "",
      `A schema has at most ${MAX_SCHEMA_LENGTH} characters as JSON, not ${schemaJson.length}.`,
    );
  }
  if (exceedsDepth(schemaJson, MAX_SCHEMA_DEPTH)) {
    return refuse("", `A schema is nested at most ${MAX_SCHEMA_DEPTH} levels deep.`);
  }
  const schema = JSON.parse(schemaJson) as unknown;
  const named = typeof schema === "object" && schema !== null ? Reflect.get(schema, "$schema") : undefined;
  const draft = named === undefined ? "draft-07" : META_SCHEMAS[String(named).replace(/#$/, "")];
  if (draft === undefined) {
    return refuse(
      "/$schema",
      `This draft is not known. Name one of ${Object.keys(META_SCHEMAS).join(", ")}.`,
    );
  }
  const dynamic = findDynamicReference(schema, "");
  if (dynamic !== null) {
    return refuse(dynamic, "Dynamic references join several documents, and a schema here is one. Use $ref.");
  }
  return { ok: true, draft };
}

/** What Ajv makes of them is not always what the standard says, and a wrong verdict is worse than none. */
function findDynamicReference(value: unknown, pointer: string): string | null {
  if (typeof value !== "object" || value === null) return null;
  for (const [name, member] of Object.entries(value)) {
    const here = `${pointer}/${escapePointer(name)}`;
    if ((name === "$dynamicRef" || name === "$recursiveRef") && typeof member === "string") return here;
    const below = findDynamicReference(member, here);
    if (below !== null) return below;
  }
  return null;
}

function refuse(pointer: string, message: string): SchemaReading {
  return { ok: false, problems: [{ pointer, message }] };
}
