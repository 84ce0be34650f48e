const DAY_MS = 86_400_000;

/** A browser that is not used for so long has to sign in again. */
const IDLE_MS = 7 * DAY_MS;
/** And so has every browser after this, used or not. */
const LIFETIME_MS = 30 * DAY_MS;
/** An answer that was lost, or a second tab that asked at the same moment, shows the token before the newest. */
const GRACE_MS = 10_000;

/** What deciding about a refresh token needs to know of its session. */
export interface RefreshedSession {
  readonly refreshHash: string;
  /** The token that was replaced last. */
  readonly previousHash: string | null;
  readonly rotatedAt: number;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly revokedAt: number | null;
  /** Its person's sessions from before are over. */
  readonly validFrom: number;
}

export type RefreshDecision =
  | { readonly kind: "rotate"; readonly expiresAt: number }
  /** Answer what was answered a moment ago. */
  | { readonly kind: "repeat" }
  /** Somebody shows a token that was replaced: one of two holders stole it, and nobody can tell which. */
  | { readonly kind: "reuse" }
  | { readonly kind: "over" };

/** What follows when the token with this hash is shown for the session. */
export function decideRefresh(
  session: RefreshedSession,
  presentedHash: string,
  now: number,
): RefreshDecision {
  if (!isLive(session, now)) return { kind: "over" };
  if (presentedHash === session.refreshHash) {
    return { kind: "rotate", expiresAt: sessionEnd(session.createdAt, now) };
  }
  const inGrace = presentedHash === session.previousHash && now - session.rotatedAt <= GRACE_MS;
  return { kind: inGrace ? "repeat" : "reuse" };
}

/** Is somebody signed in with it at this moment? */
export function isLive(
  session: Pick<RefreshedSession, "createdAt" | "expiresAt" | "revokedAt" | "validFrom">,
  now: number,
): boolean {
  return session.revokedAt === null && session.expiresAt > now && session.createdAt >= session.validFrom;
}

/** When a session ends that was used now. */
export function sessionEnd(createdAt: number, now: number): number {
  return Math.min(now + IDLE_MS, createdAt + LIFETIME_MS);
}
