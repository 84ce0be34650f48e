import { describe, expect, it } from "vitest";
import { listChanges } from "./changes.ts";

describe("the difference between two versions", () => {
  it("names every place that differs, the innermost where both have it", () => {
    expect(
      listChanges(
        { a: 1, b: { c: [1, 2], d: "x" }, gone: true },
        { a: 1, b: { c: [1, 3, 4], d: "x" }, new: {} },
      ),
    ).toEqual([
      { pointer: "/b/c/1", before: 2, after: 3 },
      { pointer: "/b/c/2", after: 4 },
      { pointer: "/gone", before: true },
      { pointer: "/new", after: {} },
    ]);
  });

  it("is empty for the same, and the whole for what came to be or is gone", () => {
    expect(listChanges({ a: [1] }, { a: [1] })).toEqual([]);
    expect(listChanges(null, { a: 1 })).toEqual([{ pointer: "", after: { a: 1 } }]);
    expect(listChanges({ a: 1 }, null)).toEqual([{ pointer: "", before: { a: 1 } }]);
  });

  it("tells a list from an object, and null from nothing", () => {
    expect(listChanges({ a: [] }, { a: {} })).toEqual([{ pointer: "/a", before: [], after: {} }]);
    expect(listChanges({}, { a: null })).toEqual([{ pointer: "/a", after: null }]);
  });

  it("escapes names as RFC 6901 says, also names that objects have by themselves", () => {
    expect(listChanges({ "a/b~c": 1 }, JSON.parse('{"__proto__": 1, "constructor": 2}'))).toEqual([
      { pointer: "/a~1b~0c", before: 1 },
      { pointer: "/__proto__", after: 1 },
      { pointer: "/constructor", after: 2 },
    ]);
  });

  it("ends somewhere", () => {
    const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`m${n}`, n]));
    expect(listChanges({}, many)).toHaveLength(200);
  });
});
