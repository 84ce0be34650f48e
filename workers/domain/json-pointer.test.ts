import { describe, expect, it } from "vitest";
import { escapePointer, pointerTo } from "./json-pointer.ts";

describe("a JSON pointer", () => {
  it("escapes the two characters that have a meaning, and a name that looks escaped already", () => {
    expect(escapePointer("a/b~c")).toBe("a~1b~0c");
    expect(escapePointer("~1")).toBe("~01");
  });

  it("joins names and indexes, and points at the whole document by nothing", () => {
    expect(pointerTo(["headers", "x/y", 0])).toBe("/headers/x~1y/0");
    expect(pointerTo([])).toBe("");
    expect(pointerTo([""])).toBe("/");
  });
});
