import { describe, expect, it } from "vitest";
import { asLines, asWord, kindOf } from "./entry-changes.ts";

describe("what an entry shows", () => {
  it.each([
    [null, { a: 1 }, "made"],
    [{ a: 1 }, null, "removed"],
    [{ a: 1 }, { a: 2 }, "changed"],
    [null, undefined, "nothing"],
    [false, 0, "changed"],
  ] as const)("from %j to %j is %s", (before, after, kind) => {
    expect(kindOf({ before, after })).toBe(kind);
  });

  it("tells what is not there from what is null", () => {
    expect(asWord(undefined)).toBeNull();
    expect(asWord(null)).toBe("null");
    expect(asLines(null)).toBe("");
    expect(asLines({ a: 1 })).toBe('{\n  "a": 1\n}');
  });
});
