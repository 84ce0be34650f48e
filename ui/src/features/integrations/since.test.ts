import { expect, it } from "vitest";
import { fromLocal, sinceOf, toLocal } from "./since.ts";

it("a local moment comes back as the same minute", () => {
  const atMs = Date.parse("2026-11-26T10:41:00Z");
  expect(fromLocal(toLocal(atMs))).toBe(atMs);
});

it("an emptied field is no moment", () => {
  expect(fromLocal("")).toBeNull();
  expect(fromLocal("soon")).toBeNull();
});

it("a span reaches back from now", () => {
  expect(sinceOf("24h", 86_400_000)).toBe(0);
});
