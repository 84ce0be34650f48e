import { type Job, type JobItem, jobPageSize, PLAIN_OPTIONS } from "#domain/operations/job";
import type { PageChange } from "#domain/operations/ports";
import type { DeliveryRecord } from "#domain/ports";
import { letGo } from "./discard-dead-letter.ts";
import { findMissed } from "./find-missed.ts";
import type { OperationServices } from "./operation-services.ts";
import { enqueueNow, sortRestartable } from "./restart-deliveries.ts";
import { undoPage } from "./undo-page.ts";

export type JobServices = Pick<
  OperationServices,
  | "bodies"
  | "configurations"
  | "deliveryChanges"
  | "deliveryId"
  | "deliverySearch"
  | "integrations"
  | "jobQueue"
  | "jobs"
  | "now"
>;

/** One page of a job: what was done to whom, and what is to be written of it. */
export interface JobPage {
  readonly change: PageChange;
  readonly done: readonly JobItem[];
  readonly skipped: number;
  readonly position: string;
  readonly finished: boolean;
}

type Handled = Pick<JobPage, "change" | "done" | "skipped"> & {
  /** The last row that was handled, where that is not all of the page. */
  readonly stoppedAt?: string;
};

/** The objects first, then the records, which the caller writes: see restart-delivery.ts. */
export async function doPage(services: JobServices, job: Job): Promise<JobPage> {
  if (job.kind === "undo_job") return undoPage(services, job);
  const after = job.position === "" ? null : job.position;
  // Of the rows that a backfill looks at most need nothing, so a pace bounds what it finds and not what it looks at.
  const limit = jobPageSize(job.kind === "deliver_missed" ? PLAIN_OPTIONS : job.options);
  const request = { after, limit, order: "oldest" } as const;
  const page = await services.deliverySearch.fullPage(job.orgId, job.filter, request);
  const { stoppedAt, ...handled } = await handle(services, job, page.rows);
  const position = stoppedAt ?? page.next ?? page.rows.at(-1)?.id ?? job.position;
  return { ...handled, position, finished: page.next === null && stoppedAt === undefined };
}

async function handle(services: JobServices, job: Job, rows: readonly DeliveryRecord[]): Promise<Handled> {
  const { orgId, kind } = job;
  switch (kind) {
    case "retry_dead_letters":
    case "replay_deliveries":
      return restartAll(services, job, asSeenByOperator(job, rows));
    case "recover_failed": {
      const far = asSeenByOperator(job, rows).filter((row) => !goesOutSoon(row, services.now()));
      return restartAll(services, job, far);
    }
    case "discard_dead_letters": {
      const seen = asSeenByOperator(job, rows);
      await letGo(services, orgId, seen);
      return { change: { kind: "discarded", seen }, done: seen, skipped: 0 };
    }
    case "cancel_waiting": {
      const gone = await letGo(services, orgId, rows);
      const seen = rows.filter(({ id }) => gone.has(id));
      const detail = `Called off by ${job.id} before it was sent.`;
      return { change: { kind: "cancelled", seen, detail }, done: seen, skipped: rows.length - seen.length };
    }
    case "deliver_missed":
      return adoptMissed(services, job, rows);
    case "undo_job":
      throw new Error("An undo has pages of its own.");
  }
}

/** Given up after the job began, perhaps by the job's own retry of an hour ago: the operator has not seen these. */
function asSeenByOperator({ createdAt }: Job, rows: readonly DeliveryRecord[]): readonly DeliveryRecord[] {
  return rows.filter((record) => (record.attemptedAt ?? 0) <= createdAt);
}

/** To hurry what is about to be sent, or is being sent, would send it twice. */
const SOON_MS = 30_000;

function goesOutSoon({ status, nextRetryAt }: DeliveryRecord, now: number): boolean {
  return status === "retrying" && (nextRetryAt ?? now) < now + SOON_MS;
}

async function restartAll(
  services: JobServices,
  { orgId, options }: Job,
  rows: readonly DeliveryRecord[],
): Promise<Handled> {
  const { restartable, refused } = await sortRestartable(services, orgId, rows);
  const arrived = restartable.filter(({ status }) => status === "delivered" || status === "cancelled");
  await services.deliveryChanges.keepFirstAttempts(
    orgId,
    arrived.map(({ id }) => id),
  );
  await enqueueNow(services, orgId, restartable, options);
  return { change: { kind: "retrying", seen: restartable }, done: restartable, skipped: refused.length };
}

/** Rows that needed nothing count as skipped, so that the percentage is the part of the log that was looked at. */
async function adoptMissed(
  services: JobServices,
  job: Job,
  rows: readonly DeliveryRecord[],
): Promise<Handled> {
  const { orgId, options } = job;
  const integrationId = options.integrationId ?? "";
  const all = await findMissed(services, job, rows);
  const found = all.slice(0, jobPageSize(options));
  const stoppedAt = found.length < all.length ? found.at(-1)?.rowId : undefined;
  const looked = stoppedAt === undefined ? rows.length : rows.findIndex(({ id }) => id === stoppedAt) + 1;
  const taken = new Set(
    found.length === 0
      ? []
      : await services.integrations.adopt(
          { orgId, integrationId },
          found.map(({ delivery, record }) => ({ delivery, dueAt: record.nextRetryAt ?? services.now() })),
        ),
  );
  const records = found.flatMap(({ record }) => (taken.has(record.id) ? record : []));
  return {
    change: { kind: "recorded", records },
    done: records,
    // What an earlier page made may lie ahead of the next one: it was not there when the job began.
    skipped:
      rows.slice(0, looked).filter((row) => row.integrationId !== integrationId).length - records.length,
    ...(stoppedAt === undefined ? {} : { stoppedAt }),
  };
}
