import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, expect, it, vi } from "vitest";
import type { Offer, Settlement } from "#domain/delivery/settlement";
import { rulesOf } from "#domain/flow/flow-rules";
import { DEFAULT_FLOW } from "#domain/flow/flow-settings";
import type { DeliveriesMessage, DueDelivery } from "#domain/messages";
import type { IntegrationObject } from "./integration.ts";

/** Without a circuit: nothing else holds anything back. */
const RULES = JSON.stringify(rulesOf({ ...DEFAULT_FLOW, circuit: null }));
const SLOW = { kind: "hold", why: "slow", until: null };
let counter = 0;

afterEach(() => {
  vi.useRealTimers();
});

async function openIntegration() {
  const identity = { orgId: "org_slow", integrationId: `int_${counter++}` };
  const stub = env.INTEGRATION.getByName(`${identity.orgId}:${identity.integrationId}`);
  const sent = { usual: [] as string[][], slow: [] as string[][] };
  const tap = () =>
    runInDurableObject(stub, (instance: IntegrationObject) => {
      const into = (lane: string[][]) => ({
        send: async (text: string) => void lane.push([...(JSON.parse(text) as DeliveriesMessage).ids]),
      });
      Reflect.set(instance, "env", { DELIVERIES: into(sent.usual), SLOW: into(sent.slow) });
    });
  await tap();
  const settle = (...settlements: Settlement[]) => stub.settle(identity, JSON.stringify(settlements), RULES);
  return {
    stub,
    sent,
    tap,
    settle,
    offer: async (...ids: string[]) => JSON.parse(await stub.offer(identity, 1, ids, RULES)) as Offer[],
    claim: async (...ids: string[]) => (await stub.claim(ids, 1, RULES)).map(({ id }) => id),
    hold: (...ids: string[]) =>
      settle(...ids.map((id) => ({ kind: "later", delivery: delivery(id), dueAt: Date.now() }) as const)),
    alarm: () => runInDurableObject(stub, (_, { storage }) => storage.getAlarm()),
  };
}

function delivery(id: string): DueDelivery {
  const at = { key: "org/segments/x", offset: 0, length: 1 };
  const event = {
    id: "evt_1",
    type: "order.created",
    payload: { kind: "stored", at } as const,
    occurredAt: null,
  };
  const counts = { attempts: 0, cycleAttempts: 0, cycleStartedAt: null, round: 0, firstAttemptAt: null };
  return { id, event: { ...event, labels: {}, acceptedAt: 1, correlationId: "c" }, payloadAt: at, ...counts };
}

function delivered(id: string, durationMs = 5): Settlement {
  const facts = { attempts: 1, attemptedAt: counter++, durationMs, detail: null };
  return { kind: "done", id, outcome: { status: "delivered", category: null, httpStatus: 200, ...facts } };
}

const hung = (id: string): Settlement => ({
  kind: "later",
  delivery: delivery(id),
  dueAt: Date.now() + 3_600_000,
  tried: { category: "TIMEOUT", httpStatus: null, durationMs: 15_000 },
});

const ids = (count: number) =>
  Array.from({ length: count }, (_, n) => `dlv_${String(n).padStart(3, "0")}_${counter}`);

it("an integration whose target answers is offered, settled and forgotten without a row or an alarm", async () => {
  const integration = await openIntegration();
  for (let run = 0; run < 3; run++) {
    expect(await integration.offer(`dlv_${run}`)).toEqual([{ kind: "send" }]);
    await integration.settle(delivered(`dlv_${run}`, 1_900));
  }
  expect(await integration.stub.remains()).toBe(0);
  expect(await integration.alarm()).toBeNull();
});

it("once its target has not answered, what comes waits for the slow lane and nothing goes by the usual one", async () => {
  const integration = await openIntegration();
  await integration.offer("dlv_1");
  await integration.settle(hung("dlv_1"));
  expect(await integration.offer("dlv_2", "dlv_3")).toEqual([SLOW, SLOW]);
  await integration.hold("dlv_2", "dlv_3");
  await integration.stub.wake();
  expect(integration.sent).toEqual({ usual: [], slow: [["dlv_2", "dlv_3"]] });
});

it("of one that hangs six deliveries are out, and the next when their run has told", async () => {
  const integration = await openIntegration();
  await integration.settle(hung("dlv_first"));
  const waiting = ids(20);
  await integration.hold(...waiting);
  await integration.stub.wake();
  await integration.stub.wake();
  expect(integration.sent.slow).toEqual([waiting.slice(0, 6)]);
  expect(await integration.claim(...waiting.slice(0, 6))).toHaveLength(6);
  await integration.stub.wake();
  expect(integration.sent.slow).toHaveLength(1);
  await integration.settle(...waiting.slice(0, 6).map(hung));
  await integration.stub.wake();
  expect(integration.sent.slow[1]).toEqual(waiting.slice(6, 12));
});

