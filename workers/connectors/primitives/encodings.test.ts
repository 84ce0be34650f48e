import { Buffer } from "node:buffer";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeBase64, decodeHex } from "./encodings.ts";

const someBytes = fc.uint8Array({ minLength: 1, maxLength: 80 });

describe("hex", () => {
  it("is read in small and in capital letters", () => {
    fc.assert(
      fc.property(someBytes, (bytes) => {
        const hex = Buffer.from(bytes).toString("hex");
        expect(decodeHex(hex)).toEqual(Buffer.from(bytes));
        expect(decodeHex(hex.toUpperCase())).toEqual(Buffer.from(bytes));
      }),
    );
  });

  it.each(["", "0", "abc", "0x00", "zz", "00 ", " 00", "00\n", "0g", "00-00", "٠٠"])("%j is none", (text) => {
    expect(decodeHex(text)).toBeNull();
  });
});

describe("base64", () => {
  it("is read when it is written the one right way", () => {
    fc.assert(
      fc.property(someBytes, (bytes) => {
        expect(decodeBase64(Buffer.from(bytes).toString("base64"))).toEqual(Buffer.from(bytes));
      }),
    );
  });

  it("has one spelling for bytes: no other text decodes to them", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."AB/+=_- \n"), maxLength: 12 }), (text) => {
        const bytes = decodeBase64(text);
        if (bytes !== null) expect(Buffer.from(bytes).toString("base64")).toBe(text);
      }),
    );
  });

  it.each([
    "",
    "A",
    "AA",
    "AA=",
    "AAA",
    "AB==",
    "AAE",
    "AAF=",
    "A-A_",
    "AAAA ",
    "AA\nAA",
    "=AAA",
    "AAAA====",
  ])("%j is none", (text) => {
    expect(decodeBase64(text)).toBeNull();
  });
});
