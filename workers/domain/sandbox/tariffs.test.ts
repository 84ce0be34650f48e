import { describe, expect, it } from "vitest";
import { admit, openAccount, pay } from "./fuel-account.ts";
import { DEFAULT_LIMITS } from "./limits.ts";
import {
  COMPILATION_TARIFF,
  SCRIPT_TARIFF,
  type SpentRun,
  type Tariff,
  VALIDATION_TARIFF,
} from "./tariffs.ts";

/** Milliseconds that a step takes: 4 nanoseconds. */
const STEP_MS = 4e-6;
const HOUR_MS = 3_600_000;

/** What of an hour somebody gets who always tries again as soon as it may. The first minutes spend what a full balance allows. */
function steadyShare(tariff: Tariff, run: SpentRun): number {
  let account = openAccount(0, tariff);
  let busyMs = 0;
  for (let now = 0; now < 2 * HOUR_MS; ) {
    const { retryAfterMs, account: asked } = admit(account, now, tariff, "request");
    if (retryAfterMs > 0) {
      account = asked;
      now += retryAfterMs;
      continue;
    }
    account = pay(asked, run, now, tariff);
    const tookMs = run.fuelUsed * STEP_MS;
    if (now >= HOUR_MS) busyMs += tookMs;
    now += tookMs;
  }
  return busyMs / HOUR_MS;
}

const stopped = (fuelUsed: number): SpentRun => ({ fuelUsed, exhausted: true });
const whole = (fuelUsed: number): SpentRun => ({ fuelUsed, exhausted: false });

describe("a steady attack gets about a hundredth of the thread", () => {
  it.each([
    ["scripts that burn everything", SCRIPT_TARIFF, stopped(DEFAULT_LIMITS.fuel)],
    ["scripts that burn everything on 1 MB", SCRIPT_TARIFF, stopped(DEFAULT_LIMITS.fuel + 30_000_000)],
    ["a pattern that backtracks on a payload of 1 KB", VALIDATION_TARIFF, stopped(6_500_000)],
    ["a pattern that backtracks on a payload of 1 MB", VALIDATION_TARIFF, stopped(63_000_000)],
    ["small schemas", COMPILATION_TARIFF, whole(2_000_000)],
    ["small schemas, Ajv loaded anew for each", COMPILATION_TARIFF, whole(22_000_000)],
    ["schemas of 60 KB", COMPILATION_TARIFF, whole(240_000_000)],
    ["schemas that are stopped", COMPILATION_TARIFF, stopped(400_000_000)],
  ])("with %s", (_name, tariff, run) => {
    expect(steadyShare(tariff, run)).toBeLessThan(0.011);
  });
});

describe("compiling schemas", () => {
  const timesInARow = (run: SpentRun): number => {
    let account = openAccount(0, COMPILATION_TARIFF);
    let times = 0;
    while (times < 10_000 && admit(account, 0, COMPILATION_TARIFF).retryAfterMs === 0) {
      account = pay(account, run, 0, COMPILATION_TARIFF);
      times++;
    }
    return times;
  };

  it("takes what ordinary provisioning needs at once, and few of the largest", () => {
    expect(timesInARow(whole(2_000_000))).toBeGreaterThan(900);
    expect(timesInARow(whole(24_000_000))).toBeGreaterThan(80);
    expect(timesInARow(whole(50_000_000))).toBeGreaterThan(20);
    expect(timesInARow(whole(240_000_000))).toBe(2);
  });

  it("leaves something for the mended schema after any one that burns, and nobody waits longer than ten minutes", () => {
    expect(timesInARow(stopped(400_000_000))).toBe(2);
    let account = openAccount(0, COMPILATION_TARIFF);
    for (let time = 0; time < 10; time++) account = pay(account, stopped(400_000_000), 0, COMPILATION_TARIFF);
    expect(admit(account, 0, COMPILATION_TARIFF).retryAfterMs).toBeLessThanOrEqual(600_000);
  });
});

describe("who asks", () => {
  const resting = () => pay(openAccount(0, VALIDATION_TARIFF), stopped(20_000_000), 0, VALIDATION_TARIFF);
  const waits = (asker: "delivery" | "request" | "begun") => {
    let account = resting();
    return [1, 2].map(() => {
      const admission = admit(account, 0, VALIDATION_TARIFF, asker);
      account = admission.account;
      return admission.retryAfterMs;
    });
  };

  it("deliveries that are refused get one turn after the other", () => {
    const [first = 0, second = 0] = waits("delivery");
    expect(second).toBeGreaterThan(first);
  });

  it("requests are told when the rest ends, however many were refused before", () => {
    const [first, second] = waits("request");
    expect(second).toBe(first);
    expect(first).toBeGreaterThan(0);
  });

  it("what was begun goes on below zero, and not without end", () => {
    expect(waits("begun")).toEqual([0, 0]);
    let account = resting();
    for (let n = 0; n < 10; n++) account = pay(account, stopped(20_000_000), 0, VALIDATION_TARIFF);
    expect(admit(account, 0, VALIDATION_TARIFF, "begun").retryAfterMs).toBeGreaterThan(0);
  });
});
