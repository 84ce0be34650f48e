import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ErrorCategory } from "../delivery/error-category.ts";
import { pauseFlow, phaseOf, recordTried, resumeFlow } from "./flow-circuit.ts";
import { admitDelivery, type FlowState, FREE_FLOW, nextOpening, takeBack } from "./flow-gate.ts";
import { rulesOf } from "./flow-rules.ts";
import { DEFAULT_CIRCUIT, DEFAULT_FLOW } from "./flow-settings.ts";

const START = 1_800_000_000_000;
const LEASE_MS = 150_000;
const circuit = {
  ...DEFAULT_CIRCUIT,
  consecutiveFailures: 3,
  minimumCalls: 4,
  restMs: 1_000,
  maxRestMs: 8_000,
};
const person = { at: START, reason: "because", by: "person:1" };

type Step =
  | { readonly kind: "offer" }
  | { readonly kind: "end"; readonly which: number; readonly category: ErrorCategory | null }
  | { readonly kind: "lose"; readonly which: number }
  | { readonly kind: "wait"; readonly ms: number }
  | { readonly kind: "pause" }
  | { readonly kind: "resume" };

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant("offer" as const) }) },
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant("end" as const),
        which: fc.nat(20),
        category: fc.constantFrom<ErrorCategory | null>(
          null,
          "SERVER_ERROR",
          "TIMEOUT",
          "AUTH",
          "VALIDATION",
        ),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("lose" as const), which: fc.nat(20) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("wait" as const), ms: fc.nat(9_000) }) },
    { weight: 1, arbitrary: fc.constantFrom<Step>({ kind: "pause" }, { kind: "resume" }) },
  ),
  { maxLength: 120 },
);

interface Out {
  readonly probe: number | null;
  readonly paid: boolean;
}

/** A second, much simpler account of what must hold, kept beside the real one. */
interface Model {
  paused: boolean;
  failuresInARow: number;
  probesOut: number;
}

describe("what lets an integration's deliveries out", () => {
  it("keeps its promises whatever happens in whatever order", () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 3 }), (script, probes) => {
        const rules = { ...rulesOf(DEFAULT_FLOW), circuit: { ...circuit, probes } };
        const model: Model = { paused: false, failuresInARow: 0, probesOut: 0 };
        let state: FlowState = FREE_FLOW;
        let now = START;
        let out: Out[] = [];
        let lastPhase = "closed";
        for (const step of script) {
          const before = state;
          switch (step.kind) {
            case "offer": {
              const asked = admitDelivery(state, rules, now, LEASE_MS);
              state = asked.state;
              const { verdict } = asked;
              if (model.paused) expect(verdict).toEqual({ kind: "wait", because: "paused", until: null });
              if (verdict.kind === "go") {
                if (before.circuit.kind === "open") expect(now).toBeGreaterThanOrEqual(before.circuit.until);
                if (before.circuit.kind === "closed") expect(verdict.probe).toBeNull();
                else expect(verdict.probe).not.toBeNull();
                out.push(verdict);
              } else if (!model.paused && before.circuit.kind !== "closed") {
                // Whoever waits is told a moment that comes, and no wake-up comes before it for nothing.
                expect(verdict.until).toBeGreaterThan(now);
              }
              if (state.circuit.kind === "half_open") {
                expect(Object.keys(state.circuit.out).length).toBeLessThanOrEqual(probes);
              }
              break;
            }
            case "end": {
              const call = out[step.which % Math.max(1, out.length)];
              if (call === undefined) break;
              out = out.filter((other) => other !== call);
              const tried = { category: step.category, httpStatus: 500, durationMs: 1, probe: call.probe };
              const { state: after, change } = recordTried(state, rules, tried, [], now);
              const isFailure = step.category === "SERVER_ERROR" || step.category === "TIMEOUT";
              if (before.circuit.kind === "closed") {
                if (isFailure) model.failuresInARow++;
                else if (step.category === null) model.failuresInARow = 0;
                if (model.failuresInARow >= circuit.consecutiveFailures)
                  expect(after.circuit.kind).toBe("open");
                // Refusals of ours, and a success, never open it.
                if (!isFailure) expect(after.circuit.kind).toBe("closed");
              }
              if (after.circuit.kind === "open" && before.circuit.kind !== "open") {
                expect(isFailure).toBe(true);
                expect(after.circuit.until - now).toBeLessThanOrEqual(circuit.maxRestMs);
                expect(after.circuit.until - now).toBeGreaterThanOrEqual(circuit.restMs);
              }
              expect(change === null).toBe(after.circuit.kind === before.circuit.kind);
              if (after.circuit.kind !== "closed" || before.circuit.kind !== "closed")
                model.failuresInARow = 0;
              state = after;
              break;
            }
            case "lose": {
              const call = out[step.which % Math.max(1, out.length)];
              if (call === undefined) break;
              out = out.filter((other) => other !== call);
              state = takeBack(state, rules, call);
              break;
            }
            case "wait":
              now += step.ms;
              break;
            case "pause":
              model.paused = true;
              state = pauseFlow(state, { ...person, at: now }).state;
              expect(nextOpening(state, rules, now, 1)).toBeNull();
              break;
            case "resume":
              model.paused = false;
              model.failuresInARow = 0;
              state = resumeFlow(state, { ...person, at: now }, null).state;
              expect(phaseOf(state)).toBe("closed");
              break;
          }
          lastPhase = phaseOf(state);
          if (model.paused) expect(lastPhase).toBe("paused");
        }
        // However it went: with a person's word and a clock that goes on, everything goes out again.
        state = resumeFlow(state, { ...person, at: now }, null).state;
        expect(admitDelivery(state, rules, now, LEASE_MS).verdict.kind).toBe("go");
      }),
      { numRuns: 5_000 },
    );
  });

  it("is never stuck: at the moment it names, one goes out", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 500 }), (trips, limit) => {
        const rules = {
          ...rulesOf(DEFAULT_FLOW),
          circuit,
          rate: { limit, per: "minute", burst: 2 } as const,
        };
        let state: FlowState = FREE_FLOW;
        let now = START;
        for (let trip = 0; trip < trips; trip++) {
          for (let n = 0; n < 200 && state.circuit.kind !== "open"; n++) {
            now = Math.max(now, nextOpening(state, rules, now, 1) ?? now);
            const asked = admitDelivery(state, rules, now, LEASE_MS);
            expect(asked.verdict.kind).toBe("go");
            const probe = asked.verdict.kind === "go" ? asked.verdict.probe : null;
            const tried = { category: "SERVER_ERROR", httpStatus: 503, durationMs: 1, probe } as const;
            state = recordTried(asked.state, rules, tried, [], now).state;
          }
          expect(state.circuit.kind).toBe("open");
          const opensAt = nextOpening(state, rules, now, 1) ?? 0;
          expect(admitDelivery(state, rules, opensAt - 1, LEASE_MS).verdict.kind).toBe("wait");
          now = opensAt;
          const probe = admitDelivery(state, rules, now, LEASE_MS);
          expect(probe.verdict).toMatchObject({ kind: "go" });
          const number = probe.verdict.kind === "go" ? probe.verdict.probe : null;
          const tried = { category: "TIMEOUT", httpStatus: null, durationMs: 1, probe: number } as const;
          state = recordTried(probe.state, rules, tried, [], now).state;
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
