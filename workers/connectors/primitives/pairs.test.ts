import { describe, expect, it } from "vitest";
import { parsePairs, valuesOf } from "./pairs.ts";

describe("key=value lists", () => {
  it("keep repeated keys in their order, and everything behind the first =", () => {
    const pairs = parsePairs("t=1, v1=a=,v1=,v0=b==");
    expect(pairs).toEqual({
      kind: "ok",
      value: [
        { key: "t", value: "1" },
        { key: "v1", value: "a=" },
        { key: "v1", value: "" },
        { key: "v0", value: "b==" },
      ],
    });
    expect(pairs.kind === "ok" && valuesOf(pairs.value, "v1")).toEqual(["a=", ""]);
  });

  it("are told apart by the separator that the provider uses", () => {
    expect(parsePairs("ts=1;h1=a,b", ";")).toMatchObject({ value: [{ value: "1" }, { value: "a,b" }] });
  });

  it.each(["", "t", "t=1,", ",t=1", "t=1,,v1=a", "=1", " =1", "t=1,v1"])("%j is none", (header) => {
    expect(parsePairs(header)).toMatchObject({ reason: "malformed_header" });
  });

  it("without end are refused before they are read", () => {
    expect(parsePairs("a=1,".repeat(10_000))).toMatchObject({ reason: "too_many_signatures" });
  });
});
