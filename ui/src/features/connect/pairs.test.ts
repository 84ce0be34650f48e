import { describe, expect, it } from "vitest";
import { pairsOf, recordOf, wordsOf } from "./pairs.ts";

describe("pairs", () => {
  it("become what they were", () => {
    expect(recordOf(pairsOf({ shop: "eu", tier: "" }))).toEqual({ shop: "eu", tier: "" });
  });

  it("without a name are left out, and names lose the space around them", () => {
    expect(
      recordOf([
        { name: " ", value: "x" },
        { name: " a ", value: " b " },
      ]),
    ).toEqual({ a: " b " });
  });

  it("words are parted by commas, spaces and lines", () => {
    expect(wordsOf(" orders:write, users\nopenid  ,")).toEqual(["orders:write", "users", "openid"]);
    expect(wordsOf("  ")).toEqual([]);
  });
});
