import { jsonLanguage } from "@codemirror/lang-json";

const { parser } = jsonLanguage;
type SyntaxNode = ReturnType<typeof parser.parse>["topNode"];

export interface Range {
  readonly from: number;
  readonly to: number;
}

const VALUES = new Set(["Object", "Array", "String", "Number", "True", "False", "Null"]);

/** Where a JSON Pointer leads in JSON text; as far as it leads when the rest is not there. Null for a text without a value. */
export function rangeOf(source: string, pointer: string): Range | null {
  const [root] = valuesOf(parser.parse(source).topNode);
  if (root === undefined) return null;
  let at: SyntaxNode = root;
  const steps = pointer.split("/").slice(1);
  for (const step of steps.map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))) {
    const below: SyntaxNode | undefined =
      at.name === "Object" ? memberOf(source, at, step) : valuesOf(at)[Number(step)];
    if (below === undefined) break;
    at = below;
  }
  return { from: at.from, to: at.to };
}

function memberOf(source: string, object: SyntaxNode, key: string): SyntaxNode | undefined {
  // Of several members with one name the last one counts, as in JSON.parse.
  for (const property of object.getChildren("Property").toReversed()) {
    const name = property.getChild("PropertyName");
    if (name !== null && readName(source.slice(name.from, name.to)) === key) return valuesOf(property)[0];
  }
  return undefined;
}

function readName(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text;
  }
}

function valuesOf(node: SyntaxNode): SyntaxNode[] {
  const values: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (VALUES.has(child.name)) values.push(child);
  }
  return values;
}
