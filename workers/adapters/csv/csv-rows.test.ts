import { describe, expect, it } from "vitest";
import { toCsvRows } from "./csv-rows.ts";

describe("a CSV cell", () => {
  it.each([
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "=1\n2",
    "-",
  ])("that a spreadsheet would take for a formula begins with an apostrophe: %j", (cell) => {
    expect(toCsvRows([["a", cell]])).toBe(`a,"'${cell}"\r\n`);
  });

  it.each(["a=1", "1-1", "x@example.com", "2026-11-25T10:00:00.000Z", "{}", ""])(
    "otherwise stays as it is: %j",
    (cell) => {
      expect(toCsvRows([[cell, "b"]])).toBe(`${cell},b\r\n`);
    },
  );

  it("is quoted as RFC 4180 says, and quotes are doubled", () => {
    expect(
      toCsvRows([
        ['a"b', "c,d", "e\r\nf"],
        ["g", "h", "i"],
      ]),
    ).toBe('"a""b","c,d","e\r\nf"\r\ng,h,i\r\n');
  });

  it("needs a row", () => {
    expect(toCsvRows([])).toBe("");
  });
});
