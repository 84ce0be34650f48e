import { ELEMENT, type MappingNode, type MappingRow, newId, textNode } from "./mapping-tree.ts";

type Fields = Readonly<Record<string, unknown>>;

/** The rows of a stored mapping. What has no row of its own is kept as JSON: nothing is lost by opening the builder. */
export function readMapping(mapping: unknown): MappingNode {
  if (typeof mapping === "string") return textNode(mapping);
  if (Array.isArray(mapping)) return { id: newId(), kind: "list", items: mapping.map(readMapping) };
  if (typeof mapping !== "object" || mapping === null) return asJson(mapping);
  const fields = mapping as Fields;
  if ("$literal" in fields) {
    return onlyHas(fields, ["$literal"])
      ? { id: newId(), kind: "literal", json: print(fields.$literal) }
      : asJson(fields);
  }
  if ("$each" in fields) return readEach(fields);
  if ("$if" in fields) return readIf(fields);
  return { id: newId(), kind: "object", rows: Object.entries(fields).flatMap(readRows) };
}

function readRows([key, value]: readonly [string, unknown]): readonly MappingRow[] {
  if (key !== "$spread") return [{ key, spread: false, node: readMapping(value) }];
  const spread = Array.isArray(value) && value.length > 0 ? value : [value];
  return spread.map((one: unknown) => ({ key: "", spread: true, node: readMapping(one) }));
}

function readEach(fields: Fields): MappingNode {
  const { $each: over, as = ELEMENT, index = "", where } = fields;
  const known = onlyHas(fields, ["$each", "as", "index", "where", "do"]) && "do" in fields;
  if (!known || typeof over !== "string" || typeof as !== "string" || typeof index !== "string") {
    return asJson(fields);
  }
  return { id: newId(), kind: "each", over, as, index, where, make: readMapping(fields.do) };
}

function readIf(fields: Fields): MappingNode {
  if (!onlyHas(fields, ["$if", "then", "else"]) || !("then" in fields)) return asJson(fields);
  return {
    id: newId(),
    kind: "if",
    condition: fields.$if,
    yes: readMapping(fields.then),
    no: "else" in fields ? readMapping(fields.else) : null,
  };
}

function asJson(value: unknown): MappingNode {
  return { id: newId(), kind: "constant", json: print(value) };
}

function onlyHas(fields: Fields, allowed: readonly string[]): boolean {
  return Object.keys(fields).every((key) => allowed.includes(key));
}

function print(value: unknown): string {
  return JSON.stringify(value) ?? "null";
}
