/**
 * How fast somebody may guess. Some failures are free, then every further one doubles the wait; failures are forgiven
 * one by one as time passes, so an office behind one address does not pay for last week's typing errors.
 */
export interface GuessPolicy {
  readonly freeFailures: number;
  readonly firstWaitMs: number;
  readonly maxWaitMs: number;
  readonly forgiveOneEveryMs: number;
  /** A success proves the account's owner; that an address has one honest user says nothing about the others there. */
  readonly successForgives: "all" | "itself";
}

export const GUESS_POLICIES = {
  account: {
    freeFailures: 5,
    firstWaitMs: 1_000,
    maxWaitMs: 15 * 60_000,
    forgiveOneEveryMs: 15 * 60_000,
    successForgives: "all",
  },
  ip: {
    freeFailures: 30,
    firstWaitMs: 1_000,
    maxWaitMs: 15 * 60_000,
    forgiveOneEveryMs: 30_000,
    successForgives: "itself",
  },
} as const satisfies Readonly<Record<string, GuessPolicy>>;

export type GuessKind = keyof typeof GUESS_POLICIES;

/** What is remembered of one account or address. Plain data. */
export interface GuessRecord {
  readonly failures: number;
  /** Since when the next forgiving is counted. */
  readonly countedFrom: number;
  readonly blockedUntil: number;
}

export interface GuessAdmission {
  readonly allowed: boolean;
  /** 0 when allowed. */
  readonly retryAfterMs: number;
}

const CLEAN: GuessRecord = { failures: 0, countedFrom: 0, blockedUntil: 0 };

/**
 * May somebody guess now? Who may is counted as a failure at once, and a success takes that back: a hundred guesses at
 * the same moment must not all be let in before the first is found wrong. Who may not is not counted, so nobody makes
 * another's wait longer by knocking.
 */
export function admitGuess(
  record: GuessRecord | null,
  policy: GuessPolicy,
  now: number,
): { readonly admission: GuessAdmission; readonly record: GuessRecord } {
  const current = forgive(record ?? CLEAN, policy, now);
  if (current.blockedUntil > now) {
    return { admission: { allowed: false, retryAfterMs: current.blockedUntil - now }, record: current };
  }
  const failures = current.failures + 1;
  const waitMs = waitAfter(failures, policy);
  const counted = { ...current, failures, blockedUntil: waitMs === 0 ? 0 : now + waitMs };
  return { admission: { allowed: true, retryAfterMs: 0 }, record: counted };
}

/** The admitted guess was right. Null when nothing is left to remember. */
export function forgiveSuccess(record: GuessRecord | null, policy: GuessPolicy): GuessRecord | null {
  if (record === null || policy.successForgives === "all" || record.failures <= 1) return null;
  const failures = record.failures - 1;
  return { ...record, failures, blockedUntil: failures <= policy.freeFailures ? 0 : record.blockedUntil };
}

/** From when on the record says nothing any more. */
export function forgottenAt(record: GuessRecord, policy: GuessPolicy): number {
  return Math.max(record.blockedUntil, record.countedFrom + record.failures * policy.forgiveOneEveryMs);
}

function waitAfter(failures: number, policy: GuessPolicy): number {
  const beyond = failures - policy.freeFailures;
  return beyond <= 0 ? 0 : Math.min(policy.firstWaitMs * 2 ** (beyond - 1), policy.maxWaitMs);
}

function forgive(record: GuessRecord, policy: GuessPolicy, now: number): GuessRecord {
  const forgiven = Math.max(0, Math.floor((now - record.countedFrom) / policy.forgiveOneEveryMs));
  if (forgiven >= record.failures) return { ...record, failures: 0, countedFrom: now };
  return {
    ...record,
    failures: record.failures - forgiven,
    countedFrom: record.countedFrom + forgiven * policy.forgiveOneEveryMs,
  };
}

/** One household or server has a whole /64 of IPv6 (RFC 6177): every address of it is the same guesser. */
export function guesserOf(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1];
  if (mapped !== undefined || !ip.includes(":")) return mapped ?? ip;
  const [head = "", tail] = ip.toLowerCase().split("::");
  const before = head.split(":").filter((part) => part !== "");
  const after = (tail ?? "").split(":").filter((part) => part !== "");
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array.from({ length: zeros }, () => "0"), ...after];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":")}::/64`;
}
