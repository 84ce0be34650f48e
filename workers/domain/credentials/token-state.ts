import type { TokenFailureCategory } from "../delivery/attempt-result.ts";
import { hasExpired, isNearExpiry } from "./token-lifetime.ts";

/** What a CredentialObject keeps, and what it decides. Tokens are sealed texts here: nobody in this file can read one. */

export interface SealedTokens {
  readonly sealed: string;
  readonly obtainedAt: number;
  readonly expiresAt: number | null;
}

export interface TokenState {
  /** Grows with every set of tokens; never goes back. */
  readonly version: number;
  /** Grows with everything that people do about it: what waits since before may be tried again. */
  readonly changes: number;
  readonly tokens: SealedTokens | null;
  /** Who is fetching the next ones since which change, and until when nobody else does. */
  readonly fetching: Fetching | null;
  /** When tokens were last replaced because a target refused them; null when that was never so. */
  readonly refusalAnsweredAt: number | null;
  /** The provider refused for good: nobody asks it again until a person has changed something. */
  readonly blocked: string | null;
  /** The provider could not answer: for a moment everybody gets this instead of asking again. */
  readonly failure: (TokenFailure & { readonly until: number }) | null;
}

interface Fetching {
  readonly lease: string;
  readonly changes: number;
  readonly until: number;
  /** Because a target refused the present ones. */
  readonly refusal: boolean;
}

export interface TokenFailure {
  readonly category: TokenFailureCategory;
  readonly detail: string;
  /** When the provider wants to be asked again, in epoch milliseconds; null when it did not say. */
  readonly retryAt: number | null;
}

export const NO_TOKENS: TokenState = {
  version: 0,
  changes: 0,
  tokens: null,
  fetching: null,
  refusalAnsweredAt: null,
  blocked: null,
  failure: null,
};

export interface TokenAsk {
  /** Only a newer version will do; null: the present one, while it is valid. */
  readonly newerThan: number | null;
  /** A target refused the present one; a person wants to know whether it works, whatever happened before. */
  readonly because: "needed" | "refused_by_target" | "person_asks";
  /** For how long the asking side may be busy fetching before it counts as dead. */
  readonly leaseMs: number;
}

export type TokenAnswer =
  /** No newer than what was refused: there is no better one to be had. */
  | { readonly kind: "tokens"; readonly version: number; readonly tokens: SealedTokens }
  /** Fetch them, and say what came of it. `tokens` are the present ones: they hold the refresh token. */
  | {
      readonly kind: "fetch";
      readonly lease: string;
      readonly version: number;
      readonly tokens: SealedTokens | null;
    }
  | { readonly kind: "blocked"; readonly changes: number; readonly detail: string }
  | { readonly kind: "failed"; readonly failure: TokenFailure };

export type TokenDecision = TokenAnswer | { readonly kind: "wait"; readonly until: number };

/** A moment of peace for a provider that just failed. */
const COOL_DOWN_MS = 500;
const MAX_COOL_DOWN_MS = 60_000;
/** A target that refuses even fresh tokens means something else; asking for ever fresher ones would not change its mind. */
const REFUSAL_PAUSE_MS = 60_000;

/**
 * What somebody who needs a token gets. One asks the provider, everybody else waits for what it brings; while the
 * present token is still good, nobody waits.
 */
export function decideAcquire(state: TokenState, ask: TokenAsk, now: number, lease: string) {
  const { version, changes, tokens, fetching, blocked, failure } = state;
  const insist = ask.because === "person_asks";
  const unchanged = (decision: TokenDecision) => ({ state, decision });
  const usable = tokens !== null && version > (ask.newerThan ?? -1) && !hasExpired(tokens, now);
  if (usable && !isNearExpiry(tokens, now)) return unchanged({ kind: "tokens", version, tokens });
  if (tokens !== null && !insist && isRefusedAgain(state, ask, now)) {
    return unchanged({ kind: "tokens", version, tokens });
  }

  const meanwhile = (otherwise: TokenDecision) =>
    unchanged(usable ? { kind: "tokens", version, tokens } : otherwise);
  if (blocked !== null && !insist) return meanwhile({ kind: "blocked", changes, detail: blocked });
  if (fetching !== null && fetching.until > now) return meanwhile({ kind: "wait", until: fetching.until });
  if (failure !== null && failure.until > now && !insist) return meanwhile({ kind: "failed", failure });
  const decision: TokenDecision = { kind: "fetch", lease, version, tokens };
  return {
    state: {
      ...state,
      fetching: { lease, changes, until: now + ask.leaseMs, refusal: ask.because === "refused_by_target" },
    },
    decision,
  };
}

function isRefusedAgain({ version, refusalAnsweredAt }: TokenState, ask: TokenAsk, now: number): boolean {
  if (ask.because !== "refused_by_target" || ask.newerThan !== version || refusalAnsweredAt === null)
    return false;
  return now - refusalAnsweredAt < REFUSAL_PAUSE_MS;
}

/**
 * New tokens, fetched with those of `version`. Taken even when the lease has ended meanwhile: the provider may have
 * replaced the refresh token, and then the old one is worth nothing. Null when others are there already.
 */
export function completeFetch(state: TokenState, version: number, tokens: SealedTokens): TokenState | null {
  if (state.version !== version) return null;
  const refusalAnsweredAt = state.fetching?.refusal === true ? tokens.obtainedAt : state.refusalAnsweredAt;
  return { ...NO_TOKENS, version: version + 1, changes: state.changes, tokens, refusalAnsweredAt };
}

/** Why there are no new tokens: the provider refused for good, or could not answer. */
export type FetchFailure =
  | { readonly kind: "refused"; readonly detail: string }
  | ({ readonly kind: "transient" } & TokenFailure);

/** Only the one that was to fetch may say so. What it was refused with may be replaced already: then it says nothing. */
export function failFetch(
  state: TokenState,
  lease: string,
  failed: FetchFailure,
  now: number,
): TokenState | null {
  const { fetching } = state;
  if (fetching?.lease !== lease) return null;
  const ended = { ...state, fetching: null };
  if (failed.kind === "refused") {
    return fetching.changes === state.changes ? { ...ended, failure: null, blocked: failed.detail } : ended;
  }
  const { category, detail, retryAt } = failed;
  const until = Math.min(Math.max(now + COOL_DOWN_MS, retryAt ?? 0), now + MAX_COOL_DOWN_MS);
  return { ...ended, failure: { category, detail, retryAt, until } };
}

/** Tokens from an authorization, or none at all: whatever was going on before is over. */
export function replaceTokens(state: TokenState, tokens: SealedTokens | null): TokenState {
  const { version, changes } = state;
  return { ...NO_TOKENS, version: version + 1, changes: changes + 1, tokens };
}

/**
 * A person changed how the provider is asked: what it refused before, it may allow now. A fetch that is on its way goes
 * on: it may hold the only refresh token there will be.
 */
export function unblock(state: TokenState): TokenState {
  return { ...state, changes: state.changes + 1, blocked: null, failure: null };
}
