import { describe, expect, it } from "vitest";
import { jobPercentage } from "./job.ts";
import { nextRetryOf } from "./next-retry.ts";

const planned = { nextRetryAt: 100, retryReason: "receiver_asked" };

describe("the next retry", () => {
  it("is absent when nothing waits", () => {
    expect(nextRetryOf({ status: "delivered", nextRetryAt: null }, planned)).toBeNull();
  });

  it.each([
    ["receiver_asked", "retrying", 100],
    // Another moment than the last attempt planned: somebody restarted it since.
    ["restarted", "retrying", 200],
    ["automatic_retry", "dead_lettered", 100],
    ["held", "held", 100],
  ] as const)("says %s for a delivery that is %s", (reason, status, nextRetryAt) => {
    expect(nextRetryOf({ status, nextRetryAt }, planned)).toMatchObject({ at: nextRetryAt, reason });
  });
});

describe("a job's percentage", () => {
  it("is a hundred only when the job is over", () => {
    const job = { total: 3, processed: 3, skipped: 0 };
    expect(jobPercentage({ ...job, status: "running" })).toBe(99);
    expect(jobPercentage({ ...job, status: "completed" })).toBe(100);
    expect(jobPercentage({ ...job, total: 0, processed: 0, status: "cancelled" })).toBe(0);
  });
});
