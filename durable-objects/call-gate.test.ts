import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { DEFAULT_CIRCUIT_POLICY } from "#domain/delivery/circuit-breaker";
import { type GateAnswer, type GateAsk, NOTHING_TO_REPORT } from "#domain/proxy/call-gate";
import { CallGate } from "./call-gate.ts";

const CIRCUIT = { ...DEFAULT_CIRCUIT_POLICY, consecutiveFailures: 2, restMs: 60_000 };
const FREE = { circuit: null, rate: null, concurrency: null };
const ENTER = { place: "p", leaseMs: 1_000, probeLeaseMs: 1_000, paid: false };

const question = (policy: Partial<GateAsk["policy"]>, more: Partial<GateAsk> = {}): GateAsk => ({
  policy: { ...FREE, ...policy },
  report: NOTHING_TO_REPORT,
  enter: ENTER,
  ...more,
});

describe("the gate in an integration's object", () => {
  it("is asked over RPC, writes nothing while all is well, and nothing is left after a purge", async () => {
    const stub = env.INTEGRATION.getByName("org_gate:int_well");
    const answer = JSON.parse(await stub.gate(JSON.stringify(question({ circuit: CIRCUIT })))) as GateAnswer;
    expect(answer).toMatchObject({ kind: "entered", probe: null, restsUntil: null });
    expect(await stub.remains()).toBe(0);
    const failed = question(
      { circuit: CIRCUIT },
      { enter: null, report: { ...NOTHING_TO_REPORT, signs: "ff" } },
    );
    await stub.gate(JSON.stringify(failed));
    expect(await stub.remains()).toBe(1);
    await stub.purge();
    expect(await stub.remains()).toBe(0);
    const again = JSON.parse(await stub.gate(JSON.stringify(question({ circuit: CIRCUIT })))) as GateAnswer;
    expect(again.kind).toBe("entered");
  });

  it("remembers an open circuit and a slow bucket when the object is put away, and a closed one as nothing", async () => {
    const stub = env.INTEGRATION.getByName("org_gate:int_slow");
    await runInDurableObject(stub, (_, { storage }) => {
      const rate = { ratePerSecond: 0.01, burst: 2 };
      const now = Date.now();
      const first = new CallGate(storage.kv);
      expect(first.ask(question({ rate }), now).kind).toBe("entered");
      expect(first.ask(question({ rate }), now).kind).toBe("entered");
      expect(new CallGate(storage.kv).ask(question({ rate }), now)).toMatchObject({
        kind: "refused",
        because: "rate",
      });

      const failed = question(
        { circuit: CIRCUIT },
        { enter: null, report: { ...NOTHING_TO_REPORT, signs: "ff" } },
      );
      first.ask(failed, now);
      const woken = new CallGate(storage.kv);
      expect(woken.ask(question({ circuit: CIRCUIT }), now)).toMatchObject({
        kind: "refused",
        because: "circuit",
      });
      const probe = woken.ask(question({ circuit: CIRCUIT }), now + 60_000);
      expect(probe).toMatchObject({ kind: "entered", probe: 1 });
      const well = { ...NOTHING_TO_REPORT, probes: [{ probe: 1, sign: "success" as const }] };
      woken.ask(question({ circuit: CIRCUIT }, { report: well }), now + 60_001);
      expect(new CallGate(storage.kv).ask(question({ circuit: CIRCUIT }), now + 60_002)).toMatchObject({
        probe: null,
      });
    });
  });
});
