import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  admitCall,
  type CircuitPolicy,
  type CircuitState,
  CLOSED,
  DEFAULT_CIRCUIT_POLICY,
  type HealthSign,
  healthSignOf,
  recordCall,
} from "./circuit-breaker.ts";

const POLICY: CircuitPolicy = {
  ...DEFAULT_CIRCUIT_POLICY,
  consecutiveFailures: 3,
  restMs: 1_000,
  maxRestMs: 8_000,
};
const LEASE_MS = 500;

function play(signs: readonly HealthSign[], policy = POLICY, now = 0): CircuitState {
  return signs.reduce(
    (state, sign) => recordCall(state, policy, { sign, probe: null }, now),
    CLOSED as CircuitState,
  );
}

function probe(state: CircuitState, policy: CircuitPolicy, now: number) {
  const admitted = admitCall(state, policy, now, LEASE_MS);
  if (!admitted.verdict.allowed || admitted.verdict.probe === null) throw new Error("no probe was admitted");
  return { state: admitted.state, probe: admitted.verdict.probe };
}

describe("the circuit", () => {
  it("opens after so many failures in a row, and a success in between begins the count anew", () => {
    expect(play(["failure", "failure"]).kind).toBe("closed");
    expect(play(["failure", "failure", "success", "failure", "failure"]).kind).toBe("closed");
    expect(play(["failure", "failure", "failure"]).kind).toBe("open");
  });

  it("opens when more than the rate fails, and not before the minimum was tried", () => {
    const policy = { ...POLICY, consecutiveFailures: 1_000, minimumCalls: 10, failureRatePercent: 50 };
    const half = [
      "success",
      "failure",
      "success",
      "failure",
      "success",
      "failure",
      "success",
      "failure",
    ] as const;
    expect(play(half, policy).kind).toBe("closed");
    expect(play([...half, "success", "failure"], policy).kind).toBe("closed");
    expect(play([...half, "failure", "failure"], policy).kind).toBe("open");
    expect(play(["failure", "failure", "failure"], policy).kind).toBe("closed");
  });

  it("forgets what lies further back than the window", () => {
    const policy = { ...POLICY, consecutiveFailures: 1_000, minimumCalls: 4, windowMs: 10_000 };
    const before = play(["failure", "failure", "failure"], policy, 0);
    const after = recordCall(before, policy, { sign: "failure", probe: null }, 11_000);
    expect(after.kind).toBe("closed");
    expect(recordCall(before, policy, { sign: "failure", probe: null }, 5_000).kind).toBe("open");
  });

  it.each(["AUTH", "VALIDATION", "RATE_LIMIT", "CLIENT_ERROR"] as const)(
    "is not opened by %s",
    (category) => {
      expect(play(Array.from({ length: 1_000 }, () => healthSignOf(category))).kind).toBe("closed");
    },
  );

  it.each(["NETWORK", "TIMEOUT", "SERVER_ERROR"] as const)("is opened by %s", (category) => {
    expect(play(Array.from({ length: 3 }, () => healthSignOf(category))).kind).toBe("open");
  });

  it("rests twice as long after every probe that fails, up to the longest, and closes when one succeeds", () => {
    let state = play(["failure", "failure", "failure"]);
    let now = 0;
    const rests: number[] = [];
    for (let round = 0; round < 6; round++) {
      const asked = admitCall(state, POLICY, now, LEASE_MS).verdict;
      if (asked.allowed) throw new Error("it must rest");
      rests.push(asked.retryAfterMs);
      now += asked.retryAfterMs;
      const out = probe(state, POLICY, now);
      state = recordCall(out.state, POLICY, { sign: "failure", probe: out.probe }, now);
    }
    expect(rests).toEqual([1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
    now += 8_000;
    const out = probe(state, POLICY, now);
    expect(recordCall(out.state, POLICY, { sign: "success", probe: out.probe }, now)).toEqual(CLOSED);
  });

  it("takes a refused probe for a sign of life", () => {
    const out = probe(play(["failure", "failure", "failure"]), POLICY, 1_000);
    expect(recordCall(out.state, POLICY, { sign: "neutral", probe: out.probe }, 1_000).kind).toBe("closed");
  });

  it("gives a lost probe's place to another, and does not listen to it any more", () => {
    const lost = probe(play(["failure", "failure", "failure"]), POLICY, 1_000);
    expect(admitCall(lost.state, POLICY, 1_499, LEASE_MS).verdict).toMatchObject({ allowed: false });
    const next = probe(lost.state, POLICY, 1_500);
    expect(recordCall(next.state, POLICY, { sign: "success", probe: lost.probe }, 1_600)).toEqual(next.state);
  });

  it("does not rest for longer because a clock went back", () => {
    const opened = play(["failure", "failure", "failure"], POLICY, 1_000_000);
    const { verdict } = admitCall(opened, POLICY, 0, LEASE_MS);
    expect(verdict).toEqual({ allowed: false, retryAfterMs: 1_000 });
  });
});

/** The properties of any history: what is called, what comes back, in any order, at any time. */
type Event =
  | { readonly kind: "call" }
  | { readonly kind: "end"; readonly which: number; readonly sign: HealthSign }
  | { readonly kind: "wait"; readonly ms: number };

const event = fc.oneof(
  fc.constant<Event>({ kind: "call" }),
  fc.record({
    kind: fc.constant("end" as const),
    which: fc.nat(),
    sign: fc.constantFrom<HealthSign>("success", "failure", "failure", "neutral"),
  }),
  fc.record({ kind: fc.constant("wait" as const), ms: fc.integer({ min: 0, max: 3_000 }) }),
);

const policies = fc.record({
  consecutiveFailures: fc.integer({ min: 1, max: 6 }),
  failureRatePercent: fc.integer({ min: 1, max: 100 }),
  minimumCalls: fc.integer({ min: 1, max: 10 }),
  windowMs: fc.integer({ min: 10, max: 5_000 }),
  restMs: fc.integer({ min: 1, max: 2_000 }),
  maxRestMs: fc.integer({ min: 2_000, max: 6_000 }),
  probes: fc.integer({ min: 1, max: 4 }),
});

describe("whatever happens", () => {
  it("lets nobody through while it rests, never more probes than allowed, and opens only upon a failure", () => {
    fc.assert(
      fc.property(policies, fc.array(event, { maxLength: 200 }), (policy, events) => {
        let state: CircuitState = CLOSED;
        let now = 1_000;
        let inARow = 0;
        let out: { probe: number | null; at: number }[] = [];
        for (const step of events) {
          const before = state;
          switch (step.kind) {
            case "wait":
              now += step.ms;
              break;
            case "call": {
              const { state: after, verdict } = admitCall(state, policy, now, LEASE_MS);
              state = after;
              if (before.kind === "closed") expect(verdict).toEqual({ allowed: true, probe: null });
              if (before.kind === "open") expect(verdict.allowed).toBe(before.until <= now);
              if (verdict.allowed) out.push({ probe: verdict.probe, at: now });
              if (!verdict.allowed) {
                expect(verdict.retryAfterMs).toBeGreaterThan(0);
                expect(verdict.retryAfterMs).toBeLessThanOrEqual(policy.maxRestMs);
              }
              const flying = out.filter(({ probe: number, at }) => number !== null && at + LEASE_MS > now);
              if (state.kind === "half_open") {
                expect(Object.keys(state.out).length).toBeLessThanOrEqual(policy.probes);
                expect(flying.length).toBeGreaterThanOrEqual(Object.keys(state.out).length);
              }
              break;
            }
            case "end": {
              const ended = out[step.which % Math.max(1, out.length)];
              if (ended === undefined) break;
              out = out.filter((call) => call !== ended);
              state = recordCall(state, policy, { sign: step.sign, probe: ended.probe }, now);
              if (before.kind === "closed" && step.sign !== "neutral") {
                inARow = step.sign === "failure" ? inARow + 1 : 0;
                // The model: so many in a row open it, whatever the rate says.
                if (inARow >= policy.consecutiveFailures) expect(state.kind).toBe("open");
              }
              if (state.kind === "open" && before.kind !== "open") expect(step.sign).toBe("failure");
              if (state.kind === "closed" && before.kind === "half_open")
                expect(step.sign).not.toBe("failure");
              if (before.kind === "open") expect(state).toEqual(before);
              if (state.kind !== "closed") inARow = 0;
              if (state.kind === "closed" && before.kind !== "closed") inARow = 0;
            }
          }
          // It is kept as JSON, and must be the same when it is read again.
          expect(JSON.parse(JSON.stringify(state))).toEqual(state);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("always recovers: an upstream that answers again is called again within the longest rest and its probes", () => {
    fc.assert(
      fc.property(
        policies,
        fc.array(fc.constantFrom<HealthSign>("success", "failure"), { maxLength: 60 }),
        (policy, signs) => {
          let state = play(signs, policy);
          let now = 0;
          for (let round = 0; round <= policy.probes && state.kind !== "closed"; round++) {
            now += policy.maxRestMs;
            const admitted = admitCall(state, policy, now, LEASE_MS);
            if (!admitted.verdict.allowed) throw new Error("it still rests after the longest rest");
            state = recordCall(
              admitted.state,
              policy,
              { sign: "success", probe: admitted.verdict.probe },
              now,
            );
          }
          expect(state.kind).toBe("closed");
        },
      ),
    );
  });
});
