import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { measureJson } from "./json-shape.ts";

function depthOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

describe("the shape of a JSON text", () => {
  it("has the depth of its value, whatever its strings hold", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(undefined, 1), (value, indent) => {
        // A key __proto__ set by fast-check is an own key here as it is in JSON.
        expect(measureJson(JSON.stringify(value, null, indent)).depth).toBe(depthOf(value));
      }),
    );
  });

  it.each([
    ['{"__proto__":1}', true],
    ['[{"a":{"__proto__" :1}}]', true],
    ['{"__proto__"\n:1}', true],
    [`{"__proto__"${" ".repeat(500)}:1}`, true],
    ['{"\\u005f_proto__":1}', true],
    ['{"\\u005f\\u005f\\u0070\\u0072\\u006f\\u0074\\u006f\\u005f\\u005f":1}', true],
    ['{"a":"__proto__"}', false],
    ['["__proto__"]', false],
    ['{"a\\"__proto__":1}', false],
    ['{"a":"\\"__proto__\\":1"}', false],
    ['{"__proto":1,"proto__":2,"constructor":3}', false],
    ['"', false],
    ["", false],
  ])("%s has a key __proto__: %s", (text, expected) => {
    expect(measureJson(text).hasProtoKey).toBe(expected);
  });

  it("takes time in proportion to a text that never closes its string", () => {
    expect(measureJson(`"${"\\".repeat(200_001)}"`).depth).toBe(0);
    expect(measureJson(`["${'\\"'.repeat(200_000)}`).depth).toBe(1);
  });
});
