import { describe, expect, it } from "vitest";
import { hourly } from "./hourly.ts";
import { inferSchema } from "./infer-schema.ts";

describe("a first schema from a payload", () => {
  it("requires what is there, with the type that it has there", () => {
    expect(
      inferSchema({ id: 7, total: 1.5, note: "x", paid: true, tags: ["a"], empty: [], who: null }),
    ).toEqual({
      type: "object",
      required: ["id", "total", "note", "paid", "tags", "empty"],
      properties: {
        id: { type: "integer" },
        total: { type: "number" },
        note: { type: "string" },
        paid: { type: "boolean" },
        tags: { type: "array", items: { type: "string" } },
        empty: { type: "array" },
        who: {},
      },
    });
  });

  it.each([
    ["2026-11-26T12:00:00Z", "date-time"],
    ["2026-11-26", "date"],
    ["ada@example.com", "email"],
    ["6f9619ff-8b86-d011-b42d-00c04fc964ff", "uuid"],
  ])("knows %s as %s", (text, format) => {
    expect(inferSchema(text)).toEqual({ type: "string", format });
  });

  it("is as wide as the elements of a list are different", () => {
    expect(inferSchema([{ a: 1, b: "x" }, { a: 1.5 }])).toEqual({
      type: "array",
      items: {
        type: "object",
        required: ["a"],
        properties: { a: { type: "number" }, b: { type: "string" } },
      },
    });
    expect(inferSchema([1, "x"])).toEqual({ type: "array", items: { type: ["integer", "string"] } });
    expect(inferSchema([1, null])).toEqual({ type: "array" });
  });
});

it("hours without events are nothing, not a line to the next one", () => {
  const hour = 3_600_000;
  const known = [{ hour: new Date(2 * hour).toISOString(), checked: 10, failed: 4 }];
  expect(hourly(known, hour, 4 * hour)).toEqual({
    times: [hour, 2 * hour, 3 * hour],
    failed: [0, 4, 0],
    fitting: [0, 6, 0],
  });
});
