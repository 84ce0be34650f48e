import { describe, expect, it } from "vitest";
import { asLines, asWord, kindOf, withoutMoment } from "./entry-changes.ts";

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

  it("does not call the moment of the change a change", () => {
    const name = { pointer: "/name", before: "a", after: "b" };
    const inside = { pointer: "/retry/updatedAt", before: 1, after: 2 };
    const moment = { pointer: "/updatedAt", before: "2026-11-01", after: "2026-11-02" };
    expect(withoutMoment([name, moment, inside])).toEqual([name, inside]);
    expect(withoutMoment([moment])).toEqual([]);
  });

  it("tells what is not there from what is null", () => {
    expect(asWord(undefined)).toBeNull();
    expect(asWord(null)).toBe("null");
    expect(asLines(null)).toBe("");
    expect(asLines({ a: 1 })).toBe('{\n  "a": 1\n}');
  });
});
