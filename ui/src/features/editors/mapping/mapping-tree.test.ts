import { describe, expect, it } from "vitest";
import { addBelow, addElse, changeNode, moveNode, removeNode, renameRow, withKind } from "./edit-tree.ts";
import { flatRows } from "./flat-rows.ts";
import { type MappingNode, textNode } from "./mapping-tree.ts";
import { readMapping } from "./read-mapping.ts";
import { writeMapping } from "./write-mapping.ts";

/** docs/transformation.md's own, and the corners of the language. */
const MAPPINGS: readonly unknown[] = [
  {
    orderId: "{{payload.id | string}}",
    source: "shop",
    customer: { $spread: "{{payload.customer}}", name: "{{payload.customer.name | trim}}" },
    priority: {
      $if: { "payload.customer.vip": true },
      // biome-ignore lint/suspicious/noThenProperty: the directive's name
      then: 1,
      else: 5,
    },
    lines: {
      $each: "payload.items",
      where: { "item.qty": { $gt: 0 } },
      do: { sku: "{{item.sku}}", price: "{{item.cents | divide: 100 | number: 2}}" },
    },
  },
  {
    groups: {
      $each: "payload.groups",
      as: "group",
      index: "n",
      do: { n: "{{n}}", sum: { $each: "group.members", do: "{{item | times: 10}}" } },
    },
    template: { $literal: { $each: "{{left as it is}}" } },
  },
  "{{payload}}",
  [1, "two", null, { three: true }, []],
  { $spread: ["{{payload.a}}", { b: 1 }], c: {} },
  { "a/b": { "c~d": '{{payload["odd key"]}}' } },
  42,
  null,
  // What the gateway would refuse is kept, too: it is somebody's work.
  { $each: "payload.items" },
  { $if: {}, otherwise: 1 },
  { $unknown: 1 },
];

describe("rows of a mapping", () => {
  it.each(MAPPINGS)("say what the mapping says: %j", (mapping) => {
    expect(JSON.stringify(writeMapping(readMapping(mapping)))).toBe(JSON.stringify(mapping));
  });

  it("know where the gateway's messages lead", () => {
    const root = readMapping(MAPPINGS[0]);
    const pointers = flatRows(root, "/transform/mapping").map(({ pointer }) => pointer);
    expect(pointers).toContain("/transform/mapping/customer/$spread");
    expect(pointers).toContain("/transform/mapping/priority/else");
    expect(pointers).toContain("/transform/mapping/lines/do/price");
    expect(flatRows(readMapping(MAPPINGS[5])).map(({ pointer }) => pointer)).toContain("/a~1b/c~0d");
    expect(flatRows(readMapping(MAPPINGS[4])).map(({ pointer }) => pointer)).toContain("/$spread/1");
  });

  it("know the names that array rows give to their elements", () => {
    const rows = flatRows(readMapping(MAPPINGS[1]));
    const inner = rows.find(({ pointer }) => pointer === "/groups/do/sum/do");
    expect(inner?.locals).toEqual([
      { name: "group", over: "payload.groups" },
      { name: "n", over: null },
      { name: "item", over: "group.members" },
    ]);
  });
});

describe("editing rows", () => {
  const keysOf = (root: MappingNode) => (root.kind === "object" ? root.rows.map(({ key }) => key) : []);
  const idOf = (root: MappingNode, pointer: string) =>
    flatRows(root).find((row) => row.pointer === pointer)?.node.id ?? "";

  it("moves a row among its siblings, and stops at the ends", () => {
    const root = readMapping({ a: 1, b: 2, c: 3 });
    const c = idOf(root, "/c");
    expect(keysOf(moveNode(root, c, (at) => at - 1))).toEqual(["a", "c", "b"]);
    expect(keysOf(moveNode(root, c, () => 0))).toEqual(["c", "a", "b"]);
    expect(moveNode(root, c, (at) => at + 1)).toStrictEqual(root);
  });

  it("moves what lies deep, and leaves the rest as the same objects", () => {
    const root = readMapping({ a: { x: 1 }, b: { y: [1, 2] } });
    const moved = moveNode(root, idOf(root, "/b/y/1"), () => 0);
    expect(writeMapping(moved)).toEqual({ a: { x: 1 }, b: { y: [2, 1] } });
    expect(moved.kind === "object" && root.kind === "object" && moved.rows[0] === root.rows[0]).toBe(true);
  });

  it("adds, renames and removes", () => {
    let root = readMapping({ a: "1" });
    const added = textNode("{{payload.b}}");
    root = addBelow(root, root.id, added, { key: "b" });
    root = renameRow(root, added.id, "c");
    expect(writeMapping(root)).toEqual({ a: "1", c: "{{payload.b}}" });
    expect(writeMapping(removeNode(root, added.id))).toEqual({ a: "1" });
  });

  it("a row without a name yet is no member yet, and is not lost", () => {
    const root = readMapping({});
    const grown = addBelow(root, root.id, textNode("x"));
    expect(writeMapping(grown)).toEqual({});
    expect(flatRows(grown)).toHaveLength(2);
  });

  it("gives a condition its other case and takes it away", () => {
    const root = withKind(textNode("yes"), "if");
    const both = addElse(root, root.id);
    expect(writeMapping(both)).toEqual({
      $if: {},
      // biome-ignore lint/suspicious/noThenProperty: the directive's name
      then: "yes",
      else: "",
    });
    expect(writeMapping(removeNode(both, idOf(both, "/else")))).toEqual(writeMapping(root));
  });

  it("another kind keeps what can be kept", () => {
    const root = readMapping({ items: "{{payload.items | default: []}}" });
    const each = changeNode(root, idOf(root, "/items"), (node) => withKind(node, "each"));
    expect(writeMapping(each)).toEqual({ items: { $each: "payload.items", do: "{{item}}" } });
    const object = readMapping({ order: { id: "{{payload.id}}" } });
    const json = changeNode(object, idOf(object, "/order"), (node) => withKind(node, "constant"));
    expect(writeMapping(json)).toEqual({ order: { id: "{{payload.id}}" } });
  });
});
