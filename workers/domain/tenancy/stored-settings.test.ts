import { describe, expect, it } from "vitest";
import { hintOf, maskHeaders, restoreMasked } from "./stored-settings.ts";

const sealed = { sealed: "v1.k.iv.data", hint: "••••abcd" };

describe("a mask", () => {
  it("shows the last four characters only where enough others stay unknown", () => {
    expect(hintOf("0123456789ab")).toBe("••••89ab");
    expect(hintOf("0123456789a")).toBe("••••");
    expect(hintOf("")).toBe("••••");
  });

  it.each([
    "Bearer 0123456789a",
    "session=0123456789a",
    "user:0123456789a",
    "Basic dXNlcjpsb25nLXBhc3N3b3Jk",
    "key=a, sig=0123456789a",
  ])("does not take what stands in front for a part of the secret: %s", (value) => {
    expect(hintOf(value)).toBe("••••");
  });

  it("never shows more than a third", () => {
    for (const value of ["Bearer 0123456789ab", "a=b; session=0123456789ab", "MDEyMzQ1Njc4OWFi=="]) {
      expect(hintOf(value)).toBe(`••••${value.slice(-4)}`);
    }
  });

  it("stands in for sealed values and leaves the others alone", () => {
    expect(maskHeaders({ Authorization: sealed, "x-plain": "shown" })).toEqual({
      Authorization: "••••abcd",
      "x-plain": "shown",
    });
  });
});

describe("headers that come back", () => {
  it("keep what is sealed where exactly its mask was sent, whatever the name's case", () => {
    expect(restoreMasked({ AUTHORIZATION: "••••abcd" }, { Authorization: sealed })).toEqual({
      AUTHORIZATION: sealed,
    });
  });

  it("are new values in every other case", () => {
    const given = { authorization: "••••abce", "x-token": "••••abcd", "x-plain": "shown" };
    expect(restoreMasked(given, { authorization: sealed, "x-plain": "shown" })).toEqual(given);
  });

  it("are gone when they are left out", () => {
    expect(restoreMasked({}, { authorization: sealed })).toEqual({});
  });
});
