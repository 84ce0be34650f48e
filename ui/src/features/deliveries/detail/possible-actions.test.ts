import { describe, expect, it } from "vitest";
import { possibleActions } from "./possible-actions.ts";

const NOW = Date.parse("2026-11-26T12:00:00Z");
const all = () => true;

describe("what can be done with a delivery", () => {
  it.each([
    ["dead_lettered", ["retry", "discard"]],
    ["delivered", ["replay"]],
    ["retrying", ["cancel"]],
    ["pending", []],
    ["discarded", []],
    ["unmatched", []],
  ] as const)("%s: %j", (status, actions) => {
    expect(possibleActions({ status, nextRetryAt: null }, all, NOW)).toEqual(actions);
  });

  it("is not offered to whoever may not", () => {
    const may = (permission: string) => permission === "deadletters:retry";
    expect(possibleActions({ status: "dead_lettered", nextRetryAt: null }, may, NOW)).toEqual(["retry"]);
  });

  it("includes a replay of what should have gone out long ago", () => {
    const nextRetryAt = "2026-11-26T11:00:00Z";
    expect(possibleActions({ status: "retrying", nextRetryAt }, all, NOW)).toContain("replay");
  });
});
