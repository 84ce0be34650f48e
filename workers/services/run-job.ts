import type { JobMessage } from "#domain/messages";
import { type Job, pageLastsMs } from "#domain/operations/job";
import { doPage, type JobServices } from "./job-page.ts";
import { wakeJob } from "./wake-job.ts";

const CLOCKS_DIFFER_MS = 1_000;

/**
 * One page of a job, then a message for the next. Whatever is lost on the way, the row still says where to go on; a page
 * that is done twice gives the same deliveries to the same objects, which take them once.
 */
export async function runJob(services: JobServices, { orgId, jobId }: JobMessage): Promise<void> {
  const found = await services.jobs.find(orgId, jobId);
  if (found === null || found.status !== "running") return;
  // The cron's, or one that came twice: the page's own message is still on its way.
  if (found.notBefore > services.now() + CLOCKS_DIFFER_MS) return;
  const job = await services.jobs.claim(found, services.now());
  // Cancelled, or another message for the same page came first.
  if (job === null) return;
  try {
    await runPage(services, job);
  } catch (error) {
    await services.jobs.note(job, "A page failed and is tried again.");
    throw error;
  }
}

async function runPage(services: JobServices, job: Job): Promise<void> {
  const startedAt = services.now();
  const { change, position, done, skipped, finished } = await doPage(services, job);
  const lastsMs = pageLastsMs(job.options, done.length);
  const progress = {
    position,
    processed: done.length,
    skipped,
    finished,
    notBefore: startedAt + lastsMs,
    // What an undo did cannot be undone: it would be the same job again.
    items: job.kind === "undo_job" ? [] : done,
  };
  const advanced = await services.jobs.advance(job, change, progress, services.now());
  if (advanced && !finished) await wakeJob(services, job, lastsMs);
}
