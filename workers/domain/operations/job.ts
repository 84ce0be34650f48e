import type { DeliveryFilter } from "./delivery-filter.ts";

export const JOB_KINDS = ["retry_dead_letters", "discard_dead_letters"] as const;
export type JobKind = (typeof JOB_KINDS)[number];

export const JOB_STATUSES = ["running", "completed", "cancelled", "failed"] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

/** A bulk operation over dead letters. Its row is the only thing that knows how far it is. */
export interface Job {
  readonly orgId: string;
  readonly id: string;
  readonly kind: JobKind;
  readonly filter: DeliveryFilter;
  readonly status: JobStatus;
  /** Dead letters that matched when it was made; grows when there turn out to be more. */
  readonly total: number;
  readonly processed: number;
  /** Matched and could not be processed, for instance because the integration is switched off. */
  readonly skipped: number;
  /** The last delivery id that was looked at; "" before the first page. */
  readonly position: string;
  /** Why it stands as it does, for people. */
  readonly detail: string | null;
  readonly createdAt: number;
  /** Grows with every write, so it also tells two readers apart who both want the next page. */
  readonly updatedAt: number;
}

/** Whole percent, and 100 only when nothing is left: rows may leave the list while the job runs. */
export function jobPercentage(job: Pick<Job, "status" | "total" | "processed" | "skipped">): number {
  if (job.status === "completed") return 100;
  if (job.total === 0) return 0;
  return Math.min(99, Math.floor((100 * (job.processed + job.skipped)) / job.total));
}

/** How one page changes the job. */
export interface JobProgress {
  readonly position: string;
  readonly processed: number;
  readonly skipped: number;
  /** Nothing is left behind this page. */
  readonly finished: boolean;
}
