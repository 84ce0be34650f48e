import { describe, expect, it } from "vitest";
import { linesOf, whichLine } from "./lines.ts";

describe("a list with one entry per line", () => {
  it("takes what was pasted, without its blank lines and indentation", () => {
    expect(linesOf("  /orders/**\r\n\n\t/customers/{id} \n")).toEqual(["/orders/**", "/customers/{id}"]);
  });

  it("is empty for an empty field", () => {
    expect(linesOf(" \n ")).toEqual([]);
  });

  it("names the entry that was refused, and passes on what is said of the list as a whole", () => {
    const values = ["/a", "b"];
    expect(whichLine(values, { pointer: "/1", message: "It begins with /." })).toBe("b: It begins with /.");
    expect(whichLine(values, { pointer: "", message: "At most 100 entries." })).toBe("At most 100 entries.");
  });
});
