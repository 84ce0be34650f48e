import { expect, it } from "vitest";
import { isOverdue } from "./is-overdue.ts";

const NOW = Date.parse("2026-11-26T12:00:00Z");

it.each([
  ["held since its acceptance", "held", "2026-11-26T11:59:00Z", true],
  ["held until later", "held", "2026-11-26T12:01:00Z", false],
  ["held without a moment", "held", null, false],
  ["that is tried again", "retrying", "2026-11-26T11:59:00Z", false],
] as const)("one that is %s", (_, status, nextRetryAt, overdue) => {
  expect(isOverdue({ status, nextRetryAt }, NOW)).toBe(overdue);
});
