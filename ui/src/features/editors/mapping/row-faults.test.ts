import { describe, expect, it } from "vitest";
import { addBelow } from "./edit-tree.ts";
import { flatRows } from "./flat-rows.ts";
import { textNode } from "./mapping-tree.ts";
import { pickPath } from "./pick-path.ts";
import { readMapping } from "./read-mapping.ts";
import { faultsByRow, refused, unwritten } from "./row-faults.ts";
import { writeMapping } from "./write-mapping.ts";

const PLACE = "/transform/mapping";

const named = (variables: readonly string[] | null) => ({
  variables: variables?.map((name) => ({ name, value: "" })) ?? null,
});

describe("faults of a mapping", () => {
  const faultAt = (mapping: unknown, pointer: string, variables: readonly string[] | null = ["SHOP"]) => {
    const root = readMapping(mapping);
    const byRow = faultsByRow(root, PLACE, refused(root, PLACE, named(variables)));
    const row = flatRows(root, PLACE).find((one) => one.pointer === PLACE + pointer);
    return byRow.get(row?.node.id ?? "");
  };

  it.each([
    [{ a: "{{payloud.id}}" }, "/a", "payloud is unknown"],
    [{ a: { b: "{{payload.id | uper}}" } }, "/a/b", "no pipe uper"],
    [{ a: "{{env.SHOPP}}" }, "/a", "env.SHOPP is unknown"],
    [{ list: { $each: "{{payload.items}}", do: 1 } }, "/list", "without braces"],
    [{ list: { $each: "payload.items", where: { "itm.a": 1 }, do: 1 } }, "/list", "itm is unknown"],
  ])("%j is shown at its row", (mapping, pointer, message) => {
    expect(faultAt(mapping, pointer)).toContain(message);
  });

  it("nothing is wrong with what is right, also inside of array rows", () => {
    const root = readMapping({ l: { $each: "payload.items", do: "{{item.sku}} {{env.SHOP}}" } });
    expect(refused(root, PLACE, named(["SHOP"]))).toEqual([]);
  });

  it("a body of the proxy knows its call and no event, and only an answer has a status", () => {
    const of = (mapping: unknown, call: "request" | "response") =>
      refused(readMapping(mapping), PLACE, { ...named([]), call }).map(({ message }) => message);
    const withCall = { by: "{{request.method}}", body: "{{payload}}" };
    expect(of(withCall, "request")).toEqual([]);
    expect(of({ ...withCall, was: "{{response.status}}" }, "response")).toEqual([]);
    expect(of({ was: "{{response.status}}" }, "request")[0]).toContain("response is unknown");
    expect(of({ id: "{{event.id}}" }, "response")[0]).toContain("event is unknown");
    expect(refused(readMapping(withCall), PLACE, named([]))[0]?.message).toContain("request is unknown");
  });

  it("variables that may not be listed are not judged", () => {
    expect(faultAt({ a: "{{env.ANY}}" }, "/a", null)).toBeUndefined();
  });

  it("finds what cannot be written down: no name, a name twice, no JSON", () => {
    let root = readMapping({ a: 1 });
    root = addBelow(root, root.id, textNode("x"));
    root = addBelow(root, root.id, textNode("y"), { key: "a" });
    root = addBelow(root, root.id, { id: "j", kind: "constant", json: "{" }, { key: "j" });
    expect(unwritten(flatRows(root, PLACE)).map(({ pointer }) => pointer)).toEqual([
      `${PLACE}/`,
      `${PLACE}/a`,
      `${PLACE}/j`,
    ]);
  });
});

it("of rows with one name the one that is typed is wrong, and it is named", () => {
  let root = readMapping({ a: 1, b: 2 });
  root = addBelow(root, root.id, textNode("x"), { key: "a" });
  const rows = flatRows(root, PLACE);
  const [first, , last] = rows.slice(1).map(({ node }) => node.id);
  const wrong = (active: string | null) => [...faultsByRow(root, PLACE, unwritten(rows, active))];
  expect(wrong(null)).toEqual([[last, "There is a field “a” already."]]);
  expect(wrong(first ?? "").map(([id]) => id)).toEqual([first]);
});

describe("a click into the payload", () => {
  it("adds a row under a name that is free", () => {
    const root = readMapping({ id: "{{payload.id}}" });
    const once = pickPath(root, null, "payload.customer.id");
    expect(writeMapping(once ?? root)).toEqual({ id: "{{payload.id}}", id2: "{{payload.customer.id}}" });
  });

  it("fills the row that is edited and keeps its pipes, completes a text, chooses a list", () => {
    const root = readMapping({ a: "{{payload.x | upper}}", b: "No ", c: { $each: "", do: "{{item}}" } });
    const ids = flatRows(root).map(({ node }) => node.id);
    const after = [1, 2, 3].reduce(
      (tree, at) => pickPath(tree, ids[at] ?? null, "payload.items") ?? tree,
      root,
    );
    expect(writeMapping(after)).toEqual({
      a: "{{payload.items | upper}}",
      b: "No {{payload.items}}",
      c: { $each: "payload.items", do: "{{item}}" },
    });
  });
});
