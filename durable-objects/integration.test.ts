import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { Offer, Settlement } from "#domain/delivery/settlement";
import type { DeliveriesMessage, DueDelivery } from "#domain/messages";
import { dueDelivery } from "#testing/due-delivery";
import type { IntegrationObject } from "./integration.ts";

const identity = { orgId: "org_test", integrationId: "int_test" };
let counter = 0;

async function openIntegration() {
  const stub = env.INTEGRATION.getByName(`${identity.orgId}:int_${counter++}`);
  const sent: DeliveriesMessage[] = [];
  const tap = (send: (text: string) => Promise<void> = async (text) => void sent.push(JSON.parse(text))) =>
    runInDurableObject(stub, (instance: IntegrationObject) => {
      Reflect.set(instance, "env", { DELIVERIES: { send } });
    });
  await tap();
  return { stub, sent, tap };
}

const TRIED = { attempts: 1, cycleAttempts: 1, cycleStartedAt: 1, firstAttemptAt: 1 };
const delivery = (id: string, extra: Partial<DueDelivery> = {}) => dueDelivery(id, { ...TRIED, ...extra });

const outcome = {
  status: "delivered",
  category: null,
  httpStatus: 200,
  attempts: 1,
  attemptedAt: 1,
  durationMs: 1,
  detail: null,
} as const;

type Stub = DurableObjectStub<IntegrationObject>;
const offer = async (stub: Stub, ids: readonly string[]) =>
  JSON.parse(await stub.offer(identity, 1, ids)) as Offer[];
const settle = (stub: Stub, settlements: readonly Settlement[]) =>
  stub.settle(identity, JSON.stringify(settlements));

const idsOf = (messages: readonly DeliveriesMessage[]) => messages.flatMap(({ ids }) => ids);
const claimed = (deliveries: readonly DueDelivery[]) => deliveries.map(({ id }) => id);

