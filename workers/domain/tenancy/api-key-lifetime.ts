const DAY_MS = 86_400_000;

/** Ten years and their leap days: a key is no heirloom. */
const MAX_LIFETIME_MS = 3_653 * DAY_MS;
export const MAX_OVERLAP_MS = 7 * DAY_MS;
export const DEFAULT_OVERLAP_MS = DAY_MS;

/** Why a key cannot expire then, as a sentence; null when it can. A key without an expiry lives until it is revoked. */
export function expiryProblem(expiresAt: number | null, now: number): string | null {
  if (expiresAt === null) return null;
  if (expiresAt <= now)
    return "It lies in the past. Name a moment in the future, or null for a key that does not expire.";
  if (expiresAt > now + MAX_LIFETIME_MS) return "A key lives for at most ten years. Name an earlier moment.";
  return null;
}

interface Lifetime {
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
  readonly replacedBy: string | null;
}

export type KeyState = "working" | "expired" | "revoked";

export function keyState(
  { expiresAt, revokedAt }: Omit<Lifetime, "createdAt" | "replacedBy">,
  now: number,
): KeyState {
  if (revokedAt !== null) return "revoked";
  return expiresAt !== null && expiresAt <= now ? "expired" : "working";
}

export type RotationDecision =
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "rotate"; readonly oldExpiresAt: number; readonly newExpiresAt: number | null };

/**
 * When the old key ends and the new one does. The overlap never makes the old key live longer than it was to. A new key
 * whose end nobody named lives as long as the old one was made to live.
 *
 * @param wished the new key's end; null for none, undefined when nobody said
 */
export function decideRotation(
  old: Lifetime,
  overlapMs: number,
  wished: number | null | undefined,
  now: number,
): RotationDecision {
  const state = keyState(old, now);
  if (state !== "working") {
    return { kind: "refused", reason: `It is ${state}, so there is nothing to replace. Make a new key.` };
  }
  if (old.replacedBy !== null) {
    return { kind: "refused", reason: `It was replaced by ${old.replacedBy} already. Rotate that one.` };
  }
  const inherited = old.expiresAt === null ? null : now + (old.expiresAt - old.createdAt);
  return {
    kind: "rotate",
    oldExpiresAt: Math.min(old.expiresAt ?? Number.POSITIVE_INFINITY, now + overlapMs),
    newExpiresAt: wished === undefined ? inherited : wished,
  };
}
