import type { ErrorCategory } from "../delivery/error-category.ts";
import type { Span } from "../health/health-trend.ts";
import type { Tally } from "./tally.ts";

/** A number that is counted up to a limit. */
export interface BoundedCount {
  readonly count: number;
  /** False: there are at least so many. */
  readonly exact: boolean;
}

export const WAITING_STATUSES = ["pending", "held", "retrying"] as const;
export type WaitingStatus = (typeof WAITING_STATUSES)[number];

export interface OldestUndelivered {
  readonly deliveryId: string;
  readonly eventId: string;
  readonly integrationId: string;
  readonly status: WaitingStatus;
  readonly acceptedAt: number;
}

/** What there is now, of any age. */
export interface Backlog {
  readonly deadLetters: BoundedCount;
  readonly waiting: Readonly<Record<WaitingStatus, BoundedCount>>;
  readonly oldest: OldestUndelivered | null;
}

/** The log at a glance. Every question's cost is bounded, whatever the size of the log; null asks about all integrations. */
export interface OverviewRecords {
  /** In the order of the spans; of each the newest `rows` deliveries are looked at. */
  tallies(
    orgId: string,
    integrationId: string | null,
    spans: readonly Span[],
    rows: number,
  ): Promise<readonly Tally[]>;
  /** Deliveries of each span whose last attempt failed, by why; each counted up to `most`. */
  categories(
    orgId: string,
    integrationId: string | null,
    spans: readonly Span[],
    most: number,
  ): Promise<readonly ReadonlyMap<ErrorCategory, BoundedCount>[]>;
  /** Each counted up to `most`. */
  backlog(orgId: string, integrationId: string | null, most: number): Promise<Backlog>;
}
