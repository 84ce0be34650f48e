import { describe, expect, it } from "vitest";
import { bytes } from "../testing/signed-request.ts";
import { at, idAt, jsonOf, numberAt, parseJson, textAt } from "./json.ts";

describe("bodies that should be JSON", () => {
  it("are told apart: JSON, text that is none, bytes that are no text", () => {
    expect(parseJson(bytes('{"a":1}'))).toEqual({ kind: "json", value: { a: 1 } });
    expect(parseJson(bytes("\ufeff[]"))).toEqual({ kind: "json", value: [] });
    expect(parseJson(bytes("{"))).toEqual({ kind: "not_json" });
    expect(parseJson(new Uint8Array())).toEqual({ kind: "not_json" });
    expect(parseJson(new Uint8Array([0x22, 0xff, 0x22]))).toEqual({ kind: "not_utf8" });
    expect(parseJson(new Uint8Array([0x22, 0xed, 0xa0, 0x80, 0x22]))).toEqual({ kind: "not_utf8" });
    expect(jsonOf(bytes("{"))).toBeUndefined();
  });

  it("give what lies at a path, and nothing that they only inherit", () => {
    const body = jsonOf(bytes('{"a":{"b":[{"c":"x"}]},"blank":" ","n":12,"big":1e300}'));
    expect(textAt(body, "a", "b", 0, "c")).toBe("x");
    expect(textAt(body, "blank")).toBeNull();
    expect(textAt(body, "n")).toBeNull();
    expect(idAt(body, "n")).toBe("12");
    expect(idAt(body, "big")).toBeNull();
    expect(numberAt(body, "n")).toBe(12);
    expect(at(body, "constructor")).toBeUndefined();
    expect(textAt(body, "a", "b", "length")).toBeNull();
    expect(at("text", "length")).toBeUndefined();
  });
});
