import {
  type BucketLimit,
  type BucketState,
  fullBucket,
  giveBack,
  msUntilTokens,
  refill,
  takeTokens,
  tokensIn,
} from "./token-bucket.ts";

export interface NamedLimit {
  /** Within one object: `key:key_1`, `organization`. */
  readonly name: string;
  readonly limit: BucketLimit;
}

export interface TakeRequest {
  readonly buckets: readonly NamedLimit[];
  /** At most this many, at least one. */
  readonly wanted: number;
  /** Of an earlier grant, and not used. */
  readonly returned: number;
}

export interface BucketReport {
  readonly remaining: number;
  readonly fullInMs: number;
}

export interface TakeReply {
  /** 0: refused. Nothing was taken then. */
  readonly granted: number;
  /** In the order of the request. */
  readonly reports: readonly BucketReport[];
  /** Until one token is in every bucket; 0 when something was granted. */
  readonly retryAfterMs: number;
}

/**
 * Take from every bucket or from none: a call that its key may make and its organization may not must not cost the key.
 *
 * @param states what is known of the buckets, in the order of the request; a bucket nobody has heard of is full
 */
export function takeFromBuckets(
  states: readonly (BucketState | undefined)[],
  { buckets, wanted, returned }: TakeRequest,
  now: number,
): { readonly states: readonly BucketState[]; readonly reply: TakeReply } {
  const current = buckets.map(({ limit }, index) => {
    const state = states[index];
    if (state === undefined) return fullBucket(limit, now);
    return giveBack(refill(state, limit, now), limit, returned);
  });
  const granted = Math.min(wanted, ...current.map(tokensIn));
  const after = granted === 0 ? current : current.map((state) => takeTokens(state, granted));
  const until = (count: (limit: BucketLimit) => number) =>
    buckets.map(({ limit }, index) =>
      msUntilTokens(after[index] ?? fullBucket(limit, now), limit, count(limit)),
    );
  const fullIn = until(({ burst }) => burst);
  return {
    states: after,
    reply: {
      granted,
      reports: after.map((state, index) => ({ remaining: tokensIn(state), fullInMs: fullIn[index] ?? 0 })),
      retryAfterMs: granted === 0 ? Math.max(...until(() => 1)) : 0,
    },
  };
}

/**
 * How many tokens a caller of these buckets takes at once: a hundredth of the smallest burst, so that a generous limit
 * costs one question for many calls, and a small one is counted call by call.
 */
export function leaseSize(buckets: readonly NamedLimit[]): number {
  return Math.max(1, Math.floor(Math.min(...buckets.map(({ limit }) => limit.burst)) / 100));
}

/** The objects that hold the buckets. */
export interface RateLimiter {
  /** @param object an organization's id, or `*:…` for what belongs to none */
  take(object: string, request: TakeRequest): Promise<TakeReply>;
}
