import { describe, expect, it } from "vitest";
import { exactValue, memberText, valueText } from "./row-value.ts";

describe("a row's value", () => {
  it("is shown as text, or as JSON", () => {
    expect(valueText("Germany")).toBe("Germany");
    expect(valueText({ a: [1, null] })).toBe('{"a":[1,null]}');
  });

  it("has a cell for each of its columns", () => {
    expect(memberText({ name: "Germany", eu: true }, "eu")).toBe("true");
    expect(memberText("plain", "eu")).toBe("");
    expect(memberText({}, "eu")).toBe("");
  });

  it("keeps its digits when it is edited", () => {
    expect(exactValue('{"key":"a\\"b","value":12345678901234567890.10}', 'a"b')).toBe(
      "12345678901234567890.10",
    );
    expect(exactValue('{ "value": 1, "key": "x" }', "x")).toBe("1");
  });
});
