import { describe, expect, it } from "vitest";
import { admit, type FuelAccount, openAccount, pay } from "./fuel-account.ts";
import { DEFAULT_LIMITS } from "./limits.ts";

const restMs = (account: FuelAccount, now: number): number => admit(account, now).retryAfterMs;
const EXHAUSTED = { fuelUsed: DEFAULT_LIMITS.fuel, exhausted: true };

/** Milliseconds that runs took, at 4 ns a step, when one is tried every `everyMs`. */
function share(run: { fuelUsed: number; exhausted: boolean }, everyMs: number, forMs: number): number {
  let account: FuelAccount = openAccount(0);
  let busyMs = 0;
  for (let now = 0; now < forMs; now += everyMs) {
    if (restMs(account, now) > 0) continue;
    busyMs += run.fuelUsed * 4e-6;
    account = pay(account, run, now);
  }
  return busyMs / forMs;
}

describe("what scripts may take of an isolate", () => {
  it("lets 400 small runs a second go on for ever", () => {
    let account = openAccount(0);
    for (let run = 0; run < 40_000; run++) {
      const now = run * 2.5;
      expect(restMs(account, now)).toBe(0);
      account = pay(account, { fuelUsed: 60_000, exhausted: false }, now);
    }
  });

  it("forgives a run that was stopped now and then", () => {
    let account = openAccount(0);
    for (let minute = 0; minute < 60; minute++) {
      const now = minute * 60_000;
      expect(restMs(account, now)).toBe(0);
      account = pay(account, EXHAUSTED, now);
      expect(restMs(account, now + 10)).toBe(0);
    }
  });

  it("gives a steady attack under a hundredth of the thread", () => {
    expect(share(EXHAUSTED, 10, 600_000)).toBeLessThan(0.01);
  });

  it("gives runs just below the limit no more than a tenth", () => {
    expect(share({ fuelUsed: DEFAULT_LIMITS.fuel - 100_000, exhausted: false }, 10, 600_000)).toBeLessThan(
      0.1,
    );
  });

  it("says when to come back, and is right", () => {
    const account = pay(pay(openAccount(0), EXHAUSTED, 0), EXHAUSTED, 1);
    const rest = restMs(account, 1);
    expect(rest).toBeGreaterThan(4_000);
    expect(restMs(account, rest - 10)).toBeGreaterThan(0);
    expect(restMs(account, rest + 2)).toBe(0);
  });

  it("gives each one that is refused a turn of its own", () => {
    let account = pay(pay(openAccount(0), EXHAUSTED, 0), EXHAUSTED, 1);
    const turns = Array.from({ length: 5 }, () => {
      const admission = admit(account, 1);
      account = admission.account;
      return admission.retryAfterMs;
    });
    const gaps = turns.slice(1).map((turn, index) => turn - (turns[index] ?? 0));
    expect(gaps).toEqual([5_000, 5_000, 5_000, 5_000]);
  });

  it("wakes a backlog of an hour's attack no more than a hundred times a second", () => {
    let account = pay(pay(openAccount(0), EXHAUSTED, 0), EXHAUSTED, 1);
    const due: number[] = [];
    for (let event = 0; event < 72_000; event++) {
      const now = event * 50;
      const admission = admit(account, now);
      account = admission.account;
      due.push(now + admission.retryAfterMs);
    }
    const perSecond = new Map<number, number>();
    for (const at of due)
      perSecond.set(Math.floor(at / 1_000), (perSecond.get(Math.floor(at / 1_000)) ?? 0) + 1);
    expect(Math.max(...perSecond.values())).toBeLessThan(100);
  });

  it("never rests for more than a minute, and a queue behind it for a quarter of an hour", () => {
    let account = openAccount(0);
    for (let run = 0; run < 100; run++) account = pay(account, { fuelUsed: 1e10, exhausted: true }, 0);
    expect(restMs(account, 0)).toBe(60_000);
    for (let refused = 0; refused < 1_000; refused++) account = admit(account, 0).account;
    expect(restMs(account, 0)).toBe(15 * 60_000);
  });

  it("is not emptied or filled by a clock that goes back", () => {
    const account = pay(openAccount(10_000), EXHAUSTED, 10_000);
    expect(pay(account, { fuelUsed: 0, exhausted: false }, 5_000).at).toBe(10_000);
  });
});
