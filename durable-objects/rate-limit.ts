import { DurableObject } from "cloudflare:workers";
import { type TakeReply, type TakeRequest, takeFromBuckets } from "#domain/tenancy/take-from-buckets";
import { type BucketLimit, type BucketState, msUntilTokens } from "#domain/tenancy/token-bucket";
import { countStored, purgeStorage } from "./purge-storage.ts";

/**
 * A bucket that is full again before an idle object is put away needs no row: forgotten and refilled are the same. Only
 * what takes longer is written, whenever it changes; docs/api-limits.md says what a crash may forgive.
 */
const FORGETTABLE_MS = 10_000;
/** Of an organization with more keys and people than this, the buckets that are full are forgotten. */
const MAX_BUCKETS = 10_000;

interface StoredBucket extends BucketState {
  readonly fullAt: number;
}

/**
 * The token buckets of one organization: its keys', its people's and its own. Addressed by the organization's id, or by
 * `*:user` and `*:ip:<address>` for callers who belong to none.
 */
export class RateLimitObject extends DurableObject<Env> {
  readonly #buckets = new Map<string, StoredBucket>();

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const now = Date.now();
    for (const [name, bucket] of ctx.storage.kv.list<StoredBucket>()) {
      if (bucket.fullAt > now) this.#buckets.set(name, bucket);
      else ctx.storage.kv.delete(name);
    }
  }

  /** Take from all of these buckets or from none. */
  take(request: TakeRequest): TakeReply {
    const now = Date.now();
    const known = request.buckets.map(({ name }) => this.#buckets.get(name));
    const { states, reply } = takeFromBuckets(known, request, now);
    if (reply.granted > 0 || request.returned > 0) {
      request.buckets.forEach(({ name, limit }, index) => {
        const state = states[index];
        if (state !== undefined) this.#keep(name, state, limit, now);
      });
    }
    return reply;
  }

  /** Its organization was deleted. */
  async purge(): Promise<void> {
    this.#buckets.clear();
    await purgeStorage(this.ctx);
  }

  remains(): Promise<number> {
    return countStored(this.ctx);
  }

  #keep(name: string, state: BucketState, limit: BucketLimit, now: number): void {
    const fullInMs = msUntilTokens(state, limit, limit.burst);
    const bucket = { ...state, fullAt: now + fullInMs };
    this.#buckets.set(name, bucket);
    if (fullInMs > FORGETTABLE_MS) this.ctx.storage.kv.put(name, bucket);
    if (this.#buckets.size > MAX_BUCKETS) this.#forgetFull(now);
  }

  #forgetFull(now: number): void {
    for (const [name, { fullAt }] of this.#buckets) if (fullAt <= now) this.#buckets.delete(name);
  }
}
