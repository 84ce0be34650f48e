import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { IncomingEvent } from "#domain/ingress/append";
import type { EventsMessage } from "#domain/messages";
import type { IntakeObject } from "./intake.ts";

const identity = { orgId: "org_test_intake", shard: 0 };
const version = (configVersion: number) => ({ configVersion, allowance: null, reservation: null });
let counter = 0;

/** A fresh object per test, whose queue is replaced by a list: what a consumer would have been given. */
async function openIntake() {
  const name = `${identity.orgId}:${counter++}`;
  const stub = env.INTAKE.getByName(name);
  const sent: EventsMessage[] = [];
  const tap = () =>
    runInDurableObject(stub, (instance: IntakeObject) => {
      const take = (text: string) => sent.push(JSON.parse(text) as EventsMessage);
      Reflect.set(instance, "env", {
        EVENTS: {
          send: async (text: string) => void take(text),
        },
      });
    });
  await tap();
  return { stub, sent, tap };
}

function event(id: string, extra: Partial<IncomingEvent> = {}): IncomingEvent {
  const json = JSON.stringify({ id, payload: { kind: "inline", json: "1" } });
  return { id, json, bytes: json.length, keys: [], fingerprint: "f", ...extra };
}

const idsOf = (messages: readonly EventsMessage[]) =>
  messages.flatMap(({ chunks }) => chunks.flatMap(({ events }) => events.map(({ id }) => id)));
const seqsOf = (messages: readonly EventsMessage[]) =>
  messages.flatMap(({ chunks }) => chunks.map(({ seq }) => seq));

