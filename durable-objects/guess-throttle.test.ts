import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";

const object = (name: string) => env.GUESS_THROTTLE.getByName(name);

describe("the throttle's object", () => {
  it("admits exactly as many at once as one after the other", async () => {
    const now = Date.now();
    const stub = object("parallel");
    const asked = await Promise.all(Array.from({ length: 50 }, () => stub.guess("account", now)));
    expect(asked.filter(({ allowed }) => allowed)).toHaveLength(6);
  });

  it("keeps what it knows when it is evicted", async () => {
    const now = Date.now();
    for (let n = 0; n < 6; n++) await object("evicted").guess("account", now);
    await evictDurableObject(object("evicted"));
    expect(await object("evicted").guess("account", now)).toEqual({ allowed: false, retryAfterMs: 1_000 });
  });

  it("forgets an account after a success, and leaves nothing on disk when everything is forgiven", async () => {
    const stub = object("forgotten");
    await stub.guess("account", Date.now());
    await stub.guessed();
    for (let n = 0; n < 6; n++) expect((await stub.guess("account", Date.now())).allowed).toBe(true);
    const longAgo = Date.now() - 86_400_000;
    const old = object("old");
    await old.guess("ip", longAgo);
    expect(await runDurableObjectAlarm(old)).toBe(true);
    await runInDurableObject(old, (_, state) => {
      expect(state.storage.kv.get("state")).toBeUndefined();
    });
  });

  it("does not forget before its time", async () => {
    const stub = object("early");
    for (let n = 0; n < 6; n++) await stub.guess("account", Date.now());
    expect(await runDurableObjectAlarm(stub)).toBe(true);
    await runInDurableObject(stub, async (_, state) => {
      expect(state.storage.kv.get("state")).toBeDefined();
      expect(await state.storage.getAlarm()).toBeGreaterThan(Date.now());
    });
  });
});
