import { describe, expect, it } from "vitest";
import { faultsBelow } from "./faults-below.ts";

describe("what was refused of one member", () => {
  it("is told by places in it, without what is named alike", () => {
    const errors = [
      { pointer: "/schema", message: "a" },
      { pointer: "/schema/type", message: "b" },
      { pointer: "/schemas/type", message: "c" },
      { pointer: "/example", message: "d" },
    ];
    expect(faultsBelow("/schema", errors)).toEqual([
      { pointer: "", message: "a" },
      { pointer: "/type", message: "b" },
    ]);
  });
});
