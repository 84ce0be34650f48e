import type { ErrorCategory } from "../delivery/error-category.ts";
import type { BoundedCount } from "./ports.ts";

/** What in the navigation carries a number. */
export interface Badges {
  readonly deadLetters: BoundedCount;
  readonly openAlerts: number;
  readonly runningJobs: number;
  /** Credentials that need a person. */
  readonly brokenCredentials: number;
  readonly circuitsNotClosed: number;
}

/** The dead letters there are, by why and by where. */
export interface DeadLetterSummary {
  readonly deadLetters: BoundedCount;
  /** Null for those that were given up without an attempt. */
  readonly byCategory: readonly { readonly category: ErrorCategory | null; readonly count: number }[];
  readonly byIntegration: readonly { readonly integrationId: string; readonly count: number }[];
  /** When the oldest and the newest of those counted were accepted; null without any. */
  readonly oldestAt: number | null;
  readonly newestAt: number | null;
}

export interface BadgeRecords {
  /** Dead letters are counted up to `most`; of everything else there are hundreds at most. */
  count(orgId: string, most: number): Promise<Badges>;
  /** Of the newest `most`. */
  deadLetters(orgId: string, most: number): Promise<DeadLetterSummary>;
}
