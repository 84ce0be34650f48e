import { describe, expect, it } from "vitest";
import { type DeadLetterPolicy, decideAutoRetryAt } from "./dead-letter-policy.ts";

const NOW = 1_800_000_000_000;
const twice: DeadLetterPolicy = {
  autoRetry: { categories: ["NETWORK", "SERVER_ERROR"], afterMs: 3_600_000, maxRounds: 2 },
};

describe("decideAutoRetryAt", () => {
  it("restarts a listed category after the wait, as often as the policy says", () => {
    const rounds = [0, 1, 2, 3].map((round) => decideAutoRetryAt(twice, "NETWORK", round, NOW));
    expect(rounds).toEqual([NOW + 3_600_000, NOW + 3_600_000, null, null]);
  });

  it("leaves every other category, and every policy without restarts, to an operator", () => {
    expect(decideAutoRetryAt(twice, "AUTH", 0, NOW)).toBeNull();
    expect(decideAutoRetryAt({ autoRetry: null }, "NETWORK", 0, NOW)).toBeNull();
  });
});
