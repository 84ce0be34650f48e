import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { buildEvent } from "#testing/delivery-fakes";
import type { IntakeObject } from "./intake.ts";
import type { IntegrationObject } from "./integration.ts";

const options = { configVersion: 1, allowance: null, reservation: null };
const incoming = (id: string) => {
  const json = JSON.stringify(buildEvent(id));
  return { id, json, bytes: json.length, keys: [`i:${id}`], fingerprint: "f" };
};
const waiting = (id: string, dueAt: number) => {
  const at = { key: "k", offset: 0, length: 1 };
  return {
    dueAt,
    delivery: {
      id,
      event: buildEvent("evt_1"),
      payloadAt: at,
      attempts: 1,
      cycleAttempts: 1,
      cycleStartedAt: 1,
      round: 0,
      firstAttemptAt: 1,
    },
  };
};
/** Everything that an object's file holds, its tables too. */
const tables = (state: DurableObjectState) =>
  state.storage.sql
    .exec<{ name: string }>("SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf\\_%' ESCAPE '\\'")
    .toArray()
    .map(({ name }) => name);

describe("a purged intake", () => {
  const identity = { orgId: "org_purge", shard: 0 };

  it("keeps nothing: no event, no key, no identity, no alarm, no table", async () => {
    const stub = env.INTAKE.getByName("org_purge:0");
    await runInDurableObject(stub, (instance: IntakeObject) => {
      Reflect.set(instance, "env", { EVENTS: { send: () => Promise.reject(new Error("down")) } });
    });
    await stub.append(identity, options, [incoming("evt_1")]);
    await stub.configChanged(identity, 7);
    expect(await stub.remains()).toBeGreaterThan(3);
    await stub.purge();
    expect(await stub.remains()).toBe(0);
    expect(await runInDurableObject(stub, (_, state) => tables(state))).toEqual([]);
    expect(await runDurableObjectAlarm(stub)).toBe(false);
  });

  it("stays empty whatever late runs and the watchdog ask of it, also after an eviction", async () => {
    const stub = env.INTAKE.getByName("org_purge:1");
    await stub.append({ ...identity, shard: 1 }, options, [incoming("evt_1")]);
    await stub.purge();
    for (let round = 0; round < 2; round++) {
      await stub.confirm([1, 2, 3]);
      await stub.wake();
      expect(await stub.backlog()).toEqual({ events: 0, oldestAt: null });
      expect(await stub.eventsToday()).toBe(0);
      expect(await runInDurableObject(stub, (_, state) => tables(state))).toEqual([]);
      await evictDurableObject(stub);
    }
    expect(await stub.remains()).toBe(0);
  });

  it("works like a new one when an isolate that has not heard of it yet posts again", async () => {
    const stub = env.INTAKE.getByName("org_purge:2");
    const sent: string[] = [];
    await runInDurableObject(stub, (instance: IntakeObject) => {
      Reflect.set(instance, "env", { EVENTS: { send: async (text: string) => void sent.push(text) } });
    });
    await stub.append({ ...identity, shard: 2 }, options, [incoming("evt_1")]);
    await stub.purge();
    const reply = await stub.append({ ...identity, shard: 2 }, options, [incoming("evt_1")]);
    expect(reply.results).toEqual([{ kind: "accepted", id: "evt_1", duplicate: false }]);
    await expect.poll(() => sent.at(-1)).toContain("org_purge");
    await stub.purge();
    expect(await stub.remains()).toBe(0);
  });
});

describe("a purged integration's object", () => {
  it("keeps nothing and stays empty", async () => {
    const identity = { orgId: "org_purge", integrationId: "int_1" };
    const stub = env.INTEGRATION.getByName("org_purge:int_1");
    await stub.enqueue(identity, [waiting("dlv_1", Date.now() + 60_000)]);
    expect(await stub.remains()).toBe(3);
    await stub.purge();
    expect(await stub.claim(["dlv_1"])).toEqual([]);
    await stub.settle(identity, JSON.stringify([{ kind: "released", id: "dlv_1" }]));
    expect(await stub.cancel([{ id: "dlv_1", attempts: 1 }])).toEqual([]);
    await stub.wake();
    expect(JSON.parse(await stub.offer(identity, 1, ["dlv_2"]))).toEqual([{ kind: "send" }]);
    expect(await stub.remains()).toBe(0);
    expect(await runInDurableObject(stub, (_, state) => tables(state))).toEqual([]);
  });
});

describe("the object of a deleted integration", () => {
  const past = (stub: DurableObjectStub<IntegrationObject>) =>
    runInDurableObject(stub, (_, state) => state.storage.kv.put("retiresAt", Date.now() - 1));

  it("removes itself when nothing waits and nobody can know it any more, and not before", async () => {
    const identity = { orgId: "org_purge", integrationId: "int_2" };
    const stub = env.INTEGRATION.getByName("org_purge:int_2");
    await stub.enqueue(identity, [waiting("dlv_1", Date.now() + 3_600_000)]);
    await stub.cancel([{ id: "dlv_1", attempts: 1 }]);
    await stub.retire();
    await runDurableObjectAlarm(stub);
    expect(await stub.remains()).toBeGreaterThan(0);
    await past(stub);
    await evictDurableObject(stub);
    expect(await runDurableObjectAlarm(stub)).toBe(true);
    expect(await stub.remains()).toBe(0);
  });

  it("waits for what is still on its way", async () => {
    const identity = { orgId: "org_purge", integrationId: "int_3" };
    const stub = env.INTEGRATION.getByName("org_purge:int_3");
    await stub.enqueue(identity, [waiting("dlv_1", Date.now() + 3_600_000)]);
    await stub.retire();
    await past(stub);
    await evictDurableObject(stub);
    await stub.wake();
    expect(await stub.backlog()).toMatchObject({ waiting: 1 });
  });
});

describe("the objects of other rooms", () => {
  it.each([
    ["credential", env.CREDENTIAL],
    ["rate limit", env.RATE_LIMIT],
    ["audit", env.AUDIT],
  ] as const)("are emptied too: %s", async (_name, namespace) => {
    const stub = (namespace as typeof env.AUDIT).getByName("org_purge");
    await runInDurableObject(stub, async (_, state) => {
      state.storage.kv.put("something", "org_purge");
      await state.storage.setAlarm(Date.now() + 3_600_000);
    });
    expect(await stub.remains()).toBe(2);
    await stub.purge();
    expect(await stub.remains()).toBe(0);
  });
});
