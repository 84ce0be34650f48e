import { describe, expect, it } from "vitest";
import { auditRetentionDays, planArchive } from "./audit-retention.ts";

const DAY_MS = 86_400_000;

describe("an organization's audit log is kept", () => {
  it.each([
    ["a year by default", "{}", 365],
    ["as long as the policy says", '{"auditRetentionDays":730}', 730],
    ["ten years at most", '{"auditRetentionDays":9999}', 3_653],
    ["thirty days at least", '{"auditRetentionDays":1}', 30],
    ["a year when the policy cannot be read", "{", 365],
    ["a year when it says something else", '{"auditRetentionDays":"7"}', 365],
    ["a year when it is no object", "null", 365],
  ])("%s", (_what, policy, days) => {
    expect(auditRetentionDays(policy)).toBe(days);
  });
});

describe("what is moved and removed", () => {
  const now = 10_000 * DAY_MS;

  it("goes to R2 after ninety days, a month at a time, and for good after its retention", () => {
    expect(planArchive(365, now)).toEqual({
      movesWhenOlderThan: now - 90 * DAY_MS,
      movesBefore: now - 60 * DAY_MS,
      removesBefore: now - 365 * DAY_MS,
    });
  });

  it("is not kept a month longer where it is kept a month only", () => {
    expect(planArchive(30, now)).toEqual({
      movesWhenOlderThan: now - 30 * DAY_MS,
      movesBefore: now - 29 * DAY_MS,
      removesBefore: now - 30 * DAY_MS,
    });
  });
});
