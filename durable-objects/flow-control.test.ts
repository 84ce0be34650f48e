import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { ErrorCategory } from "#domain/delivery/error-category";
import type { Offer, Settlement } from "#domain/delivery/settlement";
import type { CircuitChange } from "#domain/flow/circuit-change";
import type { CircuitOrder, CircuitView } from "#domain/flow/circuit-view";
import { type FlowRules, rulesOf } from "#domain/flow/flow-rules";
import { DEFAULT_CIRCUIT, DEFAULT_FLOW } from "#domain/flow/flow-settings";
import { intakePosition } from "#domain/flow/lanes";
import type { DeliveriesMessage } from "#domain/messages";
import { dueDelivery } from "#testing/due-delivery";
import type { IntegrationObject } from "./integration.ts";

const REST_MS = DEFAULT_CIRCUIT.restMs;
const DEFAULT_RULES = rulesOf(DEFAULT_FLOW);
let counter = 0;

afterEach(() => {
  vi.useRealTimers();
});

async function openIntegration(rules: FlowRules = DEFAULT_RULES) {
  const identity = { orgId: "org_flow", integrationId: `int_${counter++}` };
  const stub = env.INTEGRATION.getByName(`${identity.orgId}:${identity.integrationId}`);
  const sent: DeliveriesMessage[] = [];
  const tap = () =>
    runInDurableObject(stub, (instance: IntegrationObject) => {
      const send = async (text: string) => void sent.push(JSON.parse(text));
      Reflect.set(instance, "env", { ...env, DELIVERIES: { send } });
    });
  await tap();
  let text = JSON.stringify(rules);
  let version = 1;
  const settle = async (...settlements: Settlement[]) => {
    const changes = await stub.settle(identity, JSON.stringify(settlements), text);
    return changes === "" ? [] : (JSON.parse(changes) as CircuitChange[]);
  };
  return {
    stub,
    sent,
    tap,
    settle,
    save: (changed: FlowRules) => {
      text = JSON.stringify(changed);
      version++;
    },
    offer: async (...ids: string[]) => JSON.parse(await stub.offer(identity, version, ids, text)) as Offer[],
    claim: async (...ids: string[]) => (await stub.claim(ids, version, text)).map(({ id }) => id),
    claimWhole: (...ids: string[]) => stub.claim(ids, version, text),
    order: async (order: CircuitOrder) =>
      JSON.parse(await stub.orderCircuit(identity, JSON.stringify(order))) as CircuitView,
    view: async () => JSON.parse(await stub.circuit()) as CircuitView,
    hold: (...ids: string[]) =>
      settle(...ids.map((id) => ({ kind: "later", delivery: delivery(id), dueAt: Date.now() }) as const)),
    async handedOut() {
      sent.length = 0;
      await stub.wake();
      return sent.flatMap(({ ids }) => ids);
    },
    alarm: () => runInDurableObject(stub, (_, state) => state.storage.getAlarm()),
  };
}

const delivery = (id: string, attempts = 0) => dueDelivery(id, { attempts, cycleAttempts: attempts });

function done(id: string, category: ErrorCategory | null = null): Settlement {
  const status = category === null ? "delivered" : "dead_lettered";
  const httpStatus = category === null ? 200 : 400;
  const facts = { attempts: 1, attemptedAt: 1, durationMs: 5, detail: null };
  return { kind: "done", id, outcome: { status, category, httpStatus, ...facts } };
}

function failed(id: string, category: ErrorCategory = "SERVER_ERROR", dueInMs = 3_600_000): Settlement {
  const tried = { category, httpStatus: category === "RATE_LIMIT" ? 429 : 503, durationMs: 5 };
  return { kind: "later", delivery: delivery(id, 1), dueAt: Date.now() + dueInMs, tried };
}

type Opened = Awaited<ReturnType<typeof openIntegration>>;

async function failTimes(integration: Opened, times: number, category: ErrorCategory = "SERVER_ERROR") {
  const ids = Array.from({ length: times }, (_, n) => `dlv_f${n}_${counter++}`);
  await integration.offer(...ids);
  return integration.settle(...ids.map((id) => failed(id, category)));
}

/** The object's clock, from now on. */
function stopClock() {
  vi.useFakeTimers({ toFake: ["Date"] });
  return { go: (ms: number) => vi.setSystemTime(Date.now() + ms) };
}

const person = { reason: "Maintenance of the receiver", by: "person:1" };

