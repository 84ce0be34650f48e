/** An access token's time. Both are epoch milliseconds; `expiresAt` is null when the provider did not say. */
export interface TokenLifetime {
  readonly obtainedAt: number;
  readonly expiresAt: number | null;
}

const MAX_MARGIN_MS = 60_000;
const MARGIN_SHARE = 0.1;
const DAY_MS = 86_400_000;
const MIN_RENEWAL_MS = 60_000;

export function hasExpired({ expiresAt }: TokenLifetime, now: number): boolean {
  return expiresAt !== null && expiresAt <= now;
}

/**
 * Is it time to fetch the next one? A request on its way when the token ends would be refused, so a minute before, or a
 * tenth of a short life.
 */
export function isNearExpiry({ obtainedAt, expiresAt }: TokenLifetime, now: number): boolean {
  if (expiresAt === null) return false;
  const marginMs = Math.min(MAX_MARGIN_MS, (expiresAt - obtainedAt) * MARGIN_SHARE);
  return expiresAt - now < marginMs;
}

/**
 * When the cron renews tokens that no delivery has renewed: many refresh tokens end when nobody uses them. A day after
 * the access token ended, or at half of the refresh token's life where the provider tells it.
 */
export function decideRenewAt(lifetime: TokenLifetime, refreshLifetimeMs: number | null): number {
  const { obtainedAt, expiresAt } = lifetime;
  const idle = Math.max(obtainedAt, expiresAt ?? obtainedAt) + DAY_MS;
  if (refreshLifetimeMs === null) return idle;
  return Math.min(idle, obtainedAt + Math.max(MIN_RENEWAL_MS, refreshLifetimeMs / 2));
}
