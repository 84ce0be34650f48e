import type { Names } from "../names/names.ts";
import { valueAt } from "../names/paths-of.ts";
import type { LocalName } from "./flat-rows.ts";

/** What a row may name: inside of an array row its element, too, with the first one as the example. */
export function namesIn(names: Names, locals: readonly LocalName[]): Names {
  const known: Record<string, unknown> = {};
  for (const { name, over } of locals) {
    if (name === "") continue;
    known[name] = over === null ? 0 : firstOf(over, { ...known, payload: names.payload });
  }
  return { ...names, locals: known };
}

function firstOf(over: string, roots: Readonly<Record<string, unknown>>): unknown {
  const [path = ""] = over.split("|");
  const list = valueAt(path.trim(), roots);
  return Array.isArray(list) ? list[0] : undefined;
}
