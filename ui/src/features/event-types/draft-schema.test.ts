import { describe, expect, it } from "vitest";
import { draftSchema } from "./draft-schema.ts";

describe("a schema drafted from an example", () => {
  it("asks for every member, with its type", () => {
    expect(draftSchema({ id: "o-1", total: 4.5, lines: [{ sku: "a" }], note: null })).toEqual({
      type: "object",
      required: ["id", "total", "lines", "note"],
      properties: {
        id: { type: "string" },
        total: { type: "number" },
        lines: {
          type: "array",
          items: { type: "object", required: ["sku"], properties: { sku: { type: "string" } } },
        },
        note: {},
      },
    });
  });

  it("says nothing of what an empty list holds", () => {
    expect(draftSchema([])).toEqual({ type: "array" });
  });
});
