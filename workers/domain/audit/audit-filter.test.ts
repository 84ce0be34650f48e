import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { AuditEntry } from "./audit-entry.ts";
import {
  ANY_ENTRY,
  type AuditFilter,
  facetWords,
  filterWords,
  matchesFilter,
  searchText,
} from "./audit-filter.ts";
import { readTerms, textMatches, toMatchExpression } from "./text-search.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

const entry: AuditEntry = {
  orgId: "org_1",
  seq: 7,
  at: Date.parse("2026-11-25T10:00:00Z"),
  actor: { kind: "user", id: "user_1", name: "zoë.müller@example.com" },
  action: "signing_secret.rotated",
  target: { kind: "signing_secret", id: "sec_01kabc" },
  outcome: "succeeded",
  ip: "203.0.113.7",
  requestId: "req_01kxyz",
  before: null,
  after: '{"description":"Quarterly \\"rotation\\""}',
};

describe("a filter", () => {
  it.each<[Partial<AuditFilter>, boolean]>([
    [{}, true],
    [{ action: "signing_secret.rotated" }, true],
    [{ action: "signing_secret.*" }, true],
    [{ action: "signing.*" }, false],
    [{ action: "signing_secret" }, false],
    [{ actorId: "user_1", outcome: "succeeded", ip: "203.0.113.7" }, true],
    [{ actorId: "user_2" }, false],
    [{ targetKind: "signing_secret", targetId: "sec_01kabc" }, true],
    [{ targetId: "sec_01kab" }, false],
    [{ requestId: "req_01kxyz" }, true],
    [{ from: entry.at }, true],
    [{ from: entry.at + 1 }, false],
    [{ to: entry.at }, false],
    [{ to: entry.at + 1 }, true],
    [{ terms: ["müller", "quart"] }, true],
    [{ terms: ["nobody"] }, false],
  ])("%o matches: %s, in the archive as in the index", (given, matches) => {
    const filter = { ...ANY_ENTRY, ...given };
    expect(matchesFilter(filter, entry)).toBe(matches);
    const words = new Set(facetWords(entry, sha256));
    const asked = filterWords("org_1", filter, sha256);
    const inTime = (filter.from ?? 0) <= entry.at && entry.at < (filter.to ?? Number.POSITIVE_INFINITY);
    expect(
      asked.every((word) => words.has(word)) && inTime && textMatches(filter.terms, searchText(entry)),
    ).toBe(matches);
  });

  it("always asks for the organization, and another one's entries never have that word", () => {
    const words = facetWords(entry, sha256);
    expect(words).toContain(filterWords("org_1", ANY_ENTRY, sha256)[0]);
    expect(words).not.toContain(filterWords("org_2", ANY_ENTRY, sha256)[0]);
  });

  it("makes words of letters and digits only, whatever the values", () => {
    const strange = { ...ANY_ENTRY, actorId: '"; DROP', targetId: "a b*c:(", ip: "::1" };
    for (const word of filterWords('o"r*g', strange, sha256)) expect(word).toMatch(/^f[0-9a-f]{15}$/);
  });
});

describe("text", () => {
  it.each([
    ["whole words", "quarterly rotation", true],
    ["any letter case and no diacritics", "ZOE MULLER", true],
    ["a beginning, as the last word", "quarterly rota", true],
    ["no beginning elsewhere", "quart rotation", false],
    ["what is written together, together", "signing_secret.rotated", true],
    ["not in another order", "secret.signing", false],
    ["an id by its beginning", "sec_01ka", true],
    ["every word", "rotation nobody", false],
    ["no beginning of a single letter", "r", false],
  ])("finds %s: %s", (_what, query, found) => {
    expect(textMatches(readTerms(query), searchText(entry))).toBe(found);
  });

  it("of a caller cannot leave its quotes", () => {
    expect(toMatchExpression(["fabc"], readTerms('x" OR facets:"y NEAR(a b) *'))).toBe(
      'facets : ("fabc") AND body : ("x""" AND "OR" AND "facets:""y" AND "NEAR(a" AND "b)")',
    );
    expect(toMatchExpression(["f1", "f2"], ["a\0b", "cd"])).toBe(
      'facets : ("f1" AND "f2") AND body : ("a b" AND "cd" *)',
    );
  });

  it("without a word in it asks for nothing", () => {
    expect(readTerms(' -- "" ( *')).toEqual([]);
    expect(toMatchExpression(["f1"], [])).toBe('facets : ("f1")');
  });
});
