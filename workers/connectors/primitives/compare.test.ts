import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { verdict } from "../testing/signed-request.ts";
import { anyMatches, compareSignatures, MAX_SIGNATURES } from "./compare.ts";

const digest = fc.uint8Array({ minLength: 0, maxLength: 4 });

describe("comparing digests", () => {
  it("finds a pair exactly when there is one, whatever else stands beside it", () => {
    fc.assert(
      fc.property(
        fc.array(digest, { maxLength: 5 }),
        fc.array(digest, { maxLength: 5 }),
        (expected, given) => {
          const texts = new Set(expected.filter(({ length }) => length > 0).map(String));
          expect(anyMatches(expected, given)).toBe(given.some((one) => texts.has(String(one))));
        },
      ),
    );
  });

  it("never matches nothing: an empty digest is nobody's signature", () => {
    expect(anyMatches([new Uint8Array()], [new Uint8Array()])).toBe(false);
    expect(anyMatches([], [])).toBe(false);
  });

  it("does not throw at lengths that differ", () => {
    expect(anyMatches([new Uint8Array(32)], [new Uint8Array(31), new Uint8Array(33)])).toBe(false);
  });

  it("refuses more signatures than it would compare, even when one is right", () => {
    const right = new Uint8Array([1]);
    const many = Array.from({ length: MAX_SIGNATURES }, () => right);
    expect(verdict(compareSignatures([right], many))).toBe("verified");
    expect(verdict(compareSignatures([right], [...many, right]))).toBe("too_many_signatures");
  });
});
