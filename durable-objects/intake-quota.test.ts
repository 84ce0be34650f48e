import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { IncomingEvent } from "#domain/ingress/append";
import type { EventsMessage } from "#domain/messages";
import { utcDay } from "#domain/tenancy/quota";
import type { IntakeObject } from "./intake.ts";

const identity = { orgId: "org_test_quota", shard: 0 };
let counter = 0;

async function openIntake() {
  const stub = env.INTAKE.getByName(`${identity.orgId}:${counter++}`);
  const seqs: number[] = [];
  const tap = () =>
    runInDurableObject(stub, (instance: IntakeObject) => {
      const take = (text: string) => {
        for (const { seq } of (JSON.parse(text) as EventsMessage).chunks) seqs.push(seq);
      };
      Reflect.set(instance, "env", { EVENTS: { send: async (text: string) => take(text) } });
    });
  await tap();
  const rows = () =>
    runInDurableObject(stub, (_, state) => [...state.storage.kv.list({ prefix: "dayCount" })].length);
  return { stub, seqs, tap, rows };
}

function event(id: string, keys: readonly string[] = []): IncomingEvent {
  const json = JSON.stringify({ id, payload: { kind: "inline", json: "1" } });
  return { id, json, bytes: json.length, keys, fingerprint: "f" };
}

const many = (from: number, count: number, keyed = false) =>
  Array.from({ length: count }, (_, index) => {
    const id = `evt_${from + index}`;
    return event(id, keyed ? [`i:${id}`] : []);
  });
const within = (allowance: number | null, reservation: string | null = null) => ({
  configVersion: 1,
  allowance,
  reservation,
});

describe("the day's quota in the intake", () => {
  it("lets exactly as many events in as it says, however many ask at once", async () => {
    const { stub } = await openIntake();
    const replies = await Promise.all(
      Array.from({ length: 100 }, (_, index) => stub.append(identity, within(37), [event(`evt_${index}`)])),
    );
    expect(replies.filter(({ overQuota }) => !overQuota)).toHaveLength(37);
    expect((await stub.backlog()).events).toBe(37);
    expect(await stub.eventsToday()).toBe(37);
  });

  it("refuses a batch whole and remembers nothing of it", async () => {
    const { stub } = await openIntake();
    expect((await stub.append(identity, within(10), many(0, 11, true))).overQuota).toBe(true);
    expect((await stub.backlog()).events).toBe(0);
    const again = await stub.append(identity, within(10), many(0, 10, true));
    expect(again.results.filter((result) => result.kind === "accepted" && !result.duplicate)).toHaveLength(
      10,
    );
  });

  it("does not count duplicates, and takes them when it is used up", async () => {
    const { stub } = await openIntake();
    await stub.append(identity, within(5), many(0, 5, true));
    const again = await stub.append(identity, within(5), many(0, 5, true));
    expect(again.overQuota).toBe(false);
    expect(again.results.every((result) => result.kind === "accepted" && result.duplicate)).toBe(true);
    expect((await stub.append(identity, within(5), many(0, 6, true))).overQuota).toBe(true);
    expect(await stub.eventsToday()).toBe(5);
  });

  it("counts one event of a batch that names it twice", async () => {
    const { stub } = await openIntake();
    const twice = [event("evt_a", ["i:a"]), event("evt_b", ["i:a"])];
    expect((await stub.append(identity, within(1), twice)).overQuota).toBe(false);
    expect(await stub.eventsToday()).toBe(1);
  });

  it("keeps its count over a crash while the events wait, though nothing was written for it", async () => {
    const { stub, rows } = await openIntake();
    await stub.append(identity, within(10), many(0, 7));
    expect(await rows()).toBe(0);
    await evictDurableObject(stub);
    expect(await stub.eventsToday()).toBe(7);
    expect((await stub.append(identity, within(10), many(7, 4))).overQuota).toBe(true);
  });

  it("keeps its count when everything was delivered: it is written once, with the watchdog", async () => {
    const { stub, seqs, rows, tap } = await openIntake();
    for (let n = 0; n < 20; n++) await stub.append(identity, within(100), many(n * 3, 3));
    await expect.poll(() => seqs.length).toBeGreaterThan(0);
    await runDurableObjectAlarm(stub);
    expect(await rows()).toBe(1);
    await stub.append(identity, within(100), many(60, 5));
    await expect
      .poll(async () => {
        await stub.confirm(seqs);
        return (await stub.backlog()).events;
      })
      .toBe(0);
    await runDurableObjectAlarm(stub);
    await evictDurableObject(stub);
    await tap();
    expect(await stub.eventsToday()).toBe(65);
    expect((await stub.append(identity, within(65), [event("evt_last")])).overQuota).toBe(true);
  });

  it("does not count twice what was written and still waits", async () => {
    const { stub } = await openIntake();
    await stub.append(identity, within(100), many(0, 8));
    await runDurableObjectAlarm(stub);
    await stub.append(identity, within(100), many(8, 2));
    await evictDurableObject(stub);
    expect(await stub.eventsToday()).toBe(10);
  });

  it("begins anew the next day", async () => {
    const { stub } = await openIntake();
    await stub.append(identity, within(3), many(0, 3));
    await runDurableObjectAlarm(stub);
    await runInDurableObject(stub, (_, state) => {
      state.storage.kv.put("dayCount", { day: utcDay(Date.now()) - 1, count: 3, throughSeq: 1e16 });
    });
    await evictDurableObject(stub);
    expect(await stub.eventsToday()).toBe(0);
    expect((await stub.append(identity, within(3), many(3, 3))).overQuota).toBe(false);
  });

  it("holds what was reserved for a batch, and gives it back when the batch does not come", async () => {
    const { stub } = await openIntake();
    const reservation = await stub.reserve(10, many(0, 6));
    expect(reservation).not.toBeNull();
    expect((await stub.append(identity, within(10), many(10, 5))).overQuota).toBe(true);
    expect(await stub.reserve(10, many(20, 5))).toBeNull();
    expect((await stub.append(identity, within(10, reservation), many(0, 6))).overQuota).toBe(false);
    const second = await stub.reserve(10, many(20, 4));
    expect(await stub.reserve(10, many(30, 1))).toBeNull();
    await stub.release(second ?? "");
    expect((await stub.append(identity, within(10), many(30, 4))).overQuota).toBe(false);
    expect(await stub.eventsToday()).toBe(10);
  });

  it("reserves nothing for duplicates", async () => {
    const { stub } = await openIntake();
    await stub.append(identity, within(5), many(0, 5, true));
    expect(await stub.reserve(5, many(0, 5, true))).not.toBeNull();
    expect(await stub.reserve(5, many(0, 6, true))).toBeNull();
  });
});
