import { DurableObject } from "cloudflare:workers";
import {
  completeFetch,
  decideAcquire,
  type FetchFailure,
  failFetch,
  NO_TOKENS,
  replaceTokens,
  type SealedTokens,
  type TokenAnswer,
  type TokenAsk,
  type TokenState,
  unblock,
} from "#domain/credentials/token-state";
import { countStored, purgeStorage } from "./purge-storage.ts";

const STATE = "state";
const TOKENS = "tokens";

/**
 * The access token of one credential, addressed by `${orgId}:${credentialId}`: sealed texts only, nothing here can open
 * one. Of all who need a new token one is told to fetch it, and the others wait for what it brings. Who that is, is on
 * disk: after a restart a second one would spend a refresh token that the first is spending.
 */
export class CredentialObject extends DurableObject<Env> {
  #state: TokenState;
  #waiting: (() => void)[] = [];

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#state = ctx.storage.kv.get<TokenState>(STATE) ?? NO_TOKENS;
  }

  async acquire(ask: TokenAsk): Promise<TokenAnswer> {
    for (;;) {
      const now = Date.now();
      const { state, decision } = decideAcquire(this.#state, ask, now, crypto.randomUUID());
      this.#save(state);
      if (decision.kind !== "wait") return decision;
      await this.#change(decision.until - now);
    }
  }

  version(): number {
    return this.#state.version;
  }

  complete(version: number, tokens: SealedTokens): boolean {
    return this.#apply(completeFetch(this.#state, version, tokens));
  }

  /** Answers after which change of the credential the fetch failed. */
  fail(lease: string, failure: FetchFailure): number {
    const changes =
      this.#state.fetching?.lease === lease ? this.#state.fetching.changes : this.#state.changes;
    this.#apply(failFetch(this.#state, lease, failure, Date.now()));
    return changes;
  }

  replace(tokens: SealedTokens | null): number {
    this.#apply(replaceTokens(this.#state, tokens));
    return this.#state.changes;
  }

  unblock(): number {
    this.#apply(unblock(this.#state));
    return this.#state.changes;
  }

  sealedTexts(): { readonly name: string; readonly sealed: string }[] {
    const { tokens } = this.#state;
    return tokens === null ? [] : [{ name: TOKENS, sealed: tokens.sealed }];
  }

  /** The same tokens under another key; false when they were replaced meanwhile. */
  replaceSealed(name: string, old: string, next: string): boolean {
    const { tokens } = this.#state;
    if (name !== TOKENS || tokens === null || tokens.sealed !== old) return false;
    this.#save({ ...this.#state, tokens: { ...tokens, sealed: next } });
    return true;
  }

  /** Its organization was deleted. */
  async purge(): Promise<void> {
    this.#state = NO_TOKENS;
    this.#wakeAll();
    await purgeStorage(this.ctx);
  }

  remains(): Promise<number> {
    return countStored(this.ctx);
  }

  #apply(state: TokenState | null): boolean {
    if (state === null) return false;
    this.#save(state);
    this.#wakeAll();
    return true;
  }

  #save(state: TokenState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.ctx.storage.kv.put(STATE, state);
  }

  #wakeAll(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }

  /** Until the next change, or until whoever fetches counts as dead. */
  #change(atMostMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.max(0, atMostMs));
      this.#waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}
