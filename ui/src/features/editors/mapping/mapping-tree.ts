/**
 * A mapping as the builder shows it. It holds what is being typed, too: a row whose key is empty, a constant that is not JSON
 * yet. Every node keeps its id as long as it is on the page, so that focus and open menus survive a change.
 */
export type MappingNode = {
  readonly id: string;
} /** Text with templates in it. Exactly one expression keeps its value's type. */ & (
  | { readonly kind: "text"; readonly text: string }
  /** JSON as it is written: a number, true, or whatever the builder has no rows for. */
  | { readonly kind: "constant"; readonly json: string }
  | { readonly kind: "object"; readonly rows: readonly MappingRow[] }
  | { readonly kind: "list"; readonly items: readonly MappingNode[] }
  | {
      readonly kind: "each";
      readonly over: string;
      readonly as: string;
      readonly index: string;
      /** Undefined: every element. */
      readonly where: unknown;
      readonly make: MappingNode;
    }
  | {
      readonly kind: "if";
      readonly condition: unknown;
      readonly yes: MappingNode;
      readonly no: MappingNode | null;
    }
  /** Passed on without a look at braces and `$`. */
  | { readonly kind: "literal"; readonly json: string }
);

export type NodeKind = MappingNode["kind"];

export interface MappingRow {
  readonly key: string;
  /** All members of its value are laid into the object; it has no key. */
  readonly spread: boolean;
  readonly node: MappingNode;
}

/** The name of an element where none is given, as the gateway has it. */
export const ELEMENT = "item";

let last = 0;

export function newId(): string {
  last += 1;
  return `n${last}`;
}

export function textNode(text: string): MappingNode {
  return { id: newId(), kind: "text", text };
}

/** The nodes directly below, in the order in which they are shown. */
export function childrenOf(node: MappingNode): readonly MappingNode[] {
  switch (node.kind) {
    case "object":
      return node.rows.map((row) => row.node);
    case "list":
      return node.items;
    case "each":
      return [node.make];
    case "if":
      return node.no === null ? [node.yes] : [node.yes, node.no];
    case "text":
    case "constant":
    case "literal":
      return [];
  }
}