it("while its run asks, the object does not wake up for nothing", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const integration = await openIntegration();
  await integration.settle(hung("dlv_first"));
  const waiting = ids(20);
  await integration.hold(...waiting);
  await integration.stub.wake();
  await integration.claim(...waiting.slice(0, 6));
  await integration.stub.wake();
  // The lease of the run, or of the message: not before.
  expect(await integration.alarm()).toBeGreaterThanOrEqual(Date.now() + 150_000);
});

it("of one that answers late two hundred are out, in messages of fifty", async () => {
  const integration = await openIntegration();
  await integration.settle(...ids(3).map((id) => delivered(id, 2_500)));
  const waiting = ids(300);
  await integration.hold(...waiting);
  await integration.stub.wake();
  expect(integration.sent.slow.map((message) => message.length)).toEqual([50, 50, 50, 50]);
});

it("comes back to the usual lane by five quick answers, and its backlog with it", async () => {
  const integration = await openIntegration();
  await integration.settle(hung("dlv_first"));
  const waiting = ids(100);
  await integration.hold(...waiting);
  await integration.stub.wake();
  const [out = []] = integration.sent.slow;
  await integration.claim(...out);
  await integration.settle(...out.map((id) => delivered(id)));
  expect(await integration.offer("dlv_new")).toEqual([{ kind: "send" }]);
  await integration.stub.wake();
  expect(integration.sent.slow).toHaveLength(1);
  expect(integration.sent.usual.map((message) => message.length)).toEqual([50, 44]);
});

it("stays slow when the object is put away", async () => {
  const integration = await openIntegration();
  await integration.settle(hung("dlv_first"));
  await evictDurableObject(integration.stub);
  await integration.tap();
  expect(await integration.offer("dlv_1")).toEqual([SLOW]);
  await integration.settle(...ids(5).map((id) => delivered(id)));
  await evictDurableObject(integration.stub);
  await integration.tap();
  expect(await integration.offer("dlv_2")).toEqual([{ kind: "send" }]);
});

it("a timeout that was over soon changes nothing", async () => {
  const integration = await openIntegration();
  const short = { category: "TIMEOUT", httpStatus: null, durationMs: 300 } as const;
  await integration.settle(...ids(4).map((id) => ({ ...hung(id), tried: short }) as Settlement));
  expect(await integration.offer("dlv_1")).toEqual([{ kind: "send" }]);
});

it("messages that lie in the usual queue when its target turns out to hang are not sent from there, and lost by nobody", async () => {
  const integration = await openIntegration();
  const waiting = ids(60);
  await integration.hold(...waiting);
  await integration.stub.wake();
  const [first = [], second = []] = integration.sent.usual;
  expect([first.length, second.length]).toEqual([50, 10]);
  await integration.claim(...first);
  await integration.settle(...first.slice(0, 6).map(hung));
  expect(await integration.claim(...second)).toEqual([]);
  // The first run still has those that it did not come to.
  await integration.settle(...first.slice(6).map((id) => ({ kind: "released", id }) as const));
  const asked: string[] = [];
  for (let turn = 0; turn < 9; turn++) {
    await integration.stub.wake();
    const message = integration.sent.slow[turn] ?? [];
    expect(await integration.claim(...message)).toEqual(message);
    await integration.settle(...message.map(hung));
    asked.push(...message);
  }
  expect(asked.toSorted()).toEqual(waiting.slice(6));
  expect(integration.sent.usual).toHaveLength(2);
});

it("while runs offer without end, what waits goes out all the same", async () => {
  const integration = await openIntegration();
  await integration.settle(hung("dlv_first"));
  const waiting = ids(3);
  await integration.hold(...waiting);
  await integration.offer("dlv_flood");
  await integration.stub.wake();
  expect(integration.sent.slow).toEqual([waiting]);
});

it("an answer that says there was a timeout is an answer", async () => {
  const integration = await openIntegration();
  await integration.settle(hung("dlv_first"));
  const gateway = { category: "TIMEOUT", httpStatus: 504, durationMs: 20 } as const;
  await integration.settle(...ids(5).map((id) => ({ ...hung(id), tried: gateway }) as Settlement));
  expect(await integration.offer("dlv_1")).toEqual([{ kind: "send" }]);
});
