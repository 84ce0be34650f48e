import type { Principal } from "#domain/access/principal";
import type { Configurations } from "#domain/ports";
import { coarseAddress } from "#domain/tenancy/coarse-address";
import { ADDRESS_LIMIT, DEFAULT_RATE_LIMITS, type RateLimits } from "#domain/tenancy/rate-limits";
import {
  type BucketReport,
  leaseSize,
  type NamedLimit,
  type RateLimiter,
  type TakeReply,
} from "#domain/tenancy/take-from-buckets";
import type { BucketLimit } from "#domain/tenancy/token-bucket";

/** What one of the caller's buckets says, for the headers of the answer. `name` tells the caller whose bucket it is. */
export interface LimitReport extends BucketReport {
  readonly name: "key" | "user" | "organization" | "address";
  readonly limit: BucketLimit;
}

export type CallVerdict =
  /** `reports` is empty when nobody counted: the caller has no limit, or the buckets could not be reached. */
  | { readonly allowed: true; readonly reports: readonly LimitReport[] }
  | { readonly allowed: false; readonly reports: readonly LimitReport[]; readonly retryAfterMs: number };

export interface CallLimits {
  /** One call by somebody who was authenticated. Counts against the caller's own organization, whichever it is about. */
  principal(principal: Principal): Promise<CallVerdict>;
  /** One call by nobody in particular, from this network address; null when the runtime knows none. */
  address(address: string | null): Promise<CallVerdict>;
}

export interface CallLimitServices {
  readonly rateLimiter: RateLimiter;
  readonly configurations: Configurations;
  readonly now: () => number;
}

/** Tokens that an isolate holds for a caller, truly taken from the buckets. */
interface Lease {
  left: number;
  until: number;
  /** The buckets were found empty: asking before this moment cannot help. */
  refusedUntil: number;
  reports: readonly BucketReport[];
}

/** Long enough that a busy caller uses its lease up, short enough that an idle one keeps nothing from others. */
const LEASE_MS = 2_000;
/** A bucket that does not answer in this time is no reason to refuse. */
const PATIENCE_MS = 1_000;
/** How long a caller with a large limit is refused without asking again. */
const FLOOD_PAUSE_MS = 100;
const MAX_LEASES = 5_000;

interface Caller {
  readonly object: string;
  readonly names: readonly LimitReport["name"][];
  readonly buckets: readonly NamedLimit[];
}

const UNLIMITED: CallVerdict = { allowed: true, reports: [] };

/** Counts API calls in the buckets of RateLimitObjects, most of them without asking one. */
export function createCallLimits({ rateLimiter, configurations, now }: CallLimitServices): CallLimits {
  const leases = new Map<string, Lease>();

  function admit(caller: Caller): CallVerdict | Promise<CallVerdict> {
    const key = `${caller.object} ${caller.buckets[0]?.name}`;
    const lease = leases.get(key) ?? { left: 0, until: 0, refusedUntil: 0, reports: [] };
    const moment = now();
    if (lease.left > 0 && moment < lease.until) {
      lease.left--;
      return allowed(caller, lease);
    }
    if (moment < lease.refusedUntil) return refused(caller, lease.reports, lease.refusedUntil - moment);
    return ask(key, caller, lease);
  }

  async function ask(key: string, caller: Caller, lease: Lease): Promise<CallVerdict> {
    const size = leaseSize(caller.buckets);
    const returned = lease.left;
    // Before the question goes out: whoever comes meanwhile must not use what is being given back.
    lease.left = 0;
    leases.delete(key);
    leases.set(key, lease);
    if (leases.size > MAX_LEASES) leases.delete(leases.keys().next().value ?? key);
    const reply = await takeOrNull(caller, { buckets: caller.buckets, wanted: size, returned });
    if (reply === null) return UNLIMITED;
    lease.reports = reply.reports;
    if (reply.granted === 0) {
      // Under a flood that is ten questions a second at most, and not one per token that comes back.
      lease.refusedUntil = now() + Math.max(reply.retryAfterMs, size === 1 ? 0 : FLOOD_PAUSE_MS);
      return refused(caller, reply.reports, reply.retryAfterMs);
    }
    // Another question may have brought tokens meanwhile.
    lease.left += reply.granted - 1;
    lease.until = now() + LEASE_MS;
    return allowed(caller, lease);
  }

  /** Open when the buckets cannot be reached: a limit that fails must not be what stops an order. */
  async function takeOrNull(
    caller: Caller,
    request: Parameters<RateLimiter["take"]>[1],
  ): Promise<TakeReply | null> {
    try {
      const reply = await Promise.race([
        rateLimiter.take(caller.object, request),
        scheduler.wait(PATIENCE_MS).then(() => null),
      ]);
      if (reply === null)
        console.error(JSON.stringify({ event: "rate_limit.silent", object: caller.object }));
      return reply;
    } catch (error) {
      console.error(
        JSON.stringify({ event: "rate_limit.failed", object: caller.object, error: String(error) }),
      );
      return null;
    }
  }

  return {
    async principal(principal) {
      if (principal.kind === "operator") return UNLIMITED;
      const { homeOrgId } = principal;
      const limits = homeOrgId === null ? null : (await configurations.load(homeOrgId, 0))?.rateLimits;
      return admit(callerOf(principal, limits ?? DEFAULT_RATE_LIMITS));
    },
    async address(address) {
      if (address === null) return UNLIMITED;
      const object = `*:ip:${coarseAddress(address)}`;
      return admit({ object, names: ["address"], buckets: [{ name: "address", limit: ADDRESS_LIMIT }] });
    },
  };
}

function callerOf(principal: Exclude<Principal, { kind: "operator" }>, limits: RateLimits): Caller {
  const own = principal.kind === "api_key" ? "key" : "user";
  const bucket = {
    name: `${own}:${principal.id}`,
    limit: own === "key" ? limits.perKey : limits.perUser,
  };
  return principal.homeOrgId === null
    ? { object: "*:user", names: [own], buckets: [bucket] }
    : {
        object: principal.homeOrgId,
        names: [own, "organization"],
        buckets: [bucket, { name: "organization", limit: limits.perOrganization }],
      };
}

function allowed(caller: Caller, { reports, left }: Lease): CallVerdict {
  return { allowed: true, reports: describe(caller, reports, left) };
}

function refused(caller: Caller, reports: readonly BucketReport[], retryAfterMs: number): CallVerdict {
  return { allowed: false, reports: describe(caller, reports, 0), retryAfterMs };
}

/** What is leased is the caller's still, so it counts as remaining. */
function describe({ names, buckets }: Caller, reports: readonly BucketReport[], left: number): LimitReport[] {
  return buckets.flatMap(({ limit }, index) => {
    const [name, report] = [names[index], reports[index]];
    if (name === undefined || report === undefined) return [];
    return [{ name, limit, remaining: report.remaining + left, fullInMs: report.fullInMs }];
  });
}
