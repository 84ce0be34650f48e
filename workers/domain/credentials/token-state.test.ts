import { describe, expect, it } from "vitest";
import {
  completeFetch,
  decideAcquire,
  failFetch,
  NO_TOKENS,
  replaceTokens,
  type SealedTokens,
  type TokenAsk,
  type TokenState,
  unblock,
} from "./token-state.ts";

const NOW = 1_000_000;
const HOUR = 3_600_000;
const LEASE = 20_000;

const tokens = (expiresAt: number | null, obtainedAt = NOW - HOUR / 2): SealedTokens => ({
  sealed: `sealed until ${expiresAt}`,
  obtainedAt,
  expiresAt,
});
const state = (more: Partial<TokenState> = {}): TokenState => ({
  ...NO_TOKENS,
  version: 3,
  tokens: tokens(NOW + HOUR),
  ...more,
});
const ask = (more: Partial<TokenAsk> = {}): TokenAsk => ({
  newerThan: null,
  because: "needed",
  leaseMs: LEASE,
  ...more,
});
const acquire = (from: TokenState, asked: TokenAsk = ask(), now = NOW) =>
  decideAcquire(from, asked, now, "lease-1");
const kindOf = (from: TokenState, asked?: TokenAsk, now?: number) => acquire(from, asked, now).decision.kind;

const EXPIRED = state({ tokens: tokens(NOW) });
const FETCHING = { lease: "lease-0", changes: 0, until: NOW + LEASE, refusal: false };
const away = { kind: "transient", category: "NETWORK", detail: "away", retryAt: null } as const;

describe("somebody who needs a token", () => {
  it("gets the present one, and changes nothing by it", () => {
    const from = state();
    expect(acquire(from)).toEqual({
      state: from,
      decision: { kind: "tokens", version: 3, tokens: from.tokens },
    });
  });

  it("gets one that never ends for as long as nobody refuses it", () => {
    expect(kindOf(state({ tokens: tokens(null) }), ask(), NOW * 1_000)).toBe("tokens");
  });

  it("is told to fetch when there is none, or when it has expired", () => {
    expect(kindOf(NO_TOKENS)).toBe("fetch");
    const { state: next, decision } = acquire(EXPIRED);
    expect(decision).toEqual({ kind: "fetch", lease: "lease-1", version: 3, tokens: EXPIRED.tokens });
    expect(next.fetching).toMatchObject({ lease: "lease-1", until: NOW + LEASE });
  });

  it("waits while somebody else fetches, and takes over when that one's time is up", () => {
    const from = { ...EXPIRED, fetching: FETCHING };
    expect(acquire(from).decision).toEqual({ kind: "wait", until: NOW + LEASE });
    expect(kindOf(from, ask(), NOW + LEASE)).toBe("fetch");
  });

  it("fetches ahead of time, and meanwhile everybody else uses what there is", () => {
    const nearly = state({ tokens: tokens(NOW + 30_000) });
    const { state: next, decision } = acquire(nearly);
    expect(decision.kind).toBe("fetch");
    expect(kindOf(next)).toBe("tokens");
    expect(kindOf({ ...nearly, blocked: "refused" })).toBe("tokens");
  });
});

describe("a token that a target refused", () => {
  const refused = (version: number) => ask({ newerThan: version, because: "refused_by_target" });

  it("is replaced for the first who says so; the others wait for the same one", () => {
    const { state: next, decision } = acquire(state(), refused(3));
    expect(decision.kind).toBe("fetch");
    expect(kindOf(next, refused(3))).toBe("wait");
    const after = completeFetch(next, 3, tokens(NOW + HOUR, NOW));
    if (after === null) throw new Error("not taken");
    expect(acquire(after, refused(3)).decision).toMatchObject({ kind: "tokens", version: 4 });
  });

  it("is not replaced over and over: a target that refuses a fresh one means something else", () => {
    const fetching = acquire(state(), refused(3)).state;
    const after = completeFetch(fetching, 3, tokens(NOW + HOUR, NOW)) ?? NO_TOKENS;
    expect(acquire(after, refused(4)).decision).toMatchObject({ kind: "tokens", version: 4 });
    expect(kindOf(after, refused(4), NOW + 60_000)).toBe("fetch");
  });

  it("is replaced at once when the one before had only expired", () => {
    const after = completeFetch(acquire(EXPIRED).state, 3, tokens(NOW + HOUR, NOW)) ?? NO_TOKENS;
    expect(kindOf(after, refused(4))).toBe("fetch");
  });
});

