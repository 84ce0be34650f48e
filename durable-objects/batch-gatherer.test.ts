import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { Offer, Settlement } from "#domain/delivery/settlement";
import type { DeliveriesMessage, DueDelivery } from "#domain/messages";
import { cutWholeBatches } from "./batch-gatherer.ts";
import type { IntegrationObject } from "./integration.ts";

const identity = { orgId: "org_test", integrationId: "int_test" };
const HOUR_MS = 3_600_000;
let counter = 0;

async function openBatches() {
  const stub = env.INTEGRATION.getByName(`${identity.orgId}:int_batch_${counter++}`);
  const sent: string[][] = [];
  const tap = () =>
    runInDurableObject(stub, (instance: IntegrationObject) => {
      const send = async (text: string) => void sent.push([...(JSON.parse(text) as DeliveriesMessage).ids]);
      Reflect.set(instance, "env", { DELIVERIES: { send } });
    });
  await tap();
  const gather = (ids: readonly string[], rule: Partial<{ size: number; timeoutMs: number }> = {}) => {
    const settlements = ids.map((id): Settlement => {
      const full = { size: 10, timeoutMs: HOUR_MS, maxBytes: 1_000_000, ...rule };
      return { kind: "later", delivery: delivery(id), dueAt: 0, gather: { ...full, bytes: 10 } };
    });
    return stub.settle(identity, JSON.stringify(settlements));
  };
  return { stub, sent, tap, gather };
}

function delivery(id: string): DueDelivery {
  const at = { key: "org/segments/x", offset: 0, length: 10 };
  return {
    id,
    event: {
      id: `evt_${id}`,
      type: "order.created",
      payload: { kind: "stored", at },
      occurredAt: null,
      labels: {},
      acceptedAt: 1,
      correlationId: "c",
    },
    payloadAt: at,
    attempts: 0,
    cycleAttempts: 0,
    cycleStartedAt: null,
    round: 0,
    firstAttemptAt: null,
  };
}

const names = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(3, "0")}`);

describe("deliveries that gather in their object", () => {
  it("wait together until the batch is full, and then leave in one message", async () => {
    const { stub, sent, gather } = await openBatches();
    await gather(names("a", 4));
    await gather(names("b", 5));
    await stub.wake();
    expect(sent).toEqual([]);
    await gather(["c"]);
    await stub.wake();
    expect(sent.map((ids) => ids.toSorted())).toEqual([[...names("a", 4), ...names("b", 5), "c"]]);
    const claimed = await stub.claim(sent[0] ?? []);
    expect(new Set(claimed.map(({ batch }) => batch))).toEqual(new Set(["a000"]));
  });

  it("are told to whoever offers them again: nothing is sent beside its batch", async () => {
    const { stub, gather } = await openBatches();
    await gather(["a"]);
    const [offer] = JSON.parse(await stub.offer(identity, 1, ["a"])) as Offer[];
    expect(offer).toEqual({ kind: "queued" });
  });

  it("leave in whole batches, however large those are", async () => {
    const { stub, sent, gather } = await openBatches();
    await gather(names("a", 320), { size: 80 });
    // The batches are due one millisecond after another.
    while (sent.flat().length < 320) await stub.wake();
    expect(sent.flat().toSorted()).toEqual(names("a", 320));
    for (const ids of sent) expect(ids.length % 80).toBe(0);
  });

  it("are still there after the object was thrown out of memory, and go at their time", async () => {
    const { stub, sent, tap, gather } = await openBatches();
    await gather(names("a", 3), { timeoutMs: 30 });
    await evictDurableObject(stub);
    await tap();
    while (sent.length === 0) await stub.wake();
    expect(sent.map((ids) => ids.toSorted())).toEqual([names("a", 3)]);
  });

  it("begin a new batch after that, and the one before keeps its time", async () => {
    const { stub, tap, gather } = await openBatches();
    await gather(names("a", 3));
    const before = await stub.backlog();
    await evictDurableObject(stub);
    await tap();
    await gather(names("b", 8));
    expect(await stub.backlog()).toEqual({ waiting: 11, nextDueAt: before.nextDueAt });
  });
});

describe("cutting a message", () => {
  it("takes the rest of the last one's batch, and no more of others", () => {
    const rows = ["x", "x", "y", "y", "y", "z"].map((batch) => ({ batch }));
    expect(cutWholeBatches(rows, 3).map(({ batch }) => batch)).toEqual(["x", "x", "y", "y", "y"]);
    expect(cutWholeBatches([{ batch: null }, { batch: null }], 1)).toHaveLength(1);
    expect(cutWholeBatches(rows, 50)).toEqual(rows);
  });
});
