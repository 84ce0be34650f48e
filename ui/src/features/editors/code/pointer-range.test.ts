import { expect, it } from "vitest";
import { rangeOf } from "./pointer-range.ts";

const SOURCE = '{ "a": [1, { "b/c": "x" }], "a": [1, { "b/c": "y" }] }';

it.each([
  ["", SOURCE],
  ["/a/1/b~1c", '"y"'],
  ["/a/0", "1"],
  ["/a/1/none/deeper", '{ "b/c": "y" }'],
])("the pointer %j leads to %s", (pointer, text) => {
  const range = rangeOf(SOURCE, pointer);
  expect(range === null ? null : SOURCE.slice(range.from, range.to)).toBe(text);
});

it("a text without a value has no places", () => expect(rangeOf("  ", "/a")).toBeNull());
