import { addBelow, changeNode } from "./edit-tree.ts";
import { readField, writeField } from "./expression-text.ts";
import { childrenOf, type MappingNode, textNode } from "./mapping-tree.ts";

/** What a click on a place of the payload does: fills the row that is being edited, or makes one. Null: it has no place for it. */
export function pickPath(root: MappingNode, activeId: string | null, path: string): MappingNode | null {
  const target = activeId === null ? root : (find(root, activeId) ?? root);
  switch (target.kind) {
    case "text": {
      const field = readField(target.text);
      const text =
        target.text === ""
          ? `{{${path}}}`
          : field === null
            ? `${target.text}{{${path}}}`
            : writeField({ ...field, path });
      return changeNode(root, target.id, (node) => (node.kind === "text" ? { ...node, text } : node));
    }
    case "each":
      return changeNode(root, target.id, (node) => (node.kind === "each" ? { ...node, over: path } : node));
    case "object":
      return addBelow(root, target.id, textNode(`{{${path}}}`), { key: freeKey(target, path) });
    case "list":
      return addBelow(root, target.id, textNode(`{{${path}}}`));
    case "if":
    case "constant":
    case "literal":
      return null;
  }
}

/** Its own last name, unless the object has one of that name already. */
function freeKey({ rows }: Extract<MappingNode, { kind: "object" }>, path: string): string {
  const name = /([\p{L}\p{N}_$-]+)(?:"\]|\[0\])*$/u.exec(path)?.[1] ?? "value";
  const taken = new Set(rows.map(({ key }) => key));
  for (let number = 1; ; number += 1) {
    const key = number === 1 ? name : `${name}${number}`;
    if (!taken.has(key)) return key;
  }
}

function find(node: MappingNode, id: string): MappingNode | null {
  if (node.id === id) return node;
  for (const child of childrenOf(node)) {
    const found = find(child, id);
    if (found !== null) return found;
  }
  return null;
}
