import { describe, expect, it } from "vitest";
import { inboundPayload } from "./inbound-payload.ts";

const toBase64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes));
const payload = (body: string | Uint8Array, contentType?: string, url = "https://gateway.example/in/t") =>
  inboundPayload(
    {
      method: "POST",
      url,
      headers: new Map(contentType === undefined ? [] : [["content-type", contentType]]),
      body: typeof body === "string" ? new TextEncoder().encode(body) : body,
    },
    toBase64,
  );

describe("the payload of an inbound event", () => {
  it("is the provider's own text when that is JSON, whatever its content type says", () => {
    const text = '{ "n": 12345678901234567890.10,\n "n": 1 }';
    expect(payload(text, "application/json")).toBe(text);
    expect(payload(`\ufeff  ${text}\n`, "text/plain")).toBe(text);
    expect(payload("[1,2]")).toBe("[1,2]");
  });

  it("has no key of the source that came in the query", () => {
    const request = {
      method: "GET",
      url: "https://gateway.example/in/t?a=1&Hub.Verify_Token=key",
      headers: new Map<string, string>(),
      body: new Uint8Array(),
    };
    expect(inboundPayload(request, toBase64, new Set(["hub.verify_token"]))).toBe('{"a":"1"}');
  });

  it("is an object of a form's fields, several of one name as an array", () => {
    const form = "a=1&a=2&b=%C3%A4+b&__proto__=x&constructor=y";
    const parsed: unknown = JSON.parse(payload(form, "application/x-www-form-urlencoded; charset=utf-8"));
    expect(Object.entries(parsed as object)).toEqual([
      ["a", ["1", "2"]],
      ["b", "ä b"],
      ["__proto__", "x"],
      ["constructor", "y"],
    ]);
  });

  it("is what the query says when there is no body", () => {
    expect(payload("", undefined, "https://gateway.example/in/t?a=1&b=2#c")).toBe('{"a":"1","b":"2"}');
    expect(payload("")).toBe("{}");
  });

  it("is bytes when it is nothing of that: not UTF-8, no JSON, nested too deep", () => {
    const bytes = new Uint8Array([0x7b, 0xff, 0x7d]);
    expect(JSON.parse(payload(bytes, "application/json"))).toEqual({
      base64: toBase64(bytes),
      contentType: "application/json",
    });
    expect(JSON.parse(payload("<xml/>", "text/xml"))).toEqual({
      base64: btoa("<xml/>"),
      contentType: "text/xml",
    });
    const deep = "[".repeat(65) + "]".repeat(65);
    expect(JSON.parse(payload(deep))).toEqual({ base64: btoa(deep), contentType: null });
  });
});
