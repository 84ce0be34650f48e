import { describe, expect, it } from "vitest";
import { checkCsv } from "./check-csv.ts";

describe("a CSV file before it is sent", () => {
  it("is well when its quotes end and its keys differ", () => {
    expect(checkCsv('\uFEFFcode,name\nNL,"Nether\nlands"\nBE,"a ""b"""\n', ",", "code")).toEqual({
      unclosedAt: null,
      repeated: [],
      repeatedCount: 0,
    });
  });

  it("says in which row a quote begins that never ends", () => {
    expect(checkCsv('code;name\nNL;"Netherlands\nBE;Belgium\n', ";", "code").unclosedAt).toBe(2);
    expect(checkCsv('code,name\nNL,Netherlands\nBE,"Belgium', ",", "code").unclosedAt).toBe(3);
  });

  it("names keys that come again, and counts all of them", () => {
    const rows = ["a", "b", "c", "d", "e", "a", "b", "c", "d", "a"].map((key) => `x,${key}`);
    expect(checkCsv(`name,code\n${rows.join("\n")}\n`, ",", "code")).toEqual({
      unclosedAt: null,
      repeated: ["a", "b", "c"],
      repeatedCount: 4,
    });
  });

  it("looks for nothing in a column that is not there", () => {
    expect(checkCsv("code\na\na\n", ",", "other")).toMatchObject({ repeatedCount: 0 });
  });
});
