import type { MappingNode } from "./mapping-tree.ts";

export type RowRole = "root" | "member" | "spread" | "element" | "do" | "yes" | "no";

/** A name that an array row gives to its elements, and the list that they come from. */
export interface LocalName {
  readonly name: string;
  /** Null: it is the position. */
  readonly over: string | null;
}

/** One line of the builder. */
export interface FlatRow {
  readonly node: MappingNode;
  readonly role: RowRole;
  readonly key: string;
  readonly depth: number;
  /** Where the gateway's messages find it: a JSON Pointer into the mapping. */
  readonly pointer: string;
  /** Among its siblings; -1 where it has a place of its own. */
  readonly position: number;
  readonly siblings: number;
  readonly parentId: string | null;
  readonly locals: readonly LocalName[];
}

/** All lines, from the top. */
export function flatRows(root: MappingNode, pointer = ""): readonly FlatRow[] {
  const rows: FlatRow[] = [];
  const alone = { position: -1, siblings: 1, key: "" };
  add({ node: root, role: "root", depth: 0, pointer, parentId: null, locals: [], ...alone });
  return rows;

  function add(row: FlatRow): void {
    rows.push(row);
    const { node, depth } = row;
    const below = { depth: depth + 1, parentId: node.id, locals: row.locals };
    switch (node.kind) {
      case "object":
        addMembers(row, node);
        break;
      case "list":
        for (const [position, item] of node.items.entries()) {
          const at = `${row.pointer}/${position}`;
          const siblings = node.items.length;
          add({ ...below, node: item, role: "element", pointer: at, key: "", position, siblings });
        }
        break;
      case "each":
        add({
          ...below,
          ...alone,
          node: node.make,
          role: "do",
          pointer: `${row.pointer}/do`,
          locals: [
            ...row.locals,
            { name: node.as, over: node.over },
            ...(node.index === "" ? [] : [{ name: node.index, over: null }]),
          ],
        });
        break;
      case "if":
        add({ ...below, ...alone, node: node.yes, role: "yes", pointer: `${row.pointer}/then` });
        if (node.no !== null) {
          add({ ...below, ...alone, node: node.no, role: "no", pointer: `${row.pointer}/else` });
        }
        break;
      case "text":
      case "constant":
      case "literal":
        break;
    }
  }

  function addMembers(row: FlatRow, { rows: members }: Extract<MappingNode, { kind: "object" }>): void {
    const spreads = members.filter((member) => member.spread);
    for (const [position, member] of members.entries()) {
      const at =
        spreads.length === 1 ? "$spread" : `$spread/${spreads.findIndex(({ node }) => node === member.node)}`;
      add({
        node: member.node,
        role: member.spread ? "spread" : "member",
        key: member.key,
        depth: row.depth + 1,
        pointer: `${row.pointer}/${member.spread ? at : escaped(member.key)}`,
        position,
        siblings: members.length,
        parentId: row.node.id,
        locals: row.locals,
      });
    }
  }
}

function escaped(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}
