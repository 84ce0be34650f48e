/** What the intake remembers of a key it has seen. */
export interface SeenKey {
  readonly eventId: string;
  readonly fingerprint: string;
}

export type DedupeVerdict =
  | { readonly kind: "new" }
  | { readonly kind: "duplicate"; readonly eventId: string }
  /** The key was used before for something else. Taking it would hide one of the two events. */
  | { readonly kind: "conflict"; readonly eventId: string };

/**
 * Judge an event by everything its keys (Idempotency-Key, own id) were seen with.
 * The rule for the same key with another body is the one of draft-ietf-httpapi-idempotency-key-header, section 2.7.
 */
export function judgeDuplicate(fingerprint: string, seen: readonly (SeenKey | null)[]): DedupeVerdict {
  const known = seen.filter((key) => key !== null);
  const first = known[0];
  if (first === undefined) return { kind: "new" };
  const same = known.every((key) => key.fingerprint === fingerprint && key.eventId === first.eventId);
  return { kind: same ? "duplicate" : "conflict", eventId: first.eventId };
}

/** Keys are kept in buckets of a day and forgotten by the bucket. */
export const DEDUPE_BUCKET_MS = 24 * 60 * 60 * 1000;

/**
 * In front of a provider's own event ids. Their window is longer than that of a caller's keys (`k:`, `i:`): providers
 * retry for days. Above the others in the alphabet: forgetting walks a bucket's short-lived keys as one range.
 */
export const PROVIDER_KEY_PREFIX = "p:";

/** How many buckets before the present one count: a caller's key is remembered for 24 to 48 hours, a provider's for 72 to 96. */
const LOOKBACK_BUCKETS = 1;
export const PROVIDER_LOOKBACK_BUCKETS = 3;

export function dedupeBucket(timeMs: number): number {
  return Math.floor(timeMs / DEDUPE_BUCKET_MS);
}

export function lookbackOf(key: string): number {
  return key.startsWith(PROVIDER_KEY_PREFIX) ? PROVIDER_LOOKBACK_BUCKETS : LOOKBACK_BUCKETS;
}
