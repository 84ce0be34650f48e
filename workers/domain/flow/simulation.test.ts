import { describe, expect, it } from "vitest";
import { recordTried } from "./flow-circuit.ts";
import { admitDelivery, type FlowState, FREE_FLOW, nextOpening } from "./flow-gate.ts";
import { rulesOf } from "./flow-rules.ts";
import { DEFAULT_CIRCUIT, DEFAULT_FLOW, type FlowRate } from "./flow-settings.ts";

const START = 1_800_000_000_000;
const DAY_MS = 86_400_000;
const LEASE_MS = 150_000;
const SEEDS = Array.from({ length: 20 }, (_, n) => n + 1);

/** Numbers that are the same for the same seed. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

interface World {
  readonly rate: FlowRate | null;
  readonly events: number;
  readonly downForMs: number;
  readonly seed: number;
}

/**
 * An endpoint that is down for a while and gets events all the time, as its object sees it: events are offered when they
 * come, what is held waits in a queue, and the object wakes up when the gate says so. An answer takes 5 to 100 ms.
 */
function simulate({ rate, events, downForMs, seed }: World) {
  const random = seeded(seed);
  const rules = { ...rulesOf(DEFAULT_FLOW), circuit: DEFAULT_CIRCUIT, rate };
  const arrivals = Array.from({ length: events }, () => START + Math.floor(random() * downForMs)).sort(
    (a, b) => a - b,
  );
  const held: number[] = [];
  const underWay: { readonly id: number; readonly endsAt: number; readonly probe: number | null }[] = [];
  const delivered: { readonly id: number; readonly at: number }[] = [];
  let state: FlowState = FREE_FLOW;
  let now = START;
  let attempts = 0;
  let wakeUps = 0;
  let idleWakeUps = 0;
  let next = 0;

  const tryOne = (id: number): boolean => {
    const asked = admitDelivery(state, rules, now, LEASE_MS);
    state = asked.state;
    if (asked.verdict.kind === "wait") return false;
    attempts++;
    underWay.push({ id, endsAt: now + 5 + Math.floor(random() * 95), probe: asked.verdict.probe });
    return true;
  };

  while (delivered.length < events) {
    const opening = held.length === 0 ? null : nextOpening(state, rules, now, held.length);
    const moments = [arrivals[next], opening, ...underWay.map(({ endsAt }) => endsAt)];
    const soonest = Math.min(...moments.map((moment) => moment ?? Number.POSITIVE_INFINITY));
    expect(soonest, `seed ${seed} is stuck`).toBeLessThan(Number.POSITIVE_INFINITY);
    now = Math.max(now, soonest);
    for (const call of underWay.filter(({ endsAt }) => endsAt <= now)) {
      underWay.splice(underWay.indexOf(call), 1);
      const isUp = now - START >= downForMs;
      const category = isUp ? null : "SERVER_ERROR";
      const tried = { category, httpStatus: isUp ? 200 : 503, durationMs: 50, probe: call.probe } as const;
      state = recordTried(state, rules, tried, [], now).state;
      if (isUp) delivered.push({ id: call.id, at: now });
      // Its retry policy would have it wait as well; here it joins those that wait.
      else held.unshift(call.id);
    }
    while (next < events && (arrivals[next] ?? 0) <= now) {
      const id = next++;
      if (held.length > 0 || !tryOne(id)) held.push(id);
    }
    if (held.length > 0 && (nextOpening(state, rules, now, held.length) ?? Number.POSITIVE_INFINITY) <= now) {
      wakeUps++;
      let went = 0;
      while (held.length > 0 && tryOne(held[0] ?? 0)) {
        held.shift();
        went++;
      }
      if (went === 0) idleWakeUps++;
    }
  }
  return { delivered, attempts, wakeUps, idleWakeUps };
}

describe("an endpoint that is down for a day", () => {
  it.each(SEEDS)("loses none of 10,000, and drains at its rate, not below 95 % of it (seed %i)", (seed) => {
    const rate = { limit: 50, per: "second", burst: 10 } as const;
    const { delivered, attempts, wakeUps, idleWakeUps } = simulate({
      rate,
      events: 10_000,
      downForMs: DAY_MS,
      seed,
    });
    expect(new Set(delivered.map(({ id }) => id)).size).toBe(10_000);
    // The first is the probe; the drain begins when it has succeeded.
    const drain = delivered.slice(1);
    const tookMs = (drain.at(-1)?.at ?? 0) - (drain[0]?.at ?? 0);
    const idealMs = ((10_000 - rate.burst) / rate.limit) * 1_000;
    expect(tookMs).toBeGreaterThan(idealMs * 0.99);
    expect(tookMs).toBeLessThan(idealMs * 1.05);
    // A rest grows to an hour: a day of failing costs some thirty attempts and not thousands.
    expect(attempts - 10_000).toBeLessThan(60);
    expect(wakeUps).toBeLessThan(10_000 / 5 + 100);
    expect(idleWakeUps).toBe(0);
  });

  it("tells the same story twice for the same seed", () => {
    const world = { rate: null, events: 500, downForMs: 3_600_000, seed: 7 };
    expect(simulate(world)).toEqual(simulate(world));
  });
});