describe("the circuit of an integration's deliveries", () => {
  it("opens after five failures in a row, says so once and holds what comes", async () => {
    const integration = await openIntegration();
    expect(await failTimes(integration, 4)).toEqual([]);
    const [change, ...more] = await failTimes(integration, 1);
    expect(more).toEqual([]);
    expect(change).toMatchObject({ from: "closed", to: "open", cause: "consecutive_failures", trips: 1 });
    expect(change?.deliveries).toHaveLength(5);
    expect(await integration.offer("dlv_1")).toMatchObject([{ kind: "hold", why: "circuit" }]);
    expect((await integration.view()).changes).toHaveLength(1);
  });

  it("does not open for what the target refuses or what the gateway never sent", async () => {
    const integration = await openIntegration();
    for (const category of ["AUTH", "VALIDATION", "CLIENT_ERROR"] as const) {
      expect(await failTimes(integration, 20, category)).toEqual([]);
    }
    const unsent = Array.from({ length: 20 }, (_, n) => `dlv_u${n}`);
    await integration.offer(...unsent);
    const untried = unsent.map(
      (id) => ({ kind: "later", delivery: delivery(id), dueAt: Date.now() }) as const,
    );
    expect(await integration.settle(...untried)).toEqual([]);
    expect((await integration.view()).phase).toBe("closed");
  });

  it("rejects while it is open, where the settings say so", async () => {
    const integration = await openIntegration({
      ...DEFAULT_RULES,
      circuit: { ...DEFAULT_CIRCUIT, whileOpen: "reject" },
    });
    await failTimes(integration, 5);
    expect(await integration.offer("dlv_1")).toEqual([{ kind: "reject" }]);
  });

  it("rejects what goes to a lane as well, until its rest is over", async () => {
    const clock = stopClock();
    const circuit = { ...DEFAULT_CIRCUIT, whileOpen: "reject" } as const;
    const integration = await openIntegration({ ...DEFAULT_RULES, circuit, ordered: true });
    expect(await integration.offer("dlv_0")).toEqual([{ kind: "send" }]);
    await failTimes(integration, 5);
    expect(await integration.offer("dlv_1", "dlv_2")).toEqual([{ kind: "reject" }, { kind: "reject" }]);
    clock.go(REST_MS);
    expect(await integration.offer("dlv_3")).toEqual([{ kind: "send" }]);
  });

  it("lets one probe through after the rest, and everything when it succeeds", async () => {
    const clock = stopClock();
    const integration = await openIntegration();
    await failTimes(integration, 5);
    await integration.offer("dlv_a", "dlv_b", "dlv_c");
    await integration.hold("dlv_a", "dlv_b", "dlv_c");
    expect(await integration.handedOut()).toEqual([]);
    clock.go(REST_MS);
    expect(await integration.handedOut()).toEqual(["dlv_a"]);
    expect(await integration.offer("dlv_new")).toMatchObject([{ kind: "hold", why: "circuit" }]);
    expect(await integration.claim("dlv_a")).toEqual(["dlv_a"]);
    expect(await integration.settle(done("dlv_a"))).toMatchObject([
      { to: "half_open", cause: "rest_over" },
      { from: "half_open", to: "closed", cause: "probe_succeeded" },
    ]);
    expect(await integration.handedOut()).toEqual(["dlv_b", "dlv_c"]);
  });

  it("rests twice as long after a probe that failed", async () => {
    const clock = stopClock();
    const integration = await openIntegration();
    await failTimes(integration, 5);
    clock.go(REST_MS);
    expect(await integration.offer("dlv_probe")).toEqual([{ kind: "send" }]);
    const [, again] = await integration.settle(failed("dlv_probe"));
    expect(again).toMatchObject({ from: "half_open", to: "open", cause: "probe_failed", trips: 2 });
    expect((again?.until ?? 0) - Date.now()).toBe(2 * REST_MS);
  });

  it("does not wait for a probe that its run gave back", async () => {
    const clock = stopClock();
    const integration = await openIntegration();
    await failTimes(integration, 5);
    clock.go(REST_MS);
    await integration.offer("dlv_probe");
    await integration.settle({ kind: "released", id: "dlv_probe" });
    expect(await integration.offer("dlv_other")).toEqual([{ kind: "send" }]);
  });

  it("takes back what lies in the queue when it opens, without an attempt", async () => {
    const integration = await openIntegration();
    await integration.hold("dlv_queued");
    expect(await integration.handedOut()).toEqual(["dlv_queued"]);
    await failTimes(integration, 5);
    expect(await integration.claim("dlv_queued")).toEqual([]);
    expect((await integration.view()).waiting).toBe(6);
  });

  it("is still open after the object was put away", async () => {
    const clock = stopClock();
    const integration = await openIntegration();
    await failTimes(integration, 5);
    await integration.hold("dlv_held");
    await evictDurableObject(integration.stub);
    await integration.tap();
    expect(await integration.handedOut()).toEqual([]);
    expect(await integration.view()).toMatchObject({ phase: "open", trips: 1, heldBack: 1 });
    clock.go(REST_MS);
    expect(await integration.handedOut()).toEqual(["dlv_held"]);
  });

  it("wakes up when the rest is over and not before", async () => {
    stopClock();
    const integration = await openIntegration();
    await failTimes(integration, 5);
    await integration.hold("dlv_held");
    expect(await integration.alarm()).toBe(Date.now() + REST_MS);
  });

  it("asks for the integration to be switched off after as many trips as its settings allow", async () => {
    const integration = await openIntegration({
      ...DEFAULT_RULES,
      circuit: { ...DEFAULT_CIRCUIT, maxTrips: 1 },
    });
    expect(await failTimes(integration, 5)).toMatchObject([{ to: "open", switchOff: true }]);
  });

  it("opens for answers that are too slow", async () => {
    const circuit = { ...DEFAULT_CIRCUIT, slowCallMs: 4, slowCallRatePercent: 50, minimumCalls: 3 };
    const integration = await openIntegration({ ...DEFAULT_RULES, circuit });
    await integration.offer("dlv_1", "dlv_2", "dlv_3");
    expect(await integration.settle(done("dlv_1"), done("dlv_2"))).toEqual([]);
    expect(await integration.settle(done("dlv_3"))).toMatchObject([{ to: "open", cause: "slow_calls" }]);
  });

  it("closes when the settings have no circuit any more", async () => {
    const integration = await openIntegration();
    await failTimes(integration, 5);
    integration.save({ ...DEFAULT_RULES, circuit: null });
    expect(await integration.offer("dlv_1")).toEqual([{ kind: "send" }]);
    expect(await integration.settle(done("dlv_1"))).toMatchObject([
      { to: "closed", cause: "not_configured" },
    ]);
  });

  it("costs a delivery that succeeds no row and no entry", async () => {
    const integration = await openIntegration();
    await integration.offer("dlv_1");
    await integration.settle(done("dlv_1"));
    expect(await integration.stub.remains()).toBe(0);
  });
});

