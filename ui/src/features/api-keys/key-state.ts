export type KeyState = "active" | "soon" | "replaced" | "expired" | "revoked";

interface Lifetime {
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
  readonly replacedBy: string | null;
}

const SOON_MS = 14 * 86_400_000;
/** A key of a week is not about to run out on its first day. */
const SOON_SHARE = 0.2;

/** How a key stands. One that was rotated works on until it runs out, and needs nobody's attention. */
export function keyState({ createdAt, expiresAt, revokedAt, replacedBy }: Lifetime, nowMs: number): KeyState {
  if (revokedAt !== null) return "revoked";
  const endMs = expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(expiresAt);
  if (endMs <= nowMs) return "expired";
  if (replacedBy !== null) return "replaced";
  const lifeMs = endMs - Date.parse(createdAt);
  return endMs - nowMs <= Math.min(SOON_MS, lifeMs * SOON_SHARE) ? "soon" : "active";
}

export function isWorking(state: KeyState): boolean {
  return state !== "expired" && state !== "revoked";
}
