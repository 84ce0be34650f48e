import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { NamedLimit } from "#domain/tenancy/take-from-buckets";
import type { RateLimitObject } from "./rate-limit.ts";

let counter = 0;
const open = () => env.RATE_LIMIT.getByName(`org_limit_${counter++}`);
const bucket = (name: string, burst: number, ratePerSecond: number): NamedLimit => ({
  name,
  limit: { ratePerSecond, burst },
});
/** So slow that nothing comes back while a test runs. */
const TEN = [bucket("key:1", 10, 0.001), bucket("organization", 50, 0.001)];
const ask = (buckets: readonly NamedLimit[], wanted = 1, returned = 0) => ({ buckets, wanted, returned });

const rowsOf = (stub: DurableObjectStub<RateLimitObject>) =>
  runInDurableObject(stub, (_instance, state) => [...state.storage.kv.list()].map(([name]) => name));

describe("an organization's buckets", () => {
  it("let exactly as many through as they hold, however many ask at once", async () => {
    const stub = open();
    const replies = await Promise.all(Array.from({ length: 100 }, () => stub.take(ask(TEN))));
    expect(replies.filter(({ granted }) => granted === 1)).toHaveLength(10);
    expect(replies.filter(({ granted }) => granted === 0)).toHaveLength(90);
    for (const { granted, retryAfterMs } of replies)
      if (granted === 0) expect(retryAfterMs).toBeGreaterThan(0);
  });

  it("are each other's: a key that was refused by the organization's bucket keeps its own tokens", async () => {
    const stub = open();
    const shared = bucket("organization", 3, 0.001);
    await stub.take(ask([bucket("key:1", 10, 0.001), shared], 3));
    const refused = await stub.take(ask([bucket("key:2", 10, 0.001), shared]));
    expect(refused).toMatchObject({ granted: 0, reports: [{ remaining: 10 }, { remaining: 0 }] });
  });

  it("are as empty after the object was evicted as they were before", async () => {
    const stub = open();
    expect((await stub.take(ask(TEN, 7))).granted).toBe(7);
    await evictDurableObject(stub);
    expect((await stub.take(ask(TEN, 7))).granted).toBe(3);
    await evictDurableObject(stub);
    expect(await stub.take(ask(TEN))).toMatchObject({
      granted: 0,
      reports: [{ remaining: 0 }, { remaining: 40 }],
    });
  });

  it("get back what a lease did not use, over an eviction too", async () => {
    const stub = open();
    await stub.take(ask(TEN, 10));
    await evictDurableObject(stub);
    expect((await stub.take(ask(TEN, 5, 4))).granted).toBe(4);
  });

  it("write no row while they are full again before an idle object is put away", async () => {
    const stub = open();
    for (let call = 0; call < 20; call++) await stub.take(ask([bucket("key:1", 2_000, 1_000)], 20));
    expect(await rowsOf(stub)).toEqual([]);
    await stub.take(ask(TEN));
    expect((await rowsOf(stub)).sort()).toEqual(["key:1", "organization"]);
  });

  it("write nothing for a refusal", async () => {
    const stub = open();
    await stub.take(ask(TEN, 10));
    const before = await runInDurableObject(stub, (_instance, state) => [...state.storage.kv.list()]);
    await stub.take(ask(TEN));
    expect(await runInDurableObject(stub, (_instance, state) => [...state.storage.kv.list()])).toEqual(
      before,
    );
  });

  it("are forgotten when they are full, and leave no row behind", async () => {
    const stub = open();
    await runInDurableObject(stub, (_instance, state) => {
      state.storage.kv.put("key:old", { units: 0, at: 0, fullAt: Date.now() - 1 });
    });
    await evictDurableObject(stub);
    await stub.take(ask([bucket("key:1", 2_000, 1_000)]));
    expect(await rowsOf(stub)).toEqual([]);
  });

  it("are gone after a purge", async () => {
    const stub = open();
    await stub.take(ask(TEN, 10));
    await stub.purge();
    expect(await rowsOf(stub)).toEqual([]);
    expect((await stub.take(ask(TEN, 10))).granted).toBe(10);
  });
});
