import { describe, expect, it } from "vitest";
import type { CallLimits } from "./limit-calls.ts";
import { createStrangerLimit } from "./limit-strangers.ts";

const open = (allowed: boolean) => {
  const asked: (string | null)[] = [];
  const address: CallLimits["address"] = async (given) => {
    asked.push(given);
    return allowed ? { allowed, reports: [] } : { allowed, reports: [], retryAfterMs: 5_000 };
  };
  const callLimits: CallLimits = { address, principal: () => Promise.reject(new Error("not asked")) };
  return { services: { callLimits, now: () => 1_000 }, asked };
};

describe("who asks for addresses that lead nowhere", () => {
  it("waits once the address limit is used up, and nobody else does", async () => {
    const strangers = createStrangerLimit();
    const { services } = open(false);
    expect(strangers.waitMs("203.0.113.9", 1_000)).toBe(0);
    await strangers.note(services, "203.0.113.9");
    expect(strangers.waitMs("203.0.113.9", 1_000)).toBe(5_000);
    expect(strangers.waitMs("203.0.113.9", 6_000)).toBe(0);
    expect(strangers.waitMs("198.51.100.1", 1_000)).toBe(0);
  });

  it("waits for nothing before that, and not where no address is known", async () => {
    const strangers = createStrangerLimit();
    const { services, asked } = open(true);
    await strangers.note(services, "203.0.113.9");
    await strangers.note(services, null);
    expect(asked).toEqual(["203.0.113.9"]);
    expect(strangers.waitMs("203.0.113.9", 1_000)).toBe(0);
    expect(strangers.waitMs(null, 1_000)).toBe(0);
  });
});