describe("a provider that refuses", () => {
  const fetching = acquire(EXPIRED).state;
  const blocked =
    failFetch(fetching, "lease-1", { kind: "refused", detail: "invalid_grant" }, NOW) ?? NO_TOKENS;

  it("is not asked again, and everybody gets its word", () => {
    expect(acquire(blocked).decision).toEqual({ kind: "blocked", changes: 0, detail: "invalid_grant" });
    expect(kindOf(blocked, ask(), NOW + 1_000 * HOUR)).toBe("blocked");
  });

  it("is asked again when a person insists, has changed something, or has authorized anew", () => {
    expect(kindOf(blocked, ask({ because: "person_asks" }))).toBe("fetch");
    expect(kindOf(unblock(blocked))).toBe("fetch");
    expect(unblock(blocked).changes).toBe(1);
    const anew = replaceTokens(blocked, tokens(NOW + HOUR));
    expect([kindOf(anew), anew.changes, anew.version]).toEqual(["tokens", 1, 4]);
  });

  it("says nothing about a secret that was replaced while it was asked", () => {
    const changed = unblock(fetching);
    const after = failFetch(changed, "lease-1", { kind: "refused", detail: "invalid_client" }, NOW);
    expect(after).toMatchObject({ blocked: null, fetching: null });
  });
});

describe("a provider that is away", () => {
  const fetching = acquire(EXPIRED).state;

  it("gets a moment of peace: whoever asks meanwhile gets the same failure", () => {
    const after = failFetch(fetching, "lease-1", away, NOW) ?? NO_TOKENS;
    expect(acquire(after).decision).toMatchObject({ kind: "failed", failure: { category: "NETWORK" } });
    expect(kindOf(after, ask(), NOW + 500)).toBe("fetch");
  });

  it("is left alone for as long as it asks, a minute at most", () => {
    const askingFor = (retryAt: number) =>
      failFetch(fetching, "lease-1", { ...away, retryAt }, NOW) ?? NO_TOKENS;
    expect(kindOf(askingFor(NOW + 10_000), ask(), NOW + 9_999)).toBe("failed");
    expect(kindOf(askingFor(NOW + HOUR), ask(), NOW + 60_000)).toBe("fetch");
  });
});

describe("whoever fetched too slowly", () => {
  const slow = acquire(EXPIRED).state;
  const taken = decideAcquire(slow, ask(), NOW + LEASE, "lease-2").state;

  it("is still believed when it brings tokens: the refresh token of before may be used up", () => {
    expect(completeFetch(taken, 3, tokens(NOW + HOUR))).toMatchObject({ version: 4, fetching: null });
  });

  it("is not believed when others have brought theirs, or when it failed", () => {
    const done = completeFetch(taken, 3, tokens(NOW + HOUR)) ?? NO_TOKENS;
    expect(completeFetch(done, 3, tokens(NOW + HOUR))).toBeNull();
    expect(failFetch(taken, "lease-1", { kind: "refused", detail: "invalid_grant" }, NOW)).toBeNull();
  });

  it("heals a credential that was taken for refused meanwhile", () => {
    const blocked =
      failFetch(taken, "lease-2", { kind: "refused", detail: "invalid_grant" }, NOW) ?? NO_TOKENS;
    expect(completeFetch(blocked, 3, tokens(NOW + HOUR))).toMatchObject({ blocked: null, version: 4 });
  });

  it("brings nothing any more when a person has authorized anew", () => {
    expect(completeFetch(replaceTokens(slow, tokens(NOW + HOUR)), 3, tokens(NOW + HOUR))).toBeNull();
  });
});
