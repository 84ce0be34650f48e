import { expect, it } from "vitest";
import { isLive, isOfOtherRange } from "./freshness.ts";

const day = { shown: { window: "24h" }, chosen: "24h", answeredAt: 1_000, isFailing: false } as const;

it("only what is of the chosen range, fresh and not failing is live", () => {
  expect(isLive(day, 6_000)).toBe(true);
  expect(isLive({ ...day, chosen: "7d" }, 6_000)).toBe(false);
  expect(isLive({ ...day, isFailing: true }, 6_000)).toBe(false);
  expect(isLive(day, 60_000)).toBe(false);
  expect(isLive({ ...day, shown: undefined }, 6_000)).toBe(false);
});

it("figures of another range are known as such, and nothing is not figures", () => {
  expect(isOfOtherRange({ shown: { window: "24h" }, chosen: "1h" })).toBe(true);
  expect(isOfOtherRange({ shown: undefined, chosen: "1h" })).toBe(false);
});
