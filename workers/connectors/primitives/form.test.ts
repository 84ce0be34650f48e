import { Buffer } from "node:buffer";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytes } from "../testing/signed-request.ts";
import { formTexts, isForm, parseForm, tooManyFields } from "./form.ts";

const texts = (body: string) => [...formTexts(bytes(body))];

describe("forms", () => {
  it("are read as every browser reads them", () => {
    const field = fc.tuple(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }));
    fc.assert(
      fc.property(fc.array(field, { maxLength: 6 }), (fields) => {
        const body = new URLSearchParams(fields).toString();
        const ours = parseForm(bytes(body)).map(({ name, value }) => [
          Buffer.from(name).toString("utf8"),
          Buffer.from(value).toString("utf8"),
        ]);
        expect(ours).toEqual([...new URLSearchParams(body)]);
      }),
    );
  });

  it("keep broken escapes as they are, and fields without a value", () => {
    const body = "a=%&b=%2&c=%zz&d&=e&&f=g=h";
    expect(texts(body)).toEqual([...new URLSearchParams(body)].map(([name, value]) => [name, [value]]));
  });

  it("keep bytes that are no text", () => {
    expect(parseForm(bytes("a=%FF%FE"))[0]?.value).toEqual(new Uint8Array([0xff, 0xfe]));
    expect(parseForm(new Uint8Array([0x61, 0x3d, 0xff]))[0]?.value).toEqual(new Uint8Array([0xff]));
  });

  it("give the values of a repeated name in order", () => {
    expect(texts("a=2&b=1&a=1&__proto__=x")).toEqual([
      ["a", ["2", "1"]],
      ["b", ["1"]],
      ["__proto__", ["x"]],
    ]);
  });

  it("are known by their media type, however it is written", () => {
    expect(isForm("Application/X-WWW-Form-Urlencoded; charset=UTF-8")).toBe(true);
    expect(isForm("application/x-www-form-urlencoded-not")).toBe(false);
    expect(isForm(undefined)).toBe(false);
  });
});

it("a form of thousands of fields is told before it is taken apart", () => {
  const form = (fields: number) => bytes(Array.from({ length: fields }, () => "a=1").join("&"));
  expect([tooManyFields(form(2_000)), tooManyFields(form(2_001))]).toEqual([false, true]);
  expect(formTexts(form(2_000)).get("a")?.length).toBe(2_000);
  expect(formTexts(form(2_001)).size).toBe(0);
});