describe("the intake", () => {
  it("keeps an accepted event through an eviction and hands it out again, marked as maybe seen", async () => {
    const { stub, sent, tap } = await openIntake();
    await stub.append(identity, version(1), [event("evt_1")]);
    await expect.poll(() => idsOf(sent)).toEqual(["evt_1"]);
    await evictDurableObject(stub);
    sent.length = 0;
    await tap();
    await runDurableObjectAlarm(stub);
    await expect.poll(() => idsOf(sent)).toEqual(["evt_1"]);
    expect(sent[0]?.chunks[0]?.maybeSeen).toBe(true);
  });

  it("lets go of confirmed chunks and of nothing else", async () => {
    const { stub, sent } = await openIntake();
    await stub.append(identity, version(1), [event("evt_1")]);
    await expect.poll(() => sent.length).toBe(1);
    await stub.append(identity, version(1), [event("evt_2")]);
    await expect.poll(() => sent.length).toBe(2);
    const [first] = seqsOf(sent);
    await stub.confirm([first ?? 0]);
    expect((await stub.backlog()).events).toBe(1);
    await stub.confirm(seqsOf(sent));
    expect((await stub.backlog()).events).toBe(0);
  });

  it("stores requests that arrive together in one row", async () => {
    const { stub } = await openIntake();
    await Promise.all(
      Array.from({ length: 40 }, (_, index) => stub.append(identity, version(1), [event(`evt_${index}`)])),
    );
    const rows = await runInDurableObject(stub, (_, state) =>
      state.storage.sql.exec("SELECT count(*) AS chunks, sum(events) AS events FROM chunks").one(),
    );
    expect(rows.events).toBe(40);
    expect(Number(rows.chunks)).toBeLessThan(20);
  });

  it("makes no second event of a content within its window, whatever the keys, also after an eviction", async () => {
    const { stub, sent, tap } = await openIntake();
    const content = { key: "same", windowMs: 60_000 };
    const first = event("src_1:a", { keys: ["p:src_1:a"], content });
    const again = event("src_1:b", { keys: ["p:src_1:b"], content });
    const { results } = await stub.append(identity, version(1), [first, again]);
    expect(results).toEqual([
      { kind: "accepted", id: "src_1:a", duplicate: false },
      { kind: "accepted", id: "src_1:a", duplicate: true },
    ]);
    await evictDurableObject(stub);
    await tap();
    const other = event("src_1:d", { content: { ...content, key: "other" } });
    const later = await stub.append(identity, version(1), [event("src_1:c", { content }), other]);
    expect(later.results.map((result) => "duplicate" in result && result.duplicate)).toEqual([true, false]);
    await expect.poll(() => new Set(idsOf(sent))).toEqual(new Set(["src_1:a", "src_1:d"]));
  });

  it("makes a hundred parallel posts of one key one event", async () => {
    const { stub, sent } = await openIntake();
    const replies = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        stub.append(identity, version(1), [event(`evt_${index}`, { keys: ["k:same"], fingerprint: "x" })]),
      ),
    );
    const results = replies.flatMap((reply) => reply.results);
    expect(new Set(results.map((result) => result.id)).size).toBe(1);
    expect(results.filter((result) => result.kind === "accepted" && !result.duplicate)).toHaveLength(1);
    await expect.poll(() => idsOf(sent)).toHaveLength(1);
  });

  it("remembers a key across an eviction and refuses it for another body", async () => {
    const { stub } = await openIntake();
    await stub.append(identity, version(1), [event("evt_1", { keys: ["k:a"], fingerprint: "x" })]);
    await evictDurableObject(stub);
    const again = await stub.append(identity, version(1), [
      event("evt_2", { keys: ["k:a"], fingerprint: "x" }),
    ]);
    const other = await stub.append(identity, version(1), [
      event("evt_3", { keys: ["k:a"], fingerprint: "y" }),
    ]);
    expect(again.results).toEqual([{ kind: "accepted", id: "evt_1", duplicate: true }]);
    expect(other.results).toEqual([{ kind: "conflict", id: "evt_1" }]);
  });

  it("finds the duplicate by the caller's own id when the key is new", async () => {
    const { stub } = await openIntake();
    await stub.append(identity, version(1), [event("order-1", { keys: ["k:a", "i:order-1"] })]);
    const again = await stub.append(identity, version(1), [event("order-1", { keys: ["k:b", "i:order-1"] })]);
    const third = await stub.append(identity, version(1), [event("order-1", { keys: ["k:b"] })]);
    expect([...again.results, ...third.results]).toEqual([
      { kind: "accepted", id: "order-1", duplicate: true },
      { kind: "accepted", id: "order-1", duplicate: true },
    ]);
  });

  it("finds a duplicate inside one batch", async () => {
    const { stub } = await openIntake();
    const { results } = await stub.append(identity, version(1), [
      event("evt_1", { keys: ["i:x"] }),
      event("evt_2", { keys: ["i:x"] }),
    ]);
    expect(results.map((result) => result.id)).toEqual(["evt_1", "evt_1"]);
  });

  it("never packs more than a queue message takes", async () => {
    const { stub, sent } = await openIntake();
    const big = (id: string) => {
      const json = JSON.stringify({ id, payload: { kind: "inline", json: "x".repeat(20_000) } });
      return event(id, { json, bytes: json.length });
    };
    await stub.append(
      identity,
      version(1),
      Array.from({ length: 20 }, (_, index) => big(`evt_${index}`)),
    );
    await expect.poll(() => idsOf(sent)).toHaveLength(20);
    for (const message of sent) expect(JSON.stringify(message).length).toBeLessThan(64_000);
  });

  it("packs no more than a queue message takes, also when every chunk is a single small event", async () => {
    const { stub, sent } = await openIntake();
    await stub.append(identity, version(1), [event("evt_first")]);
    await expect.poll(() => sent.length).toBe(1);
    // As a long outage leaves them behind: many posts that came one by one.
    await runInDurableObject(stub, (_, state) => {
      const { json } = event("evt_1", { json: JSON.stringify({ id: "evt_1", text: "x".repeat(200) }) });
      for (let seq = 1; seq <= 1_500; seq++) {
        state.storage.sql.exec("INSERT INTO chunks VALUES (?, 1, ?, ?)", seq, json.length, json);
      }
    });
    await evictDurableObject(stub);
    const texts: string[] = [];
    await runInDurableObject(stub, (instance: IntakeObject) => {
      Reflect.set(instance, "env", {
        EVENTS: {
          send: async (text: string) => void texts.push(text),
        },
      });
    });
    await stub.wake();
    await expect
      .poll(() => idsOf(texts.map((text) => JSON.parse(text) as EventsMessage)))
      .toHaveLength(1_501);
    for (const text of texts) expect(text.length).toBeLessThan(64_000);
  });

  it("hands out no more than its window and goes on when consumers confirm", async () => {
    const { stub, sent } = await openIntake();
    const many = Array.from({ length: 9_000 }, (_, index) => event(`evt_${index}`));
    await stub.append(identity, version(1), many);
    await expect.poll(() => idsOf(sent).length).toBeGreaterThanOrEqual(4_000);
    expect(idsOf(sent).length).toBeLessThan(6_000);
    while (idsOf(sent).length < 9_000) {
      const before = sent.length;
      await stub.confirm(seqsOf(sent));
      await expect.poll(() => sent.length).toBeGreaterThan(before);
    }
    expect(new Set(idsOf(sent)).size).toBe(9_000);
  });

  it("keeps events whose dispatch fails and sends them with the watchdog", async () => {
    const { stub, sent, tap } = await openIntake();
    await runInDurableObject(stub, (instance: IntakeObject) => {
      const fail = () => Promise.reject(new Error("queue is down"));
      Reflect.set(instance, "env", { EVENTS: { send: fail } });
    });
    await stub.append(identity, version(1), [event("evt_1")]);
    expect((await stub.backlog()).events).toBe(1);
    await tap();
    await runDurableObjectAlarm(stub);
    await expect.poll(() => idsOf(sent)).toEqual(["evt_1"]);
  });

  it("says the newest configuration version it heard of, also after an eviction", async () => {
    const { stub, sent, tap } = await openIntake();
    await stub.configChanged(identity, 7);
    await evictDurableObject(stub);
    await tap();
    const { configVersion } = await stub.append(identity, version(3), [event("evt_1")]);
    expect(configVersion).toBe(7);
    await expect.poll(() => sent[0]?.configVersion).toBe(7);
  });

  it("forgets keys after two days and not before", async () => {
    const { stub } = await openIntake();
    await stub.append(identity, version(1), [event("evt_1", { keys: ["k:a"] })]);
    const age = (days: number) =>
      runInDurableObject(
        stub,
        (_, state) => void state.storage.sql.exec("UPDATE keys SET bucket = bucket - ?", days),
      );
    await age(1);
    await stub.wake();
    const yesterday = await stub.append(identity, version(1), [event("evt_2", { keys: ["k:a"] })]);
    expect(yesterday.results[0]).toMatchObject({ id: "evt_1", duplicate: true });
    await age(1);
    await stub.wake();
    const later = await stub.append(identity, version(1), [event("evt_3", { keys: ["k:a"] })]);
    expect(later.results[0]).toMatchObject({ id: "evt_3", duplicate: false });
  });

  it("remembers a provider's id for three days and not for four, and forgets the callers' keys beside it", async () => {
    const { stub } = await openIntake();
    const keys = () =>
      runInDurableObject(stub, (_, state) =>
        state.storage.sql.exec<{ key: string }>("SELECT key FROM keys ORDER BY key").toArray(),
      );
    const age = (days: number) =>
      runInDurableObject(
        stub,
        (_, state) => void state.storage.sql.exec("UPDATE keys SET bucket = bucket - ?", days),
      );
    await stub.append(identity, version(1), [
      event("evt_1", { keys: ["p:src_1:a"] }),
      event("evt_2", { keys: ["i:a"] }),
    ]);
    await age(3);
    await stub.wake();
    expect((await keys()).map(({ key }) => key)).toEqual(["p:src_1:a"]);
    const again = await stub.append(identity, version(1), [event("evt_3", { keys: ["p:src_1:a"] })]);
    expect(again.results[0]).toMatchObject({ id: "evt_1", duplicate: true });
    await age(1);
    await stub.wake();
    expect(await keys()).toEqual([]);
  });

  it("does not let a provider's id in the same commit prolong a caller's key", async () => {
    const { stub } = await openIntake();
    await stub.append(identity, version(1), [event("evt_1", { keys: ["i:a"] })]);
    await runInDurableObject(
      stub,
      (_, state) => void state.storage.sql.exec("UPDATE keys SET bucket = bucket - 3"),
    );
    const { results } = await stub.append(identity, version(1), [
      event("evt_2", { keys: ["i:a"] }),
      event("evt_3", { keys: ["p:src_1:a"] }),
    ]);
    expect(results.map((result) => result.id)).toEqual(["evt_2", "evt_3"]);
  });
});
