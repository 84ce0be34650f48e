import { describe, expect, it } from "vitest";
import { text } from "~/text/index.ts";
import { emailFault, missingFault, numberFault } from "./field-faults.ts";

const words = text.fields;

describe("what is wrong with a field", () => {
  it.each(["1", "32", " 7 ", ""])("is nothing for %j out of 1 to 32", (typed) => {
    expect(numberFault(typed, 1, 32)).toBeUndefined();
  });

  it.each(["0", "33", "1.5", "-1", "many"])("is its range for %j out of 1 to 32", (typed) => {
    expect(numberFault(typed, 1, 32)).toBe(words.wholeNumber("1", "32"));
  });

  it.each([
    ["", words.needed],
    ["   ", words.needed],
    ["ann", words.email],
    ["ann@", words.email],
    ["ann example@x.test", words.email],
    [" ann@example.com ", undefined],
  ])("of an address is told for %j", (typed, fault) => {
    expect(emailFault(typed)).toBe(fault);
  });

  it("is that nothing stands there", () => {
    expect(missingFault(" \n")).toBe(words.needed);
    expect(missingFault("x")).toBeUndefined();
  });
});
