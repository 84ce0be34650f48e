import type { LimitReport } from "#services/limit-calls";

/**
 * What an answer says of the caller's limits: `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-11)
 * with all of its buckets, and the older `X-RateLimit-*` with the scarcest one. Times are whole seconds from now.
 *
 * @param retryAfterMs null when the call was let through
 */
export function rateLimitFields(
  reports: readonly LimitReport[],
  retryAfterMs: number | null,
): readonly (readonly [name: string, value: string])[] {
  const [first, ...others] = reports;
  const waitSeconds = retryAfterMs === null ? null : Math.max(1, Math.ceil(retryAfterMs / 1_000));
  const retry = waitSeconds === null ? [] : [["retry-after", String(waitSeconds)] as const];
  if (first === undefined) return retry;
  // Retry-After and an empty bucket's reset name the same moment, as the draft asks.
  const resetOf = ({ remaining, fullInMs }: LimitReport) =>
    waitSeconds !== null && remaining === 0 ? waitSeconds : Math.ceil(fullInMs / 1_000);
  const scarcest = others.reduce((least, next) => (next.remaining < least.remaining ? next : least), first);
  return [
    ["ratelimit-policy", reports.map(policyOf).join(", ")],
    ["ratelimit", reports.map((one) => `"${one.name}";r=${one.remaining};t=${resetOf(one)}`).join(", ")],
    ["x-ratelimit-limit", String(scarcest.limit.burst)],
    ["x-ratelimit-remaining", String(scarcest.remaining)],
    ["x-ratelimit-reset", String(resetOf(scarcest))],
    ...retry,
  ];
}

/** A bucket in the words of a quota and its window: so many calls in the time in which an empty bucket fills. */
function policyOf({ name, limit: { ratePerSecond, burst } }: LimitReport): string {
  return `"${name}";q=${burst};w=${Math.max(1, Math.ceil(burst / ratePerSecond))}`;
}
