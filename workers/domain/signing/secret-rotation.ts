import type { SigningSecret, StoredSigningSecret } from "./signing-config.ts";

/** Every active secret adds a signature to the header, and receivers cap the length of their headers. */
export const MAX_SECRETS = 10;

const DAY_MS = 86_400_000;

/** An old secret that signs for longer than a week is a secret nobody ever rotates. */
export const MAX_OVERLAP_MS = 7 * DAY_MS;

export type RotationResult =
  | { readonly ok: true; readonly secrets: readonly StoredSigningSecret[] }
  | { readonly ok: false; readonly reason: RotationRefusal; readonly message: string };

export type RotationRefusal =
  | "overlap_out_of_range"
  | "already_current"
  | "id_taken"
  | "unknown_secret"
  | "last_secret";

/**
 * The secrets that sign at `now` (epoch ms): the current ones first, then the old ones that have not expired.
 * Lists are kept newest first (`rotate` sees to that), so the order among old ones is the list's own.
 */
export function activeSecrets<Secret extends StoredSigningSecret>(
  secrets: readonly Secret[],
  now: number,
): readonly Secret[] {
  const current = secrets.filter((secret) => secret.expiresAt === null);
  const old = secrets.filter((secret) => secret.expiresAt !== null && secret.expiresAt > now);
  return [...current, ...old].slice(0, MAX_SECRETS);
}

/**
 * Make `fresh` the current secret of its kind. Its predecessor keeps signing for `overlapMs` (0 to 7 days), so
 * that receivers can change over one by one. Zero overlap drops it at once, which is what a leaked secret needs.
 * Secrets of the other kind are left alone: one endpoint may be signed by HMAC and Ed25519 together.
 */
export function rotate(
  secrets: readonly StoredSigningSecret[],
  fresh: Omit<SigningSecret, "expiresAt">,
  overlapMs: number,
  now: number,
): RotationResult {
  const outOfRange = refuseOverlap(overlapMs);
  if (outOfRange !== null) return outOfRange;
  if (secrets.some((secret) => secret.expiresAt === null && secret.value === fresh.value)) {
    return refuse("already_current", "This secret is already the current one.");
  }

  // Rolling back to a secret that still overlaps must not leave it in the list twice: it would sign twice.
  // One that cannot be opened goes: it could sign nothing during the overlap, and would only hold deliveries up.
  const others = secrets.filter(
    (secret) => secret.value !== fresh.value && !(secret.value === null && secret.kind === fresh.kind),
  );
  if (others.some((secret) => secret.id === fresh.id)) {
    return refuse("id_taken", `Another secret already has the id ${fresh.id}.`);
  }
  const retired = others.map(
    (secret): StoredSigningSecret =>
      secret.kind === fresh.kind && secret.expiresAt === null
        ? { ...secret, expiresAt: now + overlapMs }
        : secret,
  );
  const current: SigningSecret = { id: fresh.id, kind: fresh.kind, value: fresh.value, expiresAt: null };
  return { ok: true, secrets: activeSecrets<StoredSigningSecret>([current, ...retired], now) };
}

/**
 * Stop using one secret after `overlapMs`, without a successor. The last secret that signs is refused: deliveries
 * would have nothing to be signed with. A secret that is already expiring can be cut short, never prolonged.
 */
export function retire(
  secrets: readonly StoredSigningSecret[],
  id: string,
  overlapMs: number,
  now: number,
): RotationResult {
  const outOfRange = refuseOverlap(overlapMs);
  if (outOfRange !== null) return outOfRange;
  const target = secrets.find((secret) => secret.id === id);
  if (target === undefined) return refuse("unknown_secret", `There is no secret with the id ${id}.`);
  const anotherStays = secrets.some((secret) => secret.id !== id && secret.expiresAt === null);
  if (target.expiresAt === null && !anotherStays) {
    return refuse("last_secret", "This is the only current secret. Rotate it instead, or turn signing off.");
  }

  const end = Math.min(target.expiresAt ?? Number.POSITIVE_INFINITY, now + overlapMs);
  const kept = secrets.map((secret) => (secret.id === id ? { ...secret, expiresAt: end } : secret));
  return { ok: true, secrets: activeSecrets(kept, now) };
}

function refuseOverlap(overlapMs: number): RotationResult | null {
  if (Number.isFinite(overlapMs) && overlapMs >= 0 && overlapMs <= MAX_OVERLAP_MS) return null;
  return refuse("overlap_out_of_range", "The overlap must be between 0 and 7 days.");
}

function refuse(reason: RotationRefusal, message: string): RotationResult {
  return { ok: false, reason, message };
}
