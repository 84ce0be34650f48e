import { describe, expect, it } from "vitest";
import {
  admitGuess,
  forgiveSuccess,
  forgottenAt,
  GUESS_POLICIES,
  type GuessPolicy,
  type GuessRecord,
  guesserOf,
} from "./guess-throttle.ts";

const { account, ip } = GUESS_POLICIES;
const MINUTE = 60_000;
const START = 1_000_000_000;

/** Guesses wrong as soon as it may, again and again; answers how long it had to wait before each. */
function waits(policy: GuessPolicy, guesses: number): { waitedMs: number[]; record: GuessRecord | null } {
  let record: GuessRecord | null = null;
  let now = START;
  const waitedMs: number[] = [];
  for (let n = 0; n < guesses; n++) {
    let tried = admitGuess(record, policy, now);
    const waited = tried.admission.retryAfterMs;
    if (!tried.admission.allowed) {
      now += waited;
      tried = admitGuess(tried.record, policy, now);
    }
    expect(tried.admission.allowed).toBe(true);
    waitedMs.push(waited);
    record = tried.record;
  }
  return { waitedMs, record };
}

describe("guessing at an account", () => {
  it("is free five times, then waits a second, doubling to a quarter of an hour", () => {
    const { waitedMs } = waits(account, 20);
    expect(waitedMs.slice(0, 6)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(waitedMs.slice(6, 16)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512].map((s) => s * 1_000));
    for (const waited of waitedMs.slice(16)) expect(waited).toBeLessThanOrEqual(15 * MINUTE);
  });

  it("never gets faster than four times an hour for long", () => {
    const DAY = 24 * 60 * MINUTE;
    let record: GuessRecord | null = null;
    let admitted = 0;
    for (let now = START; now < START + 7 * DAY; now += 1_000) {
      const tried = admitGuess(record, account, now);
      record = tried.record;
      if (tried.admission.allowed) admitted++;
    }
    expect(admitted).toBeLessThan(7 * 24 * 5 + 20);
  });

  it("is not made longer by knocking while one has to wait", () => {
    const { record } = waits(account, 6);
    let knocked = record;
    for (let n = 0; n < 100; n++) knocked = admitGuess(knocked, account, START).record;
    expect(admitGuess(knocked, account, START + 1_000).admission.allowed).toBe(true);
  });

  it("begins anew after a success", () => {
    const { record } = waits(account, 10);
    expect(forgiveSuccess(record, account)).toBeNull();
  });

  it("is forgiven as time passes", () => {
    const { record } = waits(account, 5);
    if (record === null) throw new Error("nothing remembered");
    expect(forgottenAt(record, account)).toBe(START + 5 * 15 * MINUTE);
    const later = admitGuess(record, account, forgottenAt(record, account));
    expect(later.record.failures).toBe(1);
  });

  it("counts forward when the clock was set back", () => {
    const { record } = waits(account, 3);
    expect(admitGuess(record, account, START - MINUTE).record.failures).toBe(4);
  });
});

describe("guessing from an address", () => {
  it("is free thirty times, and a success takes only itself back", () => {
    const { waitedMs, record } = waits(ip, 31);
    expect(Math.max(...waitedMs)).toBe(0);
    if (record === null) throw new Error("nothing remembered");
    expect(admitGuess(record, ip, START).admission).toEqual({ allowed: false, retryAfterMs: 1_000 });
    expect(forgiveSuccess(record, ip)?.failures).toBe(30);
  });

  it("lets an office breathe: a failure is forgiven every half minute", () => {
    const { record } = waits(ip, 31);
    expect(admitGuess(record, ip, START + 5 * MINUTE).record.failures).toBe(22);
  });
});

describe("a guesser", () => {
  it.each([
    ["192.0.2.7", "192.0.2.7"],
    ["::FFFF:192.0.2.7", "192.0.2.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:0DB8:0001:0002::1", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["2001:db8:1:2::", "2001:db8:1:2::/64"],
  ])("with the address %s is known as %s", (address, known) => {
    expect(guesserOf(address)).toBe(known);
  });
});
