import { describe, expect, it } from "vitest";
import { DEFAULT_RETRY_POLICY, STANDARD_LADDER_MS } from "./retry-policy.ts";
import { findRetryPolicyProblems } from "./retry-policy-problems.ts";

describe("the default retry policy", () => {
  it("walks the recommended ladder of nine retries in 75 hours, 35 minutes and 5 seconds", () => {
    expect(STANDARD_LADDER_MS).toEqual([
      5_000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000, 50_400_000, 72_000_000, 86_400_000,
    ]);
    const totalMs = STANDARD_LADDER_MS.reduce((sum, delayMs) => sum + delayMs, 0);
    expect(totalMs).toBe(((75 * 60 + 35) * 60 + 5) * 1_000);
  });

  it("spreads by a fifth, refuses to repeat a rejected payload and obeys a receiver for a day", () => {
    expect(DEFAULT_RETRY_POLICY).toEqual({
      strategy: { kind: "exponential", jitter: 0.2, steps: { kind: "ladder", delaysMs: STANDARD_LADDER_MS } },
      validation: "STRICT",
      maxRetryAfterMs: 86_400_000,
    });
  });

  it("can be saved", () => {
    expect(findRetryPolicyProblems(DEFAULT_RETRY_POLICY)).toEqual([]);
  });
});