describe("a pause", () => {
  it("holds everything until somebody resumes, also after a restart", async () => {
    const integration = await openIntegration();
    const view = await integration.order({ kind: "pause", ...person });
    expect(view).toMatchObject({ phase: "paused", paused: { reason: person.reason } });
    expect(await integration.offer("dlv_1")).toEqual([{ kind: "hold", why: "paused", until: null }]);
    await integration.hold("dlv_1");
    await evictDurableObject(integration.stub);
    await integration.tap();
    expect(await integration.handedOut()).toEqual([]);
    expect(await integration.alarm()).toBeNull();
    await integration.order({ kind: "resume", ...person, drain: null });
    expect(await integration.handedOut()).toEqual(["dlv_1"]);
    const { changes } = await integration.view();
    expect(changes.map(({ cause, by }) => [cause, by])).toEqual([
      ["resumed", person.by],
      ["paused", person.by],
    ]);
  });

  it("refuses calls through the proxy at once, and lets them in again after", async () => {
    const integration = await openIntegration();
    const policy = { circuit: DEFAULT_CIRCUIT, rate: null, concurrency: null };
    const report = { signs: "", probes: [], leftPlaces: [], returned: 0 };
    const enter = { place: "call_1", leaseMs: 1_000, probeLeaseMs: 1_000, paid: false };
    const ask = async () =>
      JSON.parse(await integration.stub.gate(JSON.stringify({ policy, report, enter })));
    expect(await ask()).toMatchObject({ kind: "entered" });
    await integration.order({ kind: "pause", ...person });
    expect(await ask()).toMatchObject({ kind: "refused", because: "circuit", restsUntil: null });
    await integration.order({ kind: "resume", ...person, drain: null });
    expect(await ask()).toMatchObject({ kind: "entered" });
  });

  it("closes an open circuit when it is resumed", async () => {
    const integration = await openIntegration();
    await failTimes(integration, 5);
    await integration.order({ kind: "resume", ...person, drain: null });
    expect(await integration.offer("dlv_1")).toEqual([{ kind: "send" }]);
  });

  it("lets what was held out at the rate of the resume, new ones behind it, and ends there", async () => {
    const clock = stopClock();
    const integration = await openIntegration();
    await integration.order({ kind: "pause", ...person });
    const ids = ["dlv_1", "dlv_2", "dlv_3"];
    await integration.hold(...ids);
    await integration.order({ kind: "resume", ...person, drain: { limit: 1, per: "second", burst: 1 } });
    expect(await integration.handedOut()).toEqual(["dlv_1"]);
    expect(await integration.offer("dlv_4")).toMatchObject([{ kind: "hold", why: "backlog" }]);
    await integration.hold("dlv_4");
    expect(await integration.handedOut()).toEqual([]);
    const order = ["dlv_1"];
    for (let n = 0; n < 3; n++) {
      clock.go(1_000);
      order.push(...(await integration.handedOut()));
    }
    expect(order).toEqual(["dlv_1", "dlv_2", "dlv_3", "dlv_4"]);
    expect(await integration.claim(...order)).toEqual(order);
    await integration.settle(...order.map((id) => done(id)));
    expect((await integration.view()).drain).toBeNull();
    expect(await integration.offer("dlv_5", "dlv_6")).toEqual([{ kind: "send" }, { kind: "send" }]);
  });

  it("does not keep a deleted integration's object alive", async () => {
    const clock = stopClock();
    const integration = await openIntegration();
    await integration.order({ kind: "pause", ...person });
    await integration.hold("dlv_1");
    await integration.stub.retire();
    expect(await integration.handedOut()).toEqual(["dlv_1"]);
    expect(await integration.claim("dlv_1")).toEqual(["dlv_1"]);
    await integration.settle(done("dlv_1", "CLIENT_ERROR"));
    clock.go(3_600_000);
    await integration.stub.wake();
    expect(await integration.stub.remains()).toBe(0);
  });
});

