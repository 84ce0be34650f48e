import type { DeliveryStatus } from "../delivery/delivery-state.ts";
import type { IntegrationIdentity } from "../delivery/settlement.ts";
import type { AttemptRecord, DeliveryRecord } from "../ports.ts";
import type { DeliveryFilter } from "./delivery-filter.ts";
import type { Job, JobItem, JobProgress, JobStatus } from "./job.ts";

/** What operating the gateway needs of the world: searching the log, restarting, jobs, the cron's sweeps. */

/** A row of the log without the event, which only a restart and the detail page need. */
export type DeliverySummary = Omit<DeliveryRecord, "event">;

export interface SearchRequest {
  /** Only ids behind this one, in the direction of the search; null from the start. */
  readonly after: string | null;
  readonly limit: number;
  readonly order: "newest" | "oldest";
}

export interface SearchPage<Row = DeliverySummary> {
  readonly rows: readonly Row[];
  /** Where the next page starts; null when there is none. Not always the last row's id: rows that did not match count. */
  readonly next: string | null;
  /** Rows that were looked at. */
  readonly scanned: number;
}

export interface DeliveryCount {
  readonly count: number;
  /** False: there were more rows than one question may look at, so there may be more. */
  readonly exact: boolean;
}

/** The log as operators read it. Every question's cost is bounded, whatever the size of the log. */
export interface DeliverySearch {
  page(orgId: string, filter: DeliveryFilter, request: SearchRequest): Promise<SearchPage>;
  /** The same with everything a restart needs. */
  fullPage(
    orgId: string,
    filter: DeliveryFilter,
    request: SearchRequest,
  ): Promise<SearchPage<DeliveryRecord>>;
  count(orgId: string, filter: DeliveryFilter): Promise<DeliveryCount>;
  find(orgId: string, id: string): Promise<DeliveryRecord | null>;
  /** The newest `limit` attempts, oldest first. A clean first delivery has none. */
  attempts(orgId: string, id: string, limit: number): Promise<readonly AttemptRecord[]>;
}

/** A record as it was read: it changes only while it is still this one. */
export type SeenDelivery = Pick<DeliveryRecord, "id" | "attempts"> & { readonly status: DeliveryStatus };

/** What an operator changes in the log. */
export interface DeliveryChanges {
  /** Give clean first deliveries' attempts rows of their own, before a replay writes over what the records know of them. */
  keepFirstAttempts(orgId: string, ids: readonly string[]): Promise<void>;
  /** Answers how many were changed. */
  markRetrying(orgId: string, seen: readonly SeenDelivery[], now: number): Promise<number>;
  markDiscarded(orgId: string, seen: readonly SeenDelivery[]): Promise<number>;
}

export interface JobPageRequest {
  readonly status: JobStatus | null;
  readonly after: string | null;
  readonly limit: number;
}

export interface JobRepository {
  /** False when the organization already has `maxRunning` running jobs. */
  insert(job: Job, maxRunning: number): Promise<boolean>;
  find(orgId: string, id: string): Promise<Job | null>;
  /** Newest first, up to `limit`. */
  list(orgId: string, request: JobPageRequest): Promise<readonly Job[]>;
  /** Take the next page of a running job; null when somebody else did, or it runs no longer. */
  claim(job: Job, now: number): Promise<Job | null>;
  /** In one transaction: the page's records, and the job's progress. False when the job was already past this page. */
  advance(job: Job, change: PageChange, progress: JobProgress, now: number): Promise<boolean>;
  /**
   * Begin to take a job back, which happens once. `busy`: too many jobs run. `over`: it was taken back already, or runs.
   */
  insertUndo(undo: Job, maxRunning: number): Promise<"begun" | "busy" | "over">;
  /** What the job did, in its order, behind `after`; null when there is no more. */
  doneBehind(orgId: string, id: string, after: string): Promise<DonePage | null>;
  /** A page failed; the job goes on trying. */
  note(job: Job, detail: string): Promise<void>;
  /** False when it runs no longer. */
  cancel(orgId: string, id: string, now: number): Promise<boolean>;
  /** Running jobs that nobody has touched since `before`, the longest waiting first. */
  stalled(before: number, limit: number): Promise<readonly Job[]>;
  fail(job: Job, detail: string, now: number): Promise<void>;
}

/** What a page does to the records of its deliveries. Each changes only while it is as it was seen. */
export type PageChange =
  | { readonly kind: "retrying"; readonly seen: readonly SeenDelivery[] }
  | { readonly kind: "discarded"; readonly seen: readonly SeenDelivery[] }
  | { readonly kind: "cancelled"; readonly seen: readonly SeenDelivery[]; readonly detail: string }
  /** New ones, where none is there. */
  | { readonly kind: "recorded"; readonly records: readonly DeliveryRecord[] }
  /** Taken back to another status. */
  | { readonly kind: "restored"; readonly seen: readonly (SeenDelivery & { readonly to: DeliveryStatus })[] }
  /** Taken back to never having been. */
  | { readonly kind: "removed"; readonly seen: readonly SeenDelivery[] };

/** One page of what a job did. */
export interface DonePage {
  readonly position: string;
  readonly items: readonly JobItem[];
}

/** Where a rotating sweep stands; "" at the start. */
export interface Sweeps {
  position(name: string): Promise<string>;
  moveTo(name: string, position: string): Promise<void>;
}

export interface SweptOrganization {
  readonly id: string;
  readonly retentionDays: number;
  readonly intakeShards: number;
}

export interface OverduePage {
  readonly integrations: readonly IntegrationIdentity[];
  /** "" when the sweep is through. */
  readonly next: string;
}

export interface OldDelivery {
  readonly id: string;
  readonly integrationId: string;
  /** A dead letter: it may stop a lane. */
  readonly dead: boolean;
}

export interface OldDeliveries {
  readonly examined: number;
  /** Those among them that do not wait. */
  readonly items: readonly OldDelivery[];
  /** The last id that was looked at; null when there is nothing older than asked left to look at. */
  readonly last: string | null;
}

/** What the cron reads and removes. Every call looks at a bounded number of rows. */
export interface Housekeeping {
  /** By id, behind `after`. Without those that are deleted: to wake their objects would fill them anew. */
  organizations(after: string, limit: number): Promise<readonly SweptOrganization[]>;
  /** Integrations with deliveries that should have been handed out before `before`. */
  overdue(position: string, before: number, rows: number, integrations: number): Promise<OverduePage>;
  /** With ids in `(after, before)`. */
  oldDeliveries(orgId: string, after: string, before: string, rows: number): Promise<OldDeliveries>;
  /** Records and attempts, except those that wait. */
  removeDeliveries(orgId: string, ids: readonly string[]): Promise<void>;
  oldestDelivery(orgId: string): Promise<string | null>;
  removeJobs(orgId: string, endedBefore: number, rows: number): Promise<void>;
  /** What jobs made before this moment did. */
  removeJobPages(orgId: string, jobsBefore: number, rows: number): Promise<void>;
  /** Rejected events and counts from before `recordsBefore`, and compiled code from before `codeBefore`. */
  removeValidation(orgId: string, recordsBefore: number, codeBefore: number, rows: number): Promise<void>;
  /** What was stored on days before this one (`YYYY-MM-DD`) is no longer kept. */
  removeUsage(orgId: string, beforeDay: string): Promise<void>;
}
