import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DEFAULT_CIRCUIT_POLICY } from "#domain/delivery/circuit-breaker";
import { askGate, type GateAsk, type GatePolicy, type GateState, OPEN_GATE } from "#domain/proxy/call-gate";
import { createCallGate, type Entry } from "./enter-gate.ts";

const IDENTITY = { orgId: "org_1", integrationId: "int_1" };
const LEASE = { leaseMs: 10_000, probeLeaseMs: 5_000 };
const CIRCUIT = { ...DEFAULT_CIRCUIT_POLICY, consecutiveFailures: 3, restMs: 1_000 };
const FREE: GatePolicy = { circuit: null, rate: null, concurrency: null };

/** Isolates before one real gate; the time is the test's. */
function world() {
  let state: GateState = OPEN_GATE;
  const asked: GateAsk[] = [];
  const tools = { now: 1_000, away: false };
  const isolate = () => {
    let ids = 0;
    const mine = Math.random();
    return createCallGate({
      callGates: {
        async ask(_, ask) {
          if (tools.away) throw new Error("away");
          asked.push(ask);
          const answered = askGate(state, ask, tools.now);
          state = answered.state;
          return answered.answer;
        },
      },
      now: () => tools.now,
      createId: (prefix) => `${prefix}_${mine}_${ids++}`,
      inBackground: (promise) => void promise,
    });
  };
  return { asked, tools, isolate };
}

const end = (entry: Entry, sign: "success" | "failure" | "neutral") => {
  if (entry.kind !== "entered") throw new Error(`it was ${entry.kind}`);
  entry.judge(sign);
  entry.leave();
};
const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  // The platform's own waiting, on the test's clock.
  vi.stubGlobal("scheduler", { wait: (ms: number) => new Promise((resolve) => setTimeout(resolve, ms)) });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the gate of calls in an isolate", () => {
  it("asks nobody where nothing is set", async () => {
    const { asked, isolate } = world();
    for (let n = 0; n < 10; n++) end(await isolate().enter(IDENTITY, FREE, LEASE), "failure");
    expect(asked).toEqual([]);
  });

  it("asks once while the circuit is closed, and tells the good news of a second in one report", async () => {
    const { asked, isolate } = world();
    const gate = isolate();
    for (let n = 0; n < 50; n++)
      end(await gate.enter(IDENTITY, { ...FREE, circuit: CIRCUIT }, LEASE), "success");
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asked).toHaveLength(2);
    expect(asked[1]).toMatchObject({ enter: null, report: { signs: "s".repeat(50) } });
  });

  it("tells failures at once, and then refuses without asking until the rest is over", async () => {
    const { asked, tools, isolate } = world();
    const gate = isolate();
    const policy = { ...FREE, circuit: CIRCUIT };
    for (let n = 0; n < 3; n++) {
      end(await gate.enter(IDENTITY, policy, LEASE), "failure");
      await settle();
    }
    const before = asked.length;
    expect(await gate.enter(IDENTITY, policy, LEASE)).toEqual({
      kind: "refused",
      because: "circuit",
      retryAfterMs: 1_000,
    });
    expect(asked).toHaveLength(before);
    // Another isolate that has never asked is told.
    expect(await isolate().enter(IDENTITY, policy, LEASE)).toMatchObject({
      kind: "refused",
      because: "circuit",
    });
    tools.now += 1_000;
    const probe = await gate.enter(IDENTITY, policy, LEASE);
    expect(await gate.enter(IDENTITY, policy, LEASE)).toMatchObject({ kind: "refused", because: "circuit" });
    end(probe, "success");
    await settle();
    end(await gate.enter(IDENTITY, policy, LEASE), "success");
  });

  it("is exact over isolates for a rate, and gives back what it leased and did not use", async () => {
    const { tools, isolate } = world();
    const isolates = [isolate(), isolate(), isolate()];
    const policy = { ...FREE, rate: { ratePerSecond: 0.001, burst: 500 } };
    let entered = 0;
    for (let n = 0; n < 900; n++) {
      const entry = await isolates[n % 3]?.enter(IDENTITY, policy, LEASE);
      if (entry?.kind === "entered") entered++;
    }
    expect(entered).toBeLessThanOrEqual(500);
    expect(entered).toBeGreaterThan(490);
    tools.now += 60_000;
    expect(await isolates[0]?.enter(IDENTITY, policy, LEASE)).toMatchObject({
      kind: "refused",
      because: "rate",
    });
  });

  it("is exact over isolates for concurrency, and a place is free as soon as a call has left", async () => {
    const { isolate } = world();
    const [one, two] = [isolate(), isolate()];
    const policy = { ...FREE, concurrency: 2 };
    const first = await one.enter(IDENTITY, policy, LEASE);
    await two.enter(IDENTITY, policy, LEASE);
    expect(await two.enter(IDENTITY, policy, LEASE)).toMatchObject({
      kind: "refused",
      because: "concurrency",
    });
    end(first, "success");
    await settle();
    expect((await two.enter(IDENTITY, policy, LEASE)).kind).toBe("entered");
  });

  it("lets calls go that only a circuit would stop, and none that a limit would, while the object is away", async () => {
    const { tools, isolate } = world();
    const gate = isolate();
    tools.away = true;
    expect((await gate.enter(IDENTITY, { ...FREE, circuit: CIRCUIT }, LEASE)).kind).toBe("entered");
    expect((await gate.enter(IDENTITY, { ...FREE, concurrency: 1 }, LEASE)).kind).toBe("unknown");
    expect((await gate.enter(IDENTITY, { ...FREE, rate: { ratePerSecond: 1, burst: 1 } }, LEASE)).kind).toBe(
      "unknown",
    );
  });
});