describe("a rate", () => {
  const rate = { limit: 2, per: "second", burst: 2 } as const;

  it("holds what is beyond it, and wakes up for a token and not before", async () => {
    stopClock();
    const integration = await openIntegration({ ...DEFAULT_RULES, rate });
    const offers = await integration.offer("dlv_1", "dlv_2", "dlv_3", "dlv_4");
    expect(offers.map(({ kind }) => kind)).toEqual(["send", "send", "hold", "hold"]);
    await integration.hold("dlv_3", "dlv_4");
    expect(await integration.alarm()).toBe(Date.now() + 500);
  });

  it("hands out what is held in order, as fast as it allows", async () => {
    const clock = stopClock();
    const integration = await openIntegration({ ...DEFAULT_RULES, rate });
    await integration.offer("dlv_0", "dlv_00");
    await integration.hold("dlv_1", "dlv_2", "dlv_3");
    expect(await integration.handedOut()).toEqual([]);
    clock.go(500);
    expect(await integration.handedOut()).toEqual(["dlv_1"]);
    clock.go(1_000);
    expect(await integration.handedOut()).toEqual(["dlv_2", "dlv_3"]);
    expect(await integration.claim("dlv_1", "dlv_2", "dlv_3")).toEqual(["dlv_1", "dlv_2", "dlv_3"]);
  });

  it("is asked by a message that the object does not remember", async () => {
    const clock = stopClock();
    const integration = await openIntegration({ ...DEFAULT_RULES, rate });
    await integration.hold("dlv_1", "dlv_2", "dlv_3");
    expect(await integration.claim("dlv_1", "dlv_2", "dlv_3")).toEqual(["dlv_1", "dlv_2"]);
    clock.go(500);
    expect(await integration.claim("dlv_3")).toEqual(["dlv_3"]);
  });

  it("counts a lane's batch as one request, which brings no more with it than fill it", async () => {
    stopClock();
    const rate = { limit: 60, per: "minute", burst: 1 } as const;
    const rules = { ...DEFAULT_RULES, rate, batched: true, ordered: true, laneBatch: 3 };
    const integration = await openIntegration(rules);
    const enters = { onDeadLetter: "block", shards: 1 } as const;
    await integration.settle(
      ...["a1", "a2", "a3", "a4", "b1", "b2"].map((id, index): Settlement => {
        const place = { lane: id.slice(0, 1), position: intakePosition({ seq: 1, index, shard: 0 }) };
        return { kind: "later", delivery: { ...delivery(id), ...place }, dueAt: Date.now(), enters };
      }),
    );
    // Its alarm may have handed some out before.
    const handedOut = async () => {
      await integration.stub.wake();
      return integration.sent.flatMap(({ ids }) => ids);
    };
    const first = await handedOut();
    expect(first).toHaveLength(1);
    const claimed = await integration.claim(...first);
    expect(claimed).toEqual(first[0] === "a1" ? ["a1", "a2", "a3"] : ["b1", "b2"]);
    expect(await handedOut()).toEqual(first);
    await integration.settle(...claimed.map((id) => done(id)));
    vi.setSystemTime(Date.now() + 1_000);
    const [, next, ...more] = await handedOut();
    expect(more).toEqual([]);
    expect(claimed).not.toContain(next);
    expect(next).toBeDefined();
  });

  it("counts a batch as one request", async () => {
    stopClock();
    const integration = await openIntegration({ ...DEFAULT_RULES, rate, batched: true });
    const rows = ["a1", "a2", "b1", "c1"].map((id) => ({ ...delivery(id), batch: id.slice(0, 1) }));
    await integration.offer(...rows.map(({ id }) => id));
    await integration.settle(
      ...rows.map((row, n) => ({ kind: "later", delivery: row, dueAt: Date.now() - 10 + n }) as const),
    );
    expect(await integration.handedOut()).toEqual(["a1", "a2", "b1"]);
  });
});