describe("an integration's object", () => {
  it("adopts what nobody has made yet, once, and leaves alone what a run sends or has sent", async () => {
    const { stub } = await openIntegration();
    const dueAt = Date.now() + 60_000;
    await offer(stub, ["dlv_sending", "dlv_sent"]);
    await settle(stub, [{ kind: "done", id: "dlv_sent", outcome }]);
    const given = ["dlv_new", "dlv_sending", "dlv_sent"].map((id) => ({ delivery: delivery(id), dueAt }));
    expect(await stub.adopt(identity, given)).toEqual(["dlv_new"]);
    const later = given.map((waiting) => ({ ...waiting, dueAt: dueAt + 1 }));
    expect(await stub.adopt(identity, later)).toEqual(["dlv_new"]);
    expect(await stub.look("dlv_new")).toMatchObject({ dueAt });
    expect(await stub.backlog()).toEqual({ waiting: 1, nextDueAt: dueAt });
  });

  it("does not let go of what a run is sending: the run might keep it here anew", async () => {
    const { stub } = await openIntegration();
    const waiting = ["dlv_1", "dlv_2"].map((id) => ({ delivery: delivery(id), dueAt: Date.now() - 1 }));
    await stub.enqueue(identity, waiting);
    await stub.claim(["dlv_1"]);
    const seen = waiting.map(({ delivery: { id, attempts } }) => ({ id, attempts }));
    expect(await stub.cancel(seen)).toEqual(["dlv_2"]);
    expect(await stub.look("dlv_1")).not.toBeNull();
  });

  it("tells where a delivery that waits stands, and nothing of any other", async () => {
    const { stub } = await openIntegration();
    expect(await stub.look("dlv_1")).toBeNull();
    const dueAt = Date.now() + 60_000;
    await settle(stub, [{ kind: "later", delivery: delivery("dlv_1", { attempts: 4, round: 1 }), dueAt }]);
    expect(await stub.look("dlv_1")).toEqual({
      dueAt,
      attempts: 4,
      cycleAttempts: 1,
      cycleStartedAt: 1,
      round: 1,
      isHeldForCredential: false,
    });
    expect(await stub.look("dlv_2")).toBeNull();
  });

  it("admits a delivery once, while somebody is sending it", async () => {
    const { stub } = await openIntegration();
    expect(await offer(stub, ["dlv_1"])).toEqual([{ kind: "send" }]);
    expect(await offer(stub, ["dlv_1"])).toEqual([{ kind: "in_flight" }]);
  });

  it("tells a replayed message that the delivery was made", async () => {
    const { stub } = await openIntegration();
    await offer(stub, ["dlv_1"]);
    await settle(stub, [{ kind: "done", id: "dlv_1", outcome }]);
    expect(await offer(stub, ["dlv_1"])).toEqual([{ kind: "settled", outcome }]);
  });

  it("admits again what a failed run gave back", async () => {
    const { stub } = await openIntegration();
    await offer(stub, ["dlv_1"]);
    await settle(stub, [{ kind: "released", id: "dlv_1" }]);
    expect(await offer(stub, ["dlv_1"])).toEqual([{ kind: "send" }]);
  });

  it("costs a clean first delivery no row", async () => {
    const { stub } = await openIntegration();
    await offer(stub, ["dlv_1"]);
    await settle(stub, [{ kind: "done", id: "dlv_1", outcome }]);
    expect(await stub.backlog()).toEqual({ waiting: 0, nextDueAt: null });
    expect(await runInDurableObject(stub, (_, state) => state.storage.getAlarm())).toBeNull();
  });

  it("sets the alarm to the millisecond of the earliest retry, also when that is days away", async () => {
    const { stub } = await openIntegration();
    const inFiveDays = Date.now() + 5 * 86_400_000 + 123;
    await settle(stub, [{ kind: "later", delivery: delivery("dlv_late"), dueAt: inFiveDays + 1_000 }]);
    await settle(stub, [{ kind: "later", delivery: delivery("dlv_early"), dueAt: inFiveDays }]);
    expect(await runInDurableObject(stub, (_, state) => state.storage.getAlarm())).toBe(inFiveDays);
  });

  it("hands out what is due and only that, and tells the run that claims it everything a retry needs", async () => {
    const { stub, sent } = await openIntegration();
    const due = delivery("dlv_due", { attempts: 3, cycleAttempts: 2, round: 1 });
    await stub.enqueue(identity, [
      { delivery: due, dueAt: Date.now() - 1 },
      { delivery: delivery("dlv_later"), dueAt: Date.now() + 60_000 },
    ]);
    await stub.wake();
    expect(sent).toMatchObject([{ ...identity, ids: ["dlv_due"] }]);
    expect(await stub.claim(["dlv_due"])).toEqual([due]);
  });

  it("gives nothing to a message that comes twice, once the delivery waits for its next attempt", async () => {
    const { stub } = await openIntegration();
    await stub.enqueue(identity, [{ delivery: delivery("dlv_1"), dueAt: Date.now() - 1 }]);
    expect(claimed(await stub.claim(["dlv_1"]))).toEqual(["dlv_1"]);
    const second = delivery("dlv_1", { attempts: 2, cycleAttempts: 2 });
    await settle(stub, [{ kind: "later", delivery: second, dueAt: Date.now() + 300_000 }]);
    expect(await stub.claim(["dlv_1"])).toEqual([]);
    expect((await stub.backlog()).nextDueAt).toBeGreaterThan(Date.now() + 290_000);
  });

  it("counts attempts by its row, whatever an old message meant", async () => {
    const { stub } = await openIntegration();
    const second = delivery("dlv_1", { attempts: 2, cycleAttempts: 2 });
    await settle(stub, [{ kind: "later", delivery: second, dueAt: Date.now() - 1 }]);
    expect(await stub.claim(["dlv_1"])).toEqual([second]);
  });

  it("hands out again at once what was handed out before an eviction", async () => {
    const { stub, sent, tap } = await openIntegration();
    await stub.enqueue(identity, [{ delivery: delivery("dlv_1"), dueAt: Date.now() - 1 }]);
    await stub.wake();
    await stub.wake();
    expect(idsOf(sent)).toEqual(["dlv_1"]);
    await evictDurableObject(stub);
    await tap();
    await stub.wake();
    expect(idsOf(sent)).toEqual(["dlv_1", "dlv_1"]);
    await settle(stub, [{ kind: "done", id: "dlv_1", outcome }]);
    expect((await stub.backlog()).waiting).toBe(0);
  });

  it("lets only one of two runs have a delivery that was handed out twice", async () => {
    const { stub } = await openIntegration();
    await stub.enqueue(identity, [{ delivery: delivery("dlv_1"), dueAt: Date.now() - 1 }]);
    expect(claimed(await stub.claim(["dlv_1", "dlv_gone"]))).toEqual(["dlv_1"]);
    expect(await stub.claim(["dlv_1"])).toEqual([]);
    await settle(stub, [{ kind: "later", delivery: delivery("dlv_1"), dueAt: Date.now() - 1 }]);
    expect(claimed(await stub.claim(["dlv_1"]))).toEqual(["dlv_1"]);
  });

  it("sets an alarm for a delivery whose run may have died", async () => {
    const { stub } = await openIntegration();
    await stub.enqueue(identity, [{ delivery: delivery("dlv_1"), dueAt: Date.now() - 1 }]);
    await stub.claim(["dlv_1"]);
    await stub.wake();
    const alarm = await runInDurableObject(stub, (_, state) => state.storage.getAlarm());
    expect(alarm).not.toBeNull();
  });

  it("comes back for a lost message even when the next delivery is due only tomorrow", async () => {
    const { stub, sent } = await openIntegration();
    const tomorrow = Date.now() + 86_400_000;
    await stub.enqueue(identity, [
      { delivery: delivery("dlv_lost"), dueAt: Date.now() - 1 },
      { delivery: delivery("dlv_tomorrow"), dueAt: tomorrow },
    ]);
    await stub.wake();
    expect(idsOf(sent)).toEqual(["dlv_lost"]);
    const alarm = await runInDurableObject(stub, (_, state) => state.storage.getAlarm());
    expect(alarm).toBeLessThan(Date.now() + 600_000);
  });

  it("does not spin while the queue refuses its messages", async () => {
    const { stub, tap } = await openIntegration();
    await tap(() => Promise.reject(new Error("queue is down")));
    // Far enough away that no alarm of its own comes in between.
    await stub.enqueue(identity, [{ delivery: delivery("dlv_1"), dueAt: Date.now() + 60_000 }]);
    await runInDurableObject(
      stub,
      (_, state) => void state.storage.sql.exec("UPDATE waiting SET due_at = 1"),
    );
    await stub.wake();
    const alarm = await runInDurableObject(stub, (_, state) => state.storage.getAlarm());
    expect(alarm).toBeGreaterThan(Date.now() + 500);
  });

  it("keeps what was restarted while a run was still sending it", async () => {
    const { stub } = await openIntegration();
    await offer(stub, ["dlv_1"]);
    await stub.enqueue(identity, [{ delivery: delivery("dlv_1"), dueAt: Date.now() + 60_000 }]);
    await settle(stub, [{ kind: "done", id: "dlv_1", outcome }]);
    expect((await stub.backlog()).waiting).toBe(1);
    await settle(stub, [{ kind: "done", id: "dlv_1", outcome }]);
    expect((await stub.backlog()).waiting).toBe(0);
  });

  it("lets whoever offers a waiting delivery let go of it", async () => {
    const { stub } = await openIntegration();
    await settle(stub, [{ kind: "later", delivery: delivery("dlv_1"), dueAt: Date.now() + 60_000 }]);
    expect(await offer(stub, ["dlv_1"])).toEqual([{ kind: "queued" }]);
  });

  it("keeps due deliveries when the queue refuses them, and comes back for them", async () => {
    const { stub, sent, tap } = await openIntegration();
    await stub.enqueue(identity, [{ delivery: delivery("dlv_1"), dueAt: Date.now() - 1 }]);
    await tap(() => Promise.reject(new Error("queue is down")));
    await stub.wake();
    expect(await runInDurableObject(stub, (_, state) => state.storage.getAlarm())).not.toBeNull();
    await tap();
    await runDurableObjectAlarm(stub);
    await expect.poll(() => idsOf(sent)).toEqual(["dlv_1"]);
  });

  it("hands out a bounded number at a time and goes on as they are settled", async () => {
    const { stub, sent } = await openIntegration();
    const all = Array.from({ length: 3_000 }, (_, index) => ({
      delivery: delivery(`dlv_${String(index).padStart(5, "0")}`),
      dueAt: Date.now() - 1,
    }));
    for (let start = 0; start < all.length; start += 500)
      await stub.enqueue(identity, all.slice(start, start + 500));
    for (let round = 0; round < 10; round++) await stub.wake();
    const first = idsOf(sent).length;
    expect(first).toBeGreaterThanOrEqual(2_000);
    expect(first).toBeLessThan(2_100);
    await settle(
      stub,
      idsOf(sent).map((id) => ({ kind: "done", id, outcome })),
    );
    for (let round = 0; round < 3; round++) await stub.wake();
    expect(new Set(idsOf(sent)).size).toBe(3_000);
  });

  it("lets go of cancelled deliveries and names them", async () => {
    const { stub } = await openIntegration();
    await stub.enqueue(identity, [{ delivery: delivery("dlv_1"), dueAt: Date.now() + 60_000 }]);
    const seen = [
      { id: "dlv_1", attempts: 1 },
      { id: "dlv_unknown", attempts: 1 },
    ];
    expect(await stub.cancel(seen)).toEqual(["dlv_1"]);
    expect((await stub.backlog()).waiting).toBe(0);
  });

  it("does not lose a delivery that was tried again after whoever cancels it looked", async () => {
    const { stub } = await openIntegration();
    await stub.enqueue(identity, [
      { delivery: delivery("dlv_1", { attempts: 2 }), dueAt: Date.now() + 60_000 },
    ]);
    expect(await stub.cancel([{ id: "dlv_1", attempts: 1 }])).toEqual([]);
    expect((await stub.backlog()).waiting).toBe(1);
  });
});

