/**
 * QuickJS loads a function in the square of its length (for every jump that it can shorten, all code behind it is moved), and
 * Ajv writes one function for a whole schema. Here the members of a large object are checked by functions within it, several
 * together. They see the variables around them, and never return early, because all errors are told.
 */
import type { KeywordCxt } from "ajv";
import { _ } from "ajv/dist/compile/codegen";

/** In characters of schema; the code is about ten times as long. */
const LONG = 2_000;

/** Ajv's own module of the keyword `properties`. */
export interface PropertiesModule {
  readonly default: { code(cxt: KeywordCxt): void };
}

export function splitProperties({ default: keyword }: PropertiesModule): void {
  const writeAll = keyword.code;
  keyword.code = (cxt) => {
    const parts = partsOf(cxt.schema as object);
    // Where `unevaluatedProperties` may be asked, what was seen is kept in variables that must not end with a part.
    if (parts.length === 1 || cxt.it.opts.unevaluated) return writeAll(cxt);
    for (const part of parts) {
      cxt.gen.code(_`(() => {`);
      writeAll(Object.create(cxt, { schema: { value: part } }) as KeywordCxt);
      cxt.gen.code(_`})()`);
    }
  };
}

function partsOf(schema: object): readonly object[] {
  const parts: [string, unknown][][] = [];
  let length = LONG;
  for (const entry of Object.entries(schema)) {
    if (length >= LONG) {
      parts.push([]);
      length = 0;
    }
    parts.at(-1)?.push(entry);
    length += JSON.stringify(entry).length;
  }
  return parts.length > 1 ? parts.map((entries) => Object.fromEntries(entries)) : [schema];
}
