import { describe, expect, it } from "vitest";
import { prettyJson } from "./pretty-json.ts";

describe("JSON that is laid out", () => {
  it("reads as JSON.stringify would write it", () => {
    const value = { a: [1, { b: null }, [], {}], "c,d": 'x "y" {z}', e: "\\", f: [[[]]] };
    expect(prettyJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
  });

  it("keeps numbers, escapes and doubled keys as they were sent", () => {
    expect(prettyJson('{"id":12345678901234567890,"n":1.0,"é":"\\u00e9","id":2}')).toBe(
      '{\n  "id": 12345678901234567890,\n  "n": 1.0,\n  "é": "\\u00e9",\n  "id": 2\n}',
    );
  });

  it.each(["", "no JSON", '{"cut": "o', "<a>{}</a>"])("leaves %j as it is", (value) => {
    expect(prettyJson(value)).toBe(value);
  });
});
