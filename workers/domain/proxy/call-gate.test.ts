import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEFAULT_CIRCUIT_POLICY } from "../delivery/circuit-breaker.ts";
import {
  askGate,
  type GateAsk,
  type GatePolicy,
  type GateState,
  NOTHING_TO_REPORT,
  OPEN_GATE,
} from "./call-gate.ts";

const FREE: GatePolicy = { circuit: null, rate: null, concurrency: null };
const enter = (place = "p"): GateAsk["enter"] => ({
  place,
  leaseMs: 1_000,
  probeLeaseMs: 1_000,
  paid: false,
});

function gate(policy: GatePolicy) {
  let state: GateState = OPEN_GATE;
  return {
    ask(now: number, more: Partial<GateAsk> = {}) {
      const asked = askGate(state, { policy, report: NOTHING_TO_REPORT, enter: enter(), ...more }, now);
      state = asked.state;
      return asked.answer;
    },
    get state() {
      return state;
    },
  };
}

describe("the gate of an integration", () => {
  it("lets everybody through where nothing is limited", () => {
    const free = gate(FREE);
    for (let n = 0; n < 1_000; n++) expect(free.ask(0).kind).toBe("entered");
  });

  it("lets through exactly the burst, and one more with every token that comes back", () => {
    const limited = gate({ ...FREE, rate: { ratePerSecond: 2, burst: 5 } });
    const kinds = Array.from({ length: 8 }, () => limited.ask(0));
    expect(kinds.map(({ kind }) => kind)).toEqual([...Array(5).fill("entered"), ...Array(3).fill("refused")]);
    expect(kinds[7]).toMatchObject({ because: "rate", retryAfterMs: 500 });
    expect(limited.ask(500).kind).toBe("entered");
    expect(limited.ask(500).kind).toBe("refused");
  });

  it("leases tokens of a generous limit, and takes back what was not used", () => {
    const limited = gate({ ...FREE, rate: { ratePerSecond: 0.001, burst: 200 } });
    expect(limited.ask(0)).toMatchObject({ kind: "entered", leased: 1 });
    let entered = 0;
    for (let n = 0; n < 300; n++) {
      const answer = limited.ask(0);
      if (answer.kind === "entered") entered += 1 + answer.leased;
    }
    expect(entered).toBe(198);
    expect(limited.ask(0, { report: { ...NOTHING_TO_REPORT, returned: 1 } }).kind).toBe("entered");
    expect(limited.ask(0).kind).toBe("refused");
  });

  it("keeps no more inside than there are places, and gives a lost one away after its lease", () => {
    const limited = gate({ ...FREE, concurrency: 2 });
    expect(limited.ask(0, { enter: enter("a") }).kind).toBe("entered");
    expect(limited.ask(0, { enter: enter("b") }).kind).toBe("entered");
    expect(limited.ask(0, { enter: enter("c") })).toMatchObject({ kind: "refused", because: "concurrency" });
    const left = { ...NOTHING_TO_REPORT, leftPlaces: ["a"] };
    expect(limited.ask(1, { enter: enter("c"), report: left }).kind).toBe("entered");
    expect(limited.ask(999, { enter: enter("d") }).kind).toBe("refused");
    expect(limited.ask(1_000, { enter: enter("d") }).kind).toBe("entered");
  });

  it("opens the circuit by what isolates report, and tells them until when", () => {
    const circuit = { ...DEFAULT_CIRCUIT_POLICY, consecutiveFailures: 3, restMs: 1_000 };
    const broken = gate({ ...FREE, circuit });
    const failed = { ...NOTHING_TO_REPORT, signs: "sfff" };
    expect(broken.ask(0, { enter: null, report: failed })).toEqual({ kind: "reported", restsUntil: 1_000 });
    expect(broken.ask(10)).toMatchObject({ kind: "refused", because: "circuit", retryAfterMs: 990 });
    const probe = broken.ask(1_000);
    expect(probe).toMatchObject({ kind: "entered", probe: 1 });
    expect(broken.ask(1_000)).toMatchObject({ kind: "refused", because: "circuit" });
    const well = { ...NOTHING_TO_REPORT, probes: [{ probe: 1, sign: "success" as const }] };
    expect(broken.ask(1_100, { report: well })).toMatchObject({
      kind: "entered",
      probe: null,
      restsUntil: null,
    });
  });

  it("takes no token for a call that the circuit or the places refuse, and no probe for one without a token", () => {
    const circuit = { ...DEFAULT_CIRCUIT_POLICY, consecutiveFailures: 1, restMs: 1_000 };
    const both = gate({ circuit, rate: { ratePerSecond: 0.001, burst: 1 }, concurrency: null });
    both.ask(0, { enter: null, report: { ...NOTHING_TO_REPORT, signs: "f" } });
    for (let n = 0; n < 5; n++) expect(both.ask(0)).toMatchObject({ kind: "refused", because: "circuit" });
    expect(both.ask(1_000)).toMatchObject({ kind: "entered", probe: 1 });
    both.ask(1_001, {
      enter: null,
      report: { ...NOTHING_TO_REPORT, probes: [{ probe: 1, sign: "failure" }] },
    });
    expect(both.ask(3_001)).toMatchObject({ kind: "refused", because: "rate" });
    expect(both.state.circuit.kind).toBe("open");
  });

  it("never lets more through than burst and rate allow, nor more at once than places, in any order", () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant("wait" as const), ms: fc.integer({ min: 0, max: 400 }) }),
      fc.record({ kind: fc.constant("enter" as const) }),
      fc.record({ kind: fc.constant("leave" as const), which: fc.nat() }),
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 5 }),
        fc.array(step, { maxLength: 150 }),
        (burst, ratePerSecond, concurrency, steps) => {
          const limited = gate({ circuit: null, rate: { ratePerSecond, burst }, concurrency });
          let [now, granted] = [0, 0];
          let inside: { place: string; until: number }[] = [];
          for (const [index, one] of steps.entries()) {
            if (one.kind === "wait") now += one.ms;
            if (one.kind === "leave") {
              const gone = inside[one.which % Math.max(1, inside.length)];
              if (gone === undefined) continue;
              inside = inside.filter((call) => call !== gone);
              limited.ask(now, { enter: null, report: { ...NOTHING_TO_REPORT, leftPlaces: [gone.place] } });
            }
            if (one.kind !== "enter") continue;
            const answer = limited.ask(now, { enter: enter(String(index)) });
            inside = inside.filter(({ until }) => until > now);
            if (answer.kind !== "entered") continue;
            granted += 1 + answer.leased;
            inside.push({ place: String(index), until: now + 1_000 });
            expect(inside.length).toBeLessThanOrEqual(concurrency);
            expect(granted).toBeLessThanOrEqual(burst + (ratePerSecond * now) / 1_000);
          }
        },
      ),
    );
  });
});
