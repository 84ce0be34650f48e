import { type BucketLimit, isBucketLimit } from "./token-bucket.ts";

/** How many API calls an organization's keys and people may make; set from above, with its quota. */
export interface RateLimits {
  readonly perKey: BucketLimit;
  readonly perUser: BucketLimit;
  /** All of them together. */
  readonly perOrganization: BucketLimit;
}

/**
 * What holds where nothing else is set. One intake object takes about 1,000 requests a second, and so may one key; an
 * organization has that twice. A batch of 1,000 events is one call. People click.
 */
export const DEFAULT_RATE_LIMITS: RateLimits = {
  perKey: { ratePerSecond: 1_000, burst: 2_000 },
  perUser: { ratePerSecond: 50, burst: 200 },
  perOrganization: { ratePerSecond: 2_000, burst: 5_000 },
};

/** For callers who have not said who they are, by network address. Many people may share one. */
export const ADDRESS_LIMIT: BucketLimit = { ratePerSecond: 20, burst: 200 };

/** The limits in an organization's stored quota. What is absent or unusable there has its default. */
export function readRateLimits(quota: unknown): RateLimits {
  const { rateLimits } = (quota ?? {}) as { readonly rateLimits?: unknown };
  const given = (rateLimits ?? {}) as Partial<Record<keyof RateLimits, unknown>>;
  return {
    perKey: readLimit(given.perKey) ?? DEFAULT_RATE_LIMITS.perKey,
    perUser: readLimit(given.perUser) ?? DEFAULT_RATE_LIMITS.perUser,
    perOrganization: readLimit(given.perOrganization) ?? DEFAULT_RATE_LIMITS.perOrganization,
  };
}

function readLimit(given: unknown): BucketLimit | null {
  const { ratePerSecond, burst } = (given ?? {}) as Partial<Record<keyof BucketLimit, unknown>>;
  if (typeof ratePerSecond !== "number" || typeof burst !== "number") return null;
  const limit = { ratePerSecond, burst };
  return isBucketLimit(limit) ? limit : null;
}
