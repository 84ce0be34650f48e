import { readField } from "./expression-text.ts";
import {
  ELEMENT,
  type MappingNode,
  type MappingRow,
  type NodeKind,
  newId,
  textNode,
} from "./mapping-tree.ts";
import { writeMapping } from "./write-mapping.ts";

/** Every function answers a new tree; what did not change is the same object as before. */
type Change = (node: MappingNode) => MappingNode;

export function changeNode(root: MappingNode, id: string, change: Change): MappingNode {
  if (root.id === id) return change(root);
  return withChildren(root, (child) => changeNode(child, id, change));
}

export function renameRow(root: MappingNode, id: string, key: string): MappingNode {
  return changeRows(root, id, (rows) => rows.map((row) => (row.node.id === id ? { ...row, key } : row)));
}

/** A member, an element, or the other case of a condition. What has a place of its own stays. */
export function removeNode(root: MappingNode, id: string): MappingNode {
  if (root.kind === "if" && root.no?.id === id) return { ...root, no: null };
  if (root.kind === "list" && root.items.some((item) => item.id === id)) {
    return { ...root, items: root.items.filter((item) => item.id !== id) };
  }
  if (root.kind === "object" && root.rows.some(({ node }) => node.id === id)) {
    return { ...root, rows: root.rows.filter(({ node }) => node.id !== id) };
  }
  return withChildren(root, (child) => removeNode(child, id));
}

/** Up or down among its siblings; at the end it stays where it is. */
export function moveNode(root: MappingNode, id: string, to: (position: number) => number): MappingNode {
  if (root.kind === "list") {
    const from = root.items.findIndex((item) => item.id === id);
    if (from !== -1) return { ...root, items: moved(root.items, from, to(from)) };
  }
  if (root.kind === "object") {
    const from = root.rows.findIndex(({ node }) => node.id === id);
    if (from !== -1) return { ...root, rows: moved(root.rows, from, to(from)) };
  }
  return withChildren(root, (child) => moveNode(child, id, to));
}

/** A new member at the end of an object, or a new element of a list. */
export function addBelow(
  root: MappingNode,
  parentId: string,
  node: MappingNode,
  row: Partial<Pick<MappingRow, "key" | "spread">> = {},
): MappingNode {
  return changeNode(root, parentId, (parent) => {
    if (parent.kind === "list") return { ...parent, items: [...parent.items, node] };
    if (parent.kind !== "object") return parent;
    return { ...parent, rows: [...parent.rows, { key: row.key ?? "", spread: row.spread ?? false, node }] };
  });
}

export function addElse(root: MappingNode, id: string): MappingNode {
  return changeNode(root, id, (node) => (node.kind === "if" ? { ...node, no: textNode("") } : node));
}

/** Another kind in the same place. What can be kept of the old one is kept. */
export function withKind(node: MappingNode, kind: NodeKind): MappingNode {
  if (node.kind === kind) return node;
  const { id } = node;
  switch (kind) {
    case "text":
      return { id, kind, text: node.kind === "each" ? `{{${node.over}}}` : "" };
    case "constant":
    case "literal":
      return { id, kind, json: JSON.stringify(writeMapping(node)) };
    case "object":
      return { id, kind, rows: [] };
    case "list":
      return { id, kind, items: [{ ...node, id: newId() }] };
    case "each":
      return {
        id,
        kind,
        over: node.kind === "text" ? (readField(node.text)?.path ?? "") : "",
        as: ELEMENT,
        index: "",
        where: undefined,
        make: node.kind === "object" ? { ...node, id: newId() } : textNode(`{{${ELEMENT}}}`),
      };
    case "if":
      return { id, kind, condition: {}, yes: { ...node, id: newId() }, no: null };
  }
}

function changeRows(
  root: MappingNode,
  id: string,
  change: (rows: readonly MappingRow[]) => readonly MappingRow[],
): MappingNode {
  if (root.kind === "object" && root.rows.some(({ node }) => node.id === id)) {
    return { ...root, rows: change(root.rows) };
  }
  return withChildren(root, (child) => changeRows(child, id, change));
}

function withChildren(node: MappingNode, change: Change): MappingNode {
  switch (node.kind) {
    case "object": {
      const rows = node.rows.map((row) => {
        const changed = change(row.node);
        return changed === row.node ? row : { ...row, node: changed };
      });
      return rows.every((row, at) => row === node.rows[at]) ? node : { ...node, rows };
    }
    case "list": {
      const items = node.items.map(change);
      return items.every((item, at) => item === node.items[at]) ? node : { ...node, items };
    }
    case "each": {
      const make = change(node.make);
      return make === node.make ? node : { ...node, make };
    }
    case "if": {
      const yes = change(node.yes);
      const no = node.no === null ? null : change(node.no);
      return yes === node.yes && no === node.no ? node : { ...node, yes, no };
    }
    case "text":
    case "constant":
    case "literal":
      return node;
  }
}

function moved<One>(all: readonly One[], from: number, to: number): readonly One[] {
  const [one] = all.slice(from, from + 1);
  if (one === undefined || to < 0 || to >= all.length || to === from) return all;
  return all.toSpliced(from, 1).toSpliced(to, 0, one);
}