describe("deliveries that wait for a credential", () => {
  const WEEK = 7 * 86_400_000;
  const held = (id: string, credentialId = "cred_1", changes = 3) =>
    ({
      kind: "later",
      delivery: delivery(id),
      dueAt: Date.now() + WEEK,
      heldFor: { credentialId, changes },
    }) as const;

  it("go out when it is mended, and the others go on waiting", async () => {
    const { stub, sent } = await openIntegration();
    const other = { delivery: delivery("dlv_other"), dueAt: Date.now() + 60_000 };
    await stub.settle(
      identity,
      JSON.stringify([held("dlv_1"), held("dlv_2"), held("dlv_3", "cred_2"), { kind: "later", ...other }]),
    );
    await stub.resume(identity, "cred_1", 4, 9);
    await runDurableObjectAlarm(stub);
    expect(idsOf(sent)).toEqual(["dlv_1", "dlv_2"]);
    expect(sent[0]?.configVersion).toBe(9);
    expect(await stub.backlog()).toMatchObject({ waiting: 4, nextDueAt: expect.any(Number) });
  });

  it("go out at once when they come to wait only after it was mended, also after a restart", async () => {
    const { stub } = await openIntegration();
    await stub.resume(identity, "cred_1", 4, 1);
    await evictDurableObject(stub);
    await stub.settle(
      identity,
      JSON.stringify([held("dlv_late", "cred_1", 3), held("dlv_new", "cred_1", 4)]),
    );
    const waiting = await runInDurableObject(stub, (_, state) =>
      state.storage.sql
        .exec<{ id: string; due_at: number }>("SELECT id, due_at FROM waiting ORDER BY id")
        .toArray(),
    );
    expect(waiting.map(({ id, due_at }) => [id, due_at <= Date.now()])).toEqual([
      ["dlv_late", true],
      ["dlv_new", false],
    ]);
  });

  it("tell the run that claims them at the end of their wait that it is over; a resumed one tells nothing", async () => {
    const { stub } = await openIntegration();
    await stub.settle(
      identity,
      JSON.stringify([{ ...held("dlv_end"), dueAt: Date.now() - 1 }, held("dlv_resumed", "cred_2")]),
    );
    await stub.resume(identity, "cred_2", 4, 1);
    const [end, resumed] = await stub.claim(["dlv_end", "dlv_resumed"]);
    expect(end?.heldToTheEnd).toBe(true);
    expect(resumed).toEqual(delivery("dlv_resumed"));
  });

  it("find their column in an object from before there were credentials", async () => {
    const { stub } = await openIntegration();
    await runInDurableObject(stub, (_, state) => {
      state.storage.sql.exec(`DROP TABLE IF EXISTS waiting; CREATE TABLE waiting (
        id TEXT PRIMARY KEY, due_at INTEGER NOT NULL, attempts INTEGER NOT NULL, cycle_attempts INTEGER NOT NULL,
        cycle_started_at INTEGER, round INTEGER NOT NULL, first_attempt_at INTEGER, event TEXT NOT NULL, payload_at TEXT NOT NULL
      ) WITHOUT ROWID;
      INSERT INTO waiting VALUES ('dlv_old', 1, 1, 1, 1, 0, 1, '{}', '{}')`);
    });
    await evictDurableObject(stub);
    await stub.settle(identity, JSON.stringify([held("dlv_1")]));
    expect(claimed(await stub.claim(["dlv_old"]))).toEqual(["dlv_old"]);
    expect((await stub.backlog()).waiting).toBe(2);
  });
});
