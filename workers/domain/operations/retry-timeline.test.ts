import { describe, expect, it } from "vitest";
import type { AttemptRecord } from "../ports.ts";
import { causeOfNext, explainAttempts } from "./retry-timeline.ts";

const at = { key: "k", offset: 0, length: 1 };
const attempt = (given: Partial<AttemptRecord>): AttemptRecord => ({
  deliveryId: "dlv_1",
  attempt: 1,
  at: 1_000,
  category: "SERVER_ERROR",
  httpStatus: 500,
  durationMs: 5,
  detail: null,
  nextRetryAt: 2_000,
  retryReason: "backoff",
  recordAt: at,
  ...given,
});

describe("attempts that were made", () => {
  it.each([
    [
      "as planned, a little late",
      { nextRetryAt: 2_000, retryReason: "receiver_asked" },
      "receiver_asked",
      2_000,
    ],
    ["before its time", { nextRetryAt: 9_000, retryReason: "backoff" }, "restarted", null],
    ["although nothing was planned", { nextRetryAt: null, retryReason: "permanent" }, "restarted", null],
    [
      "out of the dead letters by itself",
      { nextRetryAt: 2_000, retryReason: "exhausted" },
      "automatic_retry",
      2_000,
    ],
    [
      "when its credential was mended",
      { nextRetryAt: 9_000, retryReason: "credential" },
      "credential",
      9_000,
    ],
  ])("are explained when one went out %s", (_when, before, reason, plannedAt) => {
    const [first, second] = explainAttempts([attempt(before), attempt({ attempt: 2, at: 2_007 })]);
    expect(first).toMatchObject({ reason: "first_attempt", plannedAt: null });
    expect(second).toMatchObject({ reason, plannedAt, why: expect.any(String) });
  });
});

describe("the next attempt", () => {
  it.each([
    ["pending", 5_000, null, "first_attempt"],
    ["held", 5_000, null, "held"],
    ["held", 5_000, attempt({ retryReason: "credential" }), "credential"],
    ["dead_lettered", 5_000, attempt({ retryReason: "exhausted", nextRetryAt: 5_000 }), "automatic_retry"],
    ["retrying", 2_000, attempt({}), "backoff"],
    ["retrying", 5_000, attempt({}), "restarted"],
  ] as const)("of one that is %s at %d is explained", (status, nextRetryAt, last, reason) => {
    expect(causeOfNext({ status, nextRetryAt }, last)).toMatchObject({ reason });
  });
});
