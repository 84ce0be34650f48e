import { describe, expect, it } from "vitest";
import { differingMembers, type Integration, previousOf, sameJson, withChanges } from "./draft-changes.ts";

const record = {
  name: "Ledger",
  url: "https://ledger.example",
  headers: { a: "1", b: "2" },
  flow: { rate: null },
} as unknown as Integration;

describe("changes of a draft", () => {
  it("what is typed back is a change no more", () => {
    const changed = withChanges(record, {}, { name: "Ledger 2" });
    expect(changed).toEqual({ name: "Ledger 2" });
    expect(withChanges(record, changed, { name: "Ledger" })).toEqual({});
  });

  it("keeps the changes of other members", () => {
    expect(withChanges(record, { name: "B" }, { url: "https://b.example" })).toEqual({
      name: "B",
      url: "https://b.example",
    });
  });

  it("the order of members is no difference, that of a list is", () => {
    expect(sameJson({ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 })).toBe(true);
    expect(sameJson([1, 2], [2, 1])).toBe(false);
    expect(withChanges(record, {}, { headers: { b: "2", a: "1" } })).toEqual({});
  });

  it("names what somebody else changed", () => {
    expect(differingMembers(record, { ...record, url: "https://c.example" })).toEqual(["url"]);
  });

  it("knows the way back, but not to a header that is masked", () => {
    expect(previousOf(record, { name: "B" })).toEqual({ name: "Ledger" });
    const secret = { ...record, headers: { authorization: "••••oken" } };
    expect(previousOf(secret, { headers: {} })).toBeNull();
    expect(previousOf(secret, { name: "B" })).toEqual({ name: "Ledger" });
  });
});