describe("a limit of requests at the same time", () => {
  it("is shared by the runs, whatever their number", async () => {
    const integration = await openIntegration({ ...DEFAULT_RULES, concurrency: 3 });
    expect(await integration.offer("dlv_1", "dlv_2")).toEqual([
      { kind: "send", parallel: 2 },
      { kind: "send", parallel: 2 },
    ]);
    expect(await integration.offer("dlv_3", "dlv_4")).toEqual([
      { kind: "send", parallel: 1 },
      { kind: "send", parallel: 1 },
    ]);
    expect(await integration.offer("dlv_5")).toMatchObject([{ kind: "hold", why: "concurrency" }]);
    await integration.settle({ kind: "later", delivery: delivery("dlv_5"), dueAt: Date.now() });
    expect(await integration.handedOut()).toEqual([]);
    await integration.settle(done("dlv_3"), done("dlv_4"));
    expect(await integration.handedOut()).toEqual(["dlv_5"]);
    expect(await integration.claimWhole("dlv_5")).toEqual([{ ...delivery("dlv_5"), parallel: 1 }]);
  });
});

describe("a target that answers 429", () => {
  it("is left alone until the moment it named, then asked more slowly", async () => {
    const clock = stopClock();
    const integration = await openIntegration();
    const ids = Array.from({ length: 20 }, (_, n) => `dlv_${n}`);
    await integration.offer(...ids);
    await integration.settle(failed("dlv_0", "RATE_LIMIT", 10_000), ...ids.slice(1).map((id) => done(id)));
    expect(await integration.offer("dlv_x")).toMatchObject([
      { kind: "hold", why: "rate", until: Date.now() + 10_000 },
    ]);
    clock.go(10_000);
    expect((await integration.view()).learnedPerMinute).toBe(60);
    expect(await integration.handedOut()).toEqual(["dlv_0"]);
    expect(await integration.claim("dlv_0")).toEqual(["dlv_0"]);
    expect(await integration.offer("dlv_y")).toMatchObject([{ kind: "hold", why: "rate" }]);
    clock.go(1_000);
    const after = await integration.offer("dlv_y2", "dlv_z");
    expect(after.map(({ kind }) => kind)).toEqual(["send", "hold"]);
  });

  it("is asked at full speed again when it has not refused for a while", async () => {
    const clock = stopClock();
    const integration = await openIntegration();
    await failTimes(integration, 1, "RATE_LIMIT");
    clock.go(60_000 + 12 * 30_000);
    const ids = Array.from({ length: 50 }, (_, n) => `dlv_${n}`);
    expect(new Set((await integration.offer(...ids)).map(({ kind }) => kind))).toEqual(new Set(["send"]));
  });

  it("teaches nothing where the settings say so", async () => {
    const integration = await openIntegration({ ...DEFAULT_RULES, adaptive: false });
    await failTimes(integration, 1, "RATE_LIMIT");
    expect(await integration.offer("dlv_1")).toEqual([{ kind: "send" }]);
  });
});
