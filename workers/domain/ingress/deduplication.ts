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

/** Keys are kept in buckets of a day and forgotten by the bucket, so a key is remembered for 24 to 48 hours. */
export const DEDUPE_BUCKET_MS = 24 * 60 * 60 * 1000;

export function dedupeBucket(timeMs: number): number {
  return Math.floor(timeMs / DEDUPE_BUCKET_MS);
}
