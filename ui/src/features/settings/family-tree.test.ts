import { describe, expect, it } from "vitest";
import { familyTree, narrowTree } from "./family-tree.ts";

const nodes = [
  { id: "c", name: "Shop 2", parentId: "a" },
  { id: "b", name: "Shop 1", parentId: "a" },
  { id: "a", name: "North", parentId: "top" },
  { id: "d", name: "East", parentId: "top" },
];
const tree = familyTree(nodes, "top");

describe("the tree of organizations", () => {
  it("puts each under its parent, by name", () => {
    expect(tree.map(({ node, level, below }) => [node.name, level, below])).toEqual([
      ["East", 1, 0],
      ["North", 1, 2],
      ["Shop 1", 2, 0],
      ["Shop 2", 2, 0],
    ]);
  });

  it("keeps the way down to what was searched", () => {
    expect(narrowTree(tree, "shop 2").map(({ node }) => node.name)).toEqual(["North", "Shop 2"]);
    expect(narrowTree(tree, "d").map(({ node }) => node.id)).toEqual(["d"]);
    expect(narrowTree(tree, "zz")).toEqual([]);
  });

  it("does not lose children whose parent is not told", () => {
    expect(familyTree([{ id: "x", name: "X" }], "top")).toHaveLength(1);
  });
});
