import { describe, expect, it } from "vitest";
import { bodyText, editorText, readJson } from "./json-text.ts";

describe("JSON that a person writes", () => {
  it("is none, JSON or broken", () => {
    expect(readJson(" \n")).toEqual({ kind: "none" });
    expect(readJson("null")).toMatchObject({ kind: "json", value: null });
    expect(readJson('{"a":')).toEqual({ kind: "broken" });
  });

  it("is shown as nothing where there is none", () => {
    expect(editorText(null)).toBe("");
    expect(editorText({ a: 1 })).toBe('{\n  "a": 1\n}');
  });

  it("goes into a body with its digits", () => {
    const text = '{"n": 12345678901234567890.10}';
    expect(bodyText({ type: "a.b", id: undefined }, { payload: text })).toBe(
      `{"type":"a.b","payload":${text}}`,
    );
  });
});
