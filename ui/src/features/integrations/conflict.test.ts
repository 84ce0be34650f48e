import { expect, it } from "vitest";
import { overlapOf } from "./conflict.ts";
import type { Integration } from "./draft-changes.ts";

const known = { name: "Ledger", url: "https://a.example", timeoutMs: 1 } as Integration;

it("is only what both of us changed", () => {
  const theirs = { ...known, name: "Books", timeoutMs: 2 };
  expect(overlapOf(known, theirs, ["url"])).toEqual([]);
  expect(overlapOf(known, theirs, ["url", "name"])).toEqual(["name"]);
  expect(overlapOf(known, theirs, ["json"])).toEqual(["name", "timeoutMs"]);
});
