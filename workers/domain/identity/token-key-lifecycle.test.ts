import { describe, expect, it } from "vitest";
import { chooseSigningKey, planTokenKeys, type TokenKeyTimes } from "./token-key-lifecycle.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;
const NOW = 1_000 * DAY;
const key = (kid: string, ageMs: number, retiredAgeMs: number | null = null): TokenKeyTimes => ({
  kid,
  createdAt: NOW - ageMs,
  retiredAt: retiredAgeMs === null ? null : NOW - retiredAgeMs,
});

describe("the key that signs", () => {
  it.each([
    ["none without any", [], null],
    ["the first one at once", [key("a", 0)], "a"],
    [
      "the old one while the new one is not known everywhere",
      [key("b", 9 * MINUTE), key("a", 31 * DAY)],
      "a",
    ],
    ["the new one from then on", [key("a", 31 * DAY), key("b", 10 * MINUTE)], "b"],
    ["never a retired one", [key("a", DAY, 0)], null],
    ["the same of two that are equally old", [key("b", DAY), key("a", DAY)], "b"],
  ])("is %s", (_, keys, kid) => {
    expect(chooseSigningKey(keys, NOW)?.kid ?? null).toBe(kid);
  });
});

describe("what is due", () => {
  it.each([
    ["a first key", [], { make: true, retire: [], remove: [] }],
    ["nothing", [key("a", 29 * DAY)], { make: false, retire: [], remove: [] }],
    ["a new key after thirty days", [key("a", 30 * DAY)], { make: true, retire: [], remove: [] }],
    [
      "nothing while the new key is being published",
      [key("a", 30 * DAY), key("b", MINUTE)],
      { make: false, retire: [], remove: [] },
    ],
    [
      "the old one's retirement",
      [key("a", 31 * DAY), key("b", 10 * MINUTE)],
      { make: false, retire: ["a"], remove: [] },
    ],
    [
      "nothing while its tokens may live",
      [key("a", 31 * DAY, DAY - 1), key("b", DAY)],
      { make: false, retire: [], remove: [] },
    ],
    ["its removal", [key("a", 31 * DAY, DAY), key("b", DAY)], { make: false, retire: [], remove: ["a"] }],
  ])("is %s", (_, keys, plan) => {
    expect(planTokenKeys(keys, NOW)).toEqual(plan);
  });
});
