import type { JobMessage } from "#domain/messages";
import type { Job, JobProgress } from "#domain/operations/job";
import type { JobChange } from "#domain/operations/ports";
import type { DeliveryRecord } from "#domain/ports";
import { letGo } from "./discard-dead-letter.ts";
import type { OperationServices } from "./operation-services.ts";
import { enqueueNow, sortRestartable } from "./restart-deliveries.ts";
import { wakeJob } from "./wake-job.ts";

export type JobServices = Pick<
  OperationServices,
  "deliverySearch" | "jobs" | "jobQueue" | "integrations" | "configurations" | "now"
>;

/** Dead letters per message: small enough to be over in a second, so that progress shows and a cancel is felt. */
const PAGE = 100;

/**
 * One page of a job, then a message for the next. Whatever is lost on the way, the row still says where to go on; a page
 * that is done twice gives the same deliveries to the same objects, which take them once.
 */
export async function runJob(services: JobServices, { orgId, jobId }: JobMessage): Promise<void> {
  const found = await services.jobs.find(orgId, jobId);
  if (found === null || found.status !== "running") return;
  const job = await services.jobs.claim(found, services.now());
  // Cancelled, or another message for the same page came first.
  if (job === null) return;
  try {
    const finished = await runPage(services, job);
    if (!finished) await wakeJob(services, job);
  } catch (error) {
    await services.jobs.note(job, "A page failed and is tried again.");
    throw error;
  }
}

/** True when nothing is left to do, at least not for this run. */
async function runPage(services: JobServices, job: Job): Promise<boolean> {
  const request = { after: job.position === "" ? null : job.position, limit: PAGE, order: "oldest" } as const;
  const page = await services.deliverySearch.fullPage(job.orgId, job.filter, request);
  // Given up after the job began, perhaps by the job's own retry of an hour ago: the operator has not seen these.
  const seen = page.rows.filter((record) => (record.attemptedAt ?? 0) <= job.createdAt);
  const { change, done, skipped } = await handle(services, job, seen);
  const progress: JobProgress = {
    position: page.next ?? page.rows.at(-1)?.id ?? job.position,
    processed: done.length,
    skipped,
    finished: page.next === null,
  };
  const advanced = await services.jobs.advance(job, change, done, progress, services.now());
  return progress.finished || !advanced;
}

interface Handled {
  readonly change: JobChange;
  readonly done: readonly DeliveryRecord[];
  readonly skipped: number;
}

/** The objects first, then the records: see restart-delivery.ts. */
async function handle(
  services: JobServices,
  { kind, orgId }: Job,
  records: readonly DeliveryRecord[],
): Promise<Handled> {
  switch (kind) {
    case "retry_dead_letters": {
      const { restartable, refused } = await sortRestartable(services, orgId, records);
      await enqueueNow(services, orgId, restartable);
      return { change: "retrying", done: restartable, skipped: refused.length };
    }
    case "discard_dead_letters":
      await letGo(services, orgId, records);
      return { change: "discarded", done: records, skipped: 0 };
  }
}
