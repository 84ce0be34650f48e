/** How long an organization's audit log is kept, and where. */

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 365;
export const MIN_AUDIT_RETENTION_DAYS = 30;
/** Ten years, with their leap days. */
const MAX_DAYS = 3_653;

/** Entries older than this leave D1 for R2. */
const SEARCHABLE_DAYS = 90;
/** More entries than this leave D1 too, the oldest first: one organization must not fill a region's database. */
export const SEARCHABLE_ENTRIES = 500_000;

/** What `auditRetentionDays` of an organization's policy comes to; `policy` is JSON text. */
export function auditRetentionDays(policy: string): number {
  const { auditRetentionDays: days } = readPolicy(policy);
  if (typeof days !== "number" || !Number.isFinite(days)) return DEFAULT_DAYS;
  return Math.min(MAX_DAYS, Math.max(MIN_AUDIT_RETENTION_DAYS, Math.floor(days)));
}

export interface ArchivePlan {
  /** When the oldest entry in D1 is older than this, entries are moved … */
  readonly movesWhenOlderThan: number;
  /** … all those that are older than this, so that a segment holds a month of a quiet organization, not one entry. */
  readonly movesBefore: number;
  /** Segments that end before this moment are removed. */
  readonly removesBefore: number;
}

export function planArchive(retentionDays: number, now: number): ArchivePlan {
  const searchableDays = Math.min(SEARCHABLE_DAYS, retentionDays);
  const spanDays = searchableDays < SEARCHABLE_DAYS ? 1 : 30;
  return {
    movesWhenOlderThan: now - searchableDays * DAY_MS,
    movesBefore: now - (searchableDays - spanDays) * DAY_MS,
    removesBefore: now - retentionDays * DAY_MS,
  };
}

function readPolicy(policy: string): { readonly auditRetentionDays?: unknown } {
  try {
    const read: unknown = JSON.parse(policy);
    return typeof read === "object" && read !== null ? read : {};
  } catch {
    return {};
  }
}
