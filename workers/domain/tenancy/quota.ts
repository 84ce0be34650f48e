import { DEFAULT_RATE_LIMITS } from "./rate-limits.ts";
import type { BucketLimit } from "./token-bucket.ts";

/** As they are wished for; what is enforced is `RateLimits`. Null: what holds above, or by default. */
export interface QuotaRateLimits {
  readonly perKey: BucketLimit | null;
  readonly perUser: BucketLimit | null;
  readonly perOrganization: BucketLimit | null;
}

/** What an organization may use. Null: no limit. It is set from above, never by the organization itself. */
export interface Quota {
  /** Per UTC day. */
  readonly eventsPerDay: number | null;
  readonly integrations: number | null;
  readonly storageBytes: number | null;
  readonly rateLimits: QuotaRateLimits;
}

export const LIMITLESS: Quota = {
  eventsPerDay: null,
  integrations: null,
  storageBytes: null,
  rateLimits: { perKey: null, perUser: null, perOrganization: null },
};

/** The smaller of both, member by member: lowering a parent's quota lowers what all below it may use. */
export function narrowQuota(parent: Quota, wish: Quota): Quota {
  const limits = (member: keyof QuotaRateLimits) =>
    smallerRate(parent.rateLimits[member], wish.rateLimits[member]);
  return {
    eventsPerDay: smaller(parent.eventsPerDay, wish.eventsPerDay),
    integrations: smaller(parent.integrations, wish.integrations),
    storageBytes: smaller(parent.storageBytes, wish.storageBytes),
    rateLimits: {
      perKey: limits("perKey"),
      perUser: limits("perUser"),
      perOrganization: limits("perOrganization"),
    },
  };
}

/** A top organization's quota, as the platform set it; there are rate limits everywhere, by default at least. */
export function quotaAtTop(wish: Quota): Quota {
  return {
    ...wish,
    rateLimits: {
      perKey: wish.rateLimits.perKey ?? DEFAULT_RATE_LIMITS.perKey,
      perUser: wish.rateLimits.perUser ?? DEFAULT_RATE_LIMITS.perUser,
      perOrganization: wish.rateLimits.perOrganization ?? DEFAULT_RATE_LIMITS.perOrganization,
    },
  };
}

interface ExcessiveWish {
  readonly pointer: string;
  readonly message: string;
}

/** Where a wish is more than the parent itself may use. */
export function exceedingQuota(parent: Quota, wish: Quota): readonly ExcessiveWish[] {
  const pairs: readonly (readonly [string, number | null, number | null])[] = [
    ["/eventsPerDay", parent.eventsPerDay, wish.eventsPerDay],
    ["/integrations", parent.integrations, wish.integrations],
    ["/storageBytes", parent.storageBytes, wish.storageBytes],
    ...(["perKey", "perUser", "perOrganization"] as const).flatMap((limit) =>
      (["ratePerSecond", "burst"] as const).map(
        (member) =>
          [
            `/rateLimits/${limit}/${member}`,
            parent.rateLimits[limit]?.[member] ?? null,
            wish.rateLimits[limit]?.[member] ?? null,
          ] as const,
      ),
    ),
  ];
  return pairs.flatMap(([pointer, most, wanted]) =>
    most !== null && wanted !== null && wanted > most
      ? [{ pointer, message: `At most ${most}: a quota never exceeds the one above it.` }]
      : [],
  );
}

/**
 * How many of the day's events one of the intake's shards may take. Together they are exactly the quota; keys spread
 * evenly but not perfectly, so a shard may be full a little before the others.
 */
export function shardAllowance(eventsPerDay: number | null, shards: number, shard: number): number | null {
  if (eventsPerDay === null) return null;
  return Math.floor(eventsPerDay / shards) + (shard < eventsPerDay % shards ? 1 : 0);
}

const DAY_MS = 86_400_000;

/** Days since 1970, UTC. */
export function utcDay(now: number): number {
  return Math.floor(now / DAY_MS);
}

/** Until midnight UTC, when the day's quota begins anew. */
export function msUntilNextDay(now: number): number {
  return (utcDay(now) + 1) * DAY_MS - now;
}

function smaller(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

function smallerRate(a: BucketLimit | null, b: BucketLimit | null): BucketLimit | null {
  if (a === null || b === null) return a ?? b;
  return {
    ratePerSecond: Math.min(a.ratePerSecond, b.ratePerSecond),
    burst: Math.min(a.burst, b.burst),
  };
}
