import type { DeliveryStatus } from "../delivery/delivery-state.ts";
import type { DeliveryFilter } from "./delivery-filter.ts";

export const JOB_KINDS = [
  "retry_dead_letters",
  "discard_dead_letters",
  /** Dead letters and what waits for a late retry, of one integration: it is back. */
  "recover_failed",
  /** Whatever was delivered, given up or cancelled is sent again. */
  "replay_deliveries",
  /** Events of the log that were never meant for an integration, because it was not there yet. */
  "deliver_missed",
  /** What is held or waits for a retry is not sent any more. */
  "cancel_waiting",
  /** Another job's pages, backwards as far as that is possible. */
  "undo_job",
] as const;
export type JobKind = (typeof JOB_KINDS)[number];

export const JOB_STATUSES = ["running", "completed", "cancelled", "failed"] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

/** A bulk operation over the log. Its row is the only thing that knows how far it is. */
export interface Job {
  readonly orgId: string;
  readonly id: string;
  readonly kind: JobKind;
  readonly filter: DeliveryFilter;
  readonly status: JobStatus;
  /** Rows that matched when it was made; grows when there turn out to be more. */
  readonly total: number;
  readonly processed: number;
  /** Matched and could not be processed, for instance because the integration is switched off. */
  readonly skipped: number;
  /** The last delivery id that was looked at; "" before the first page. */
  readonly position: string;
  /** Why it stands as it does, for people. */
  readonly detail: string | null;
  readonly options: JobOptions;
  /** Its next page does not begin before this: the pace it was given. */
  readonly notBefore: number;
  /** The job that takes it back. */
  readonly undoneBy: string | null;
  readonly createdAt: number;
  /** Grows with every write, so it also tells two readers apart who both want the next page. */
  readonly updatedAt: number;
}

export interface JobOptions {
  /** Deliveries per minute at most; null: as fast as pages go. */
  readonly perMinute: number | null;
  /** Of `deliver_missed`: the integration that gets them. */
  readonly integrationId: string | null;
  /** Of `undo_job`: the job that is taken back. */
  readonly undoes: string | null;
}

export const PLAIN_OPTIONS: JobOptions = { perMinute: null, integrationId: null, undoes: null };

/** Small enough to be over in a second, so that progress shows and a cancel is felt. */
const PAGE = 100;
/** A paced page is what its pace allows within this. */
const PACED_PAGE_MS = 10_000;
const MINUTE_MS = 60_000;

/** Deliveries per page. */
export function jobPageSize({ perMinute }: JobOptions): number {
  if (perMinute === null) return PAGE;
  return Math.min(PAGE, Math.max(1, Math.floor((perMinute * PACED_PAGE_MS) / MINUTE_MS)));
}

/** How long `handled` deliveries last at the job's pace. */
export function pageLastsMs({ perMinute }: JobOptions, handled: number): number {
  return perMinute === null ? 0 : Math.ceil((handled * MINUTE_MS) / perMinute);
}

/**
 * How long after the page's beginning the delivery with this index goes out. Whole seconds: every other moment would
 * be another alarm of the integration's object.
 */
export function spreadMs({ perMinute }: JobOptions, index: number): number {
  return perMinute === null ? 0 : Math.floor((index * 60) / perMinute) * 1_000;
}

/** For this long after its end a job can be taken back. */
export const UNDO_WINDOW_MS = 86_400_000;

/** Until when; null when that was done already, or there is nothing to take back. */
export function undoableUntil(
  job: Pick<Job, "kind" | "status" | "processed" | "undoneBy" | "updatedAt">,
): number | null {
  const { kind, status, processed, undoneBy, updatedAt } = job;
  if (kind === "undo_job" || status === "running" || processed === 0 || undoneBy !== null) return null;
  return updatedAt + UNDO_WINDOW_MS;
}

/** Whole percent, and 100 only when nothing is left: rows may leave the list while the job runs. */
export function jobPercentage(job: Pick<Job, "status" | "total" | "processed" | "skipped">): number {
  if (job.status === "completed") return 100;
  if (job.total === 0) return 0;
  return Math.min(99, Math.floor((100 * (job.processed + job.skipped)) / job.total));
}

/** A delivery as a job found it, which is what an undo goes back to. */
export interface JobItem {
  readonly id: string;
  readonly status: DeliveryStatus;
  readonly attempts: number;
}

/** How one page changes the job. */
export interface JobProgress {
  readonly position: string;
  readonly processed: number;
  readonly skipped: number;
  /** Nothing is left behind this page. */
  readonly finished: boolean;
  readonly notBefore: number;
  /** What was done to which deliveries; kept for an undo. */
  readonly items: readonly JobItem[];
}
