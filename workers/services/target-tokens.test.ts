import { beforeEach, describe, expect, it } from "vitest";
import type { TokenCall, TokenNews, TokenSet } from "#domain/credentials/ports";
import {
  completeFetch,
  decideAcquire,
  failFetch,
  NO_TOKENS,
  type TokenState,
} from "#domain/credentials/token-state";
import type { TokenServices } from "./credential-services.ts";
import { createTargetTokens } from "./target-tokens.ts";

const HOUR = 3_600_000;
const identity = { orgId: "org_1", credentialId: "cred_1", revision: 1 };
const away = { kind: "transient", category: "NETWORK", detail: "no connection", retryAt: null } as const;

let now = 1_000_000;
let state: TokenState = NO_TOKENS;
let asked = 0;
let given: TokenSet[] = [];
let calls: string[] = [];
let news: TokenNews[] = [];
let answer: (n: number) => TokenCall = () => away;
let storeFails = 0;

beforeEach(() => {
  [now, state, asked, given, calls, news, storeFails] = [1_000_000, NO_TOKENS, 0, [], [], [], 0];
  answer = (n) => tokens({ accessToken: `access-${n}`, refreshToken: null });
});

function tokens(set: TokenSet, lifetimeMs: number | null = HOUR): TokenCall {
  const expiresAt = lifetimeMs === null ? null : now + lifetimeMs;
  return { kind: "tokens", tokens: set, lifetime: { obtainedAt: now, expiresAt }, refreshLifetimeMs: null };
}

/** The object's own decisions, in this isolate; the rest of the world is a few lists. */
function open(kind: "oauth2_client_credentials" | "oauth2_authorization_code" = "oauth2_client_credentials") {
  const unused = () => Promise.reject(new Error("not part of this"));
  const config = {
    tokenUrl: "https://id.example/token",
    clientId: "c",
    clientSecret: "s",
    scopes: [],
    authentication: "basic",
  };
  const services = {
    now: () => now,
    credentials: {
      open: async () => ({ settings: { kind, config }, updatedAt: 1 }),
      noteTokens: async (_org: string, _id: string, _revision: number, said: TokenNews) =>
        void news.push(said),
    },
    tokenSeal: {
      seal: async (_identity: unknown, set: TokenSet) => JSON.stringify(set),
      open: async (_identity: unknown, sealed: string) => JSON.parse(sealed),
      reseal: unused,
    },
    tokenEndpoint: {
      async request(_org: string, _settings: unknown, grant: { kind: string; refreshToken?: string }) {
        calls.push(grant.refreshToken ?? grant.kind);
        const said = answer(calls.length);
        if (said.kind === "tokens") given.push(said.tokens);
        return said;
      },
      authorizationRequest: unused,
    },
    tokenStore: {
      async acquire(_identity: unknown, ask: Parameters<typeof decideAcquire>[1]) {
        asked++;
        const decided = decideAcquire(state, ask, now, `lease-${asked}`);
        state = decided.state;
        if (decided.decision.kind === "wait") throw new Error("would wait for ever");
        return decided.decision;
      },
      async complete(_identity: unknown, version: number, set: Parameters<typeof completeFetch>[2]) {
        if (storeFails-- > 0) throw new Error("the object is away");
        const next = completeFetch(state, version, set);
        state = next ?? state;
        return next !== null;
      },
      async fail(_identity: unknown, lease: string, failure: Parameters<typeof failFetch>[2]) {
        const { changes } = state;
        state = failFetch(state, lease, failure, now) ?? state;
        return changes;
      },
    },
  } as unknown as TokenServices;
  return createTargetTokens(services);
}

describe("a delivery's access token", () => {
  it("is fetched once and then remembered: the usual attempt asks nobody", async () => {
    const access = open();
    for (let n = 0; n < 3; n++) {
      expect(await access.get(identity, null)).toMatchObject({ kind: "token", token: { token: "access-1" } });
    }
    expect([calls.length, asked]).toEqual([1, 1]);
  });

  it("is asked for again when a person has changed the credential since", async () => {
    const access = open();
    await access.get(identity, null);
    await access.get({ ...identity, revision: 2 }, null);
    expect(asked).toBe(2);
  });

  it("is replaced a minute before it ends", async () => {
    const access = open();
    await access.get(identity, null);
    now += HOUR - 59_000;
    expect(await access.get(identity, null)).toMatchObject({ token: { token: "access-2" } });
  });

  it("serves to its end when the provider is away as it is to be replaced", async () => {
    const access = open();
    await access.get(identity, null);
    answer = () => away;
    now += HOUR - 30_000;
    expect(await access.get(identity, null)).toMatchObject({ kind: "token", token: { token: "access-1" } });
    now += 30_000;
    expect(await access.get(identity, null)).toEqual({
      kind: "failed",
      result: { kind: "token_unavailable", category: "NETWORK", message: "no connection", retryAt: null },
    });
  });

  it("serves to its end also when the provider refuses the next one", async () => {
    const access = open();
    await access.get(identity, null);
    answer = () => ({ kind: "refused", detail: "invalid_client" });
    now += HOUR - 30_000;
    expect(await access.get(identity, null)).toMatchObject({ kind: "token" });
    expect(news.at(-1)).toMatchObject({ status: "failing", detail: "invalid_client" });
    now += 30_000;
    expect(await access.get(identity, null)).toEqual({
      kind: "needs_authorization",
      detail: "invalid_client",
      changes: 0,
    });
    expect(calls).toHaveLength(2);
  });

  it("is replaced when a target refused it, and only then", async () => {
    const access = open();
    const first = await access.get(identity, null);
    if (first.kind !== "token") throw new Error("no token");
    const second = await access.get(identity, first.token);
    expect(second).toMatchObject({ token: { token: "access-2" } });
    expect(await access.get(identity, first.token)).toEqual(second);
    expect(calls).toHaveLength(2);
  });

  it("comes with the refresh token that replaced the one before, and with the old one where none did", async () => {
    state = completeFetch(NO_TOKENS, 0, {
      sealed: JSON.stringify({ accessToken: "a", refreshToken: "refresh-0" }),
      obtainedAt: 0,
      expiresAt: now,
    }) as TokenState;
    const access = open("oauth2_authorization_code");
    answer = (n) => tokens({ accessToken: `a-${n}`, refreshToken: n === 1 ? "refresh-1" : null }, 1_000);
    for (let n = 0; n < 3; n++) {
      await access.get(identity, null);
      now += 1_000;
    }
    expect(calls).toEqual(["refresh-0", "refresh-1", "refresh-1"]);
    expect(news.at(-1)).toMatchObject({ status: "ready", renewAt: expect.any(Number) });
  });

  it("is not given up when the object stumbles as it is stored: nobody else knows the new refresh token", async () => {
    storeFails = 2;
    expect(await open().get(identity, null)).toMatchObject({ kind: "token" });
    expect([calls.length, state.version]).toEqual([1, 1]);
  });

  it("waits for a person when nobody has authorized it, without asking the provider", async () => {
    expect(await open("oauth2_authorization_code").get(identity, null)).toMatchObject({
      kind: "needs_authorization",
    });
    expect(calls).toEqual([]);
    expect(news).toMatchObject([{ status: "needs_authorization" }]);
  });

  it("that cannot be asked for fails its own delivery only, never the run", async () => {
    answer = () => {
      throw new Error("a bug");
    };
    expect(await open().get(identity, null)).toMatchObject({
      kind: "failed",
      result: { category: "SERVER_ERROR" },
    });
    expect(state.fetching).toBeNull();
  });
});
