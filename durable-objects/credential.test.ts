import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { SealedTokens, TokenAsk } from "#domain/credentials/token-state";

let counter = 0;
const open = () => env.CREDENTIAL.getByName(`org_test:cred_${counter++}`);

const ask = (more: Partial<TokenAsk> = {}): TokenAsk => ({
  newerThan: null,
  because: "needed",
  leaseMs: 30_000,
  ...more,
});
const tokens = (sealed: string): SealedTokens => ({
  sealed,
  obtainedAt: Date.now(),
  expiresAt: Date.now() + 3_600_000,
});

describe("a credential's object", () => {
  it("tells one of a hundred to fetch, and gives the others what that one brings", async () => {
    const stub = open();
    const first = await stub.acquire(ask());
    if (first.kind !== "fetch") throw new Error("not told to fetch");
    const others = Array.from({ length: 99 }, () => stub.acquire(ask()));
    await stub.version();
    expect(await stub.complete(first.version, tokens("sealed-1"))).toBe(true);
    const answers = await Promise.all(others);
    expect(new Set(answers.map(({ kind }) => kind))).toEqual(new Set(["tokens"]));
    expect(answers[0]).toMatchObject({ version: 1, tokens: { sealed: "sealed-1" } });
  });

  it("tells everybody who waits that there is none", async () => {
    const stub = open();
    const first = await stub.acquire(ask());
    if (first.kind !== "fetch") throw new Error("not told to fetch");
    const waiting = [stub.acquire(ask()), stub.acquire(ask())];
    await stub.fail(first.lease, { kind: "refused", detail: "invalid_client" });
    for (const answer of await Promise.all(waiting)) {
      expect(answer).toEqual({ kind: "blocked", changes: 0, detail: "invalid_client" });
    }
  });

  it("lets the next one take over when whoever fetches is never heard of again", async () => {
    const stub = open();
    const dead = await stub.acquire(ask({ leaseMs: 50 }));
    const next = await stub.acquire(ask());
    expect([dead.kind, next.kind]).toEqual(["fetch", "fetch"]);
  });

  it("remembers over a restart who is fetching: a second one would spend the same refresh token", async () => {
    const stub = open();
    await stub.acquire(ask({ leaseMs: 1_500 }));
    await evictDurableObject(stub);
    const from = Date.now();
    expect((await stub.acquire(ask())).kind).toBe("fetch");
    expect(Date.now() - from).toBeGreaterThan(500);
  });

  it("keeps tokens and a refusal over a restart", async () => {
    const stub = open();
    await stub.replace(tokens("sealed-1"));
    await evictDurableObject(stub);
    expect(await stub.acquire(ask())).toMatchObject({ kind: "tokens", tokens: { sealed: "sealed-1" } });
    const refused = await stub.acquire(ask({ newerThan: 1, because: "refused_by_target" }));
    if (refused.kind !== "fetch") throw new Error("not told to fetch");
    await stub.fail(refused.lease, { kind: "refused", detail: "invalid_grant" });
    await evictDurableObject(stub);
    const again = ask({ newerThan: 1, because: "refused_by_target" });
    expect(await stub.acquire(again)).toMatchObject({ kind: "blocked" });
  });

  it("wakes those who wait when a person authorizes anew", async () => {
    const stub = open();
    await stub.acquire(ask());
    const waiting = stub.acquire(ask());
    expect(await stub.replace(tokens("sealed-new"))).toBe(1);
    expect(await waiting).toMatchObject({ kind: "tokens", tokens: { sealed: "sealed-new" } });
  });

  it("exchanges a sealed text only for the one that was read", async () => {
    const stub = open();
    expect(await stub.sealedTexts()).toEqual([]);
    await stub.replace(tokens("sealed-old"));
    expect(await stub.sealedTexts()).toEqual([{ name: "tokens", sealed: "sealed-old" }]);
    expect(await stub.replaceSealed("tokens", "another", "sealed-new")).toBe(false);
    expect(await stub.replaceSealed("tokens", "sealed-old", "sealed-new")).toBe(true);
    expect(await stub.acquire(ask())).toMatchObject({ version: 1, tokens: { sealed: "sealed-new" } });
  });

  it("is empty after a purge", async () => {
    const stub = open();
    await stub.replace(tokens("sealed-1"));
    await stub.purge();
    expect(await stub.sealedTexts()).toEqual([]);
    const rows = await runInDurableObject(stub, (_, state) => [...state.storage.kv.list()]);
    expect(rows).toEqual([]);
  });
});
