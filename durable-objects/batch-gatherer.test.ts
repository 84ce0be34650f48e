import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import type { Offer, Settlement } from "#domain/delivery/settlement";
import type { DeliveriesMessage } from "#domain/messages";
import { dueDelivery } from "#testing/due-delivery";
import { createRandom } from "../tests/support/random.ts";
import { BatchGatherer, cutWholeBatches } from "./batch-gatherer.ts";
import type { IntegrationObject } from "./integration.ts";
import {
  anyWaiting,
  createWaitingTable,
  earliestWaiting,
  keepWaiting,
  stopWaiting,
} from "./waiting-deliveries.ts";

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
      return { kind: "later", delivery: dueDelivery(id), dueAt: 0, gather: { ...full, bytes: 10 } };
    });
    return stub.settle(identity, JSON.stringify(settlements));
  };
  return { stub, sent, tap, gather };
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

const SEEDS = 5_000;

describe("whatever comes, whenever it comes, over restarts", () => {
  it(`every delivery leaves in one batch that is no larger and no later than it may be (${SEEDS} seeds)`, async () => {
    const stub = env.INTEGRATION.getByName(`${identity.orgId}:int_batches_simulated`);
    await runInDurableObject(stub, (_, { storage: { sql } }: DurableObjectState) => {
      createWaitingTable(sql);
      vi.useFakeTimers({ toFake: ["Date"] });
      try {
        for (let seed = 1; seed <= SEEDS; seed++) simulate(seed, sql);
      } finally {
        vi.useRealTimers();
      }
    });
  });
});

/** @throws Error naming the seed, when something is not as it should be: `expect` would be most of the time */
function simulate(seed: number, sql: SqlStorage): void {
  const random = createRandom(seed);
  const pick = (below: number) => Math.floor(random() * below);
  const rule = { size: 2 + pick(5), timeoutMs: 100 + pick(900), maxBytes: 60 + pick(100) };
  const mostInMessage = 3 + pick(6);
  const total = 8 + pick(12);
  const joined = new Map<string, { readonly at: number; readonly bytes: number }>();
  const insist = (holds: boolean, what: string) => {
    if (!holds) throw new Error(`seed ${seed}: ${what}`);
  };
  let gatherer = new BatchGatherer(sql);
  let now = Date.UTC(2040, 0, 1);
  let sent = 0;
  for (let step = 0; joined.size < total || anyWaiting(sql); step++) {
    insist(step < 2_000, "it stands still");
    now += pick(120);
    vi.setSystemTime(now);
    const roll = random();
    if (roll < 0.5) join(1 + pick(4));
    else if (roll < 0.95) handOut();
    else gatherer = new BatchGatherer(sql);
  }
  insist(sent === total, `${sent} of ${total} left`);

  function join(count: number): void {
    const gathering = [];
    for (let n = 0; n < count && joined.size < total; n++) {
      const id = `${seed}-${joined.size}`;
      const bytes = 1 + pick(70);
      joined.set(id, { at: now, bytes });
      gathering.push({ delivery: dueDelivery(id), gather: { ...rule, bytes } });
    }
    for (const waiting of gatherer.join(gathering)) {
      // Batches that close in one moment are spread over as many milliseconds.
      insist(waiting.dueAt <= now + rule.timeoutMs + total, "later than its time");
      keepWaiting(sql, waiting);
    }
  }

  function handOut(): void {
    const due = earliestWaiting(sql, mostInMessage + rule.size).filter(({ due_at }) => due_at <= now);
    const message = cutWholeBatches(due, mostInMessage);
    for (const [batch, rows] of Map.groupBy(message, (row) => row.batch ?? "")) {
      const bytes = rows.reduce((sum, { id }) => sum + (joined.get(id)?.bytes ?? 0), 0);
      insist(rows.length <= rule.size, `${rows.length} in a batch of ${rule.size}`);
      insist(rows.length === 1 || bytes <= rule.maxBytes, "too many bytes");
      const all = sql
        .exec<{ rows: number }>("SELECT count(*) AS rows FROM waiting WHERE batch = ?", batch)
        .one();
      insist(all.rows === rows.length, "a part of its batch stayed behind");
      // A run that dies leaves all of it as it was.
      if (random() < 0.1) continue;
      for (const { id } of rows) stopWaiting(sql, id);
      sent += rows.length;
    }
  }
}
