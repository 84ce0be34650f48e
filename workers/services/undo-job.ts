import { ANY_DELIVERY } from "#domain/operations/delivery-filter";
import { type Job, PLAIN_OPTIONS, UNDO_WINDOW_MS, undoableUntil } from "#domain/operations/job";
import { Problem } from "#domain/problem";
import { findJob } from "./cancel-job.ts";
import type { OperationServices } from "./operation-services.ts";
import { beginning, MAX_RUNNING, tooManyJobs } from "./start-job.ts";
import { wakeJob } from "./wake-job.ts";

type Services = Pick<OperationServices, "jobs" | "jobQueue" | "createId" | "now">;

const WINDOW_HOURS = UNDO_WINDOW_MS / 3_600_000;

/**
 * Begin to take a job back, as a job of its own. It takes back what nobody has touched since: what was sent is sent.
 * @throws Problem 404 without such a job, 409 when it runs, was taken back already, or its window is over
 */
export async function undoJob(services: Services, orgId: string, id: string): Promise<Job> {
  const job = await findJob(services, orgId, id);
  if (job.status === "running") throw new Problem("conflict", "This job is running. Cancel it first.");
  if (job.kind === "undo_job") throw new Problem("conflict", "An undo cannot be taken back.");
  if (job.undoneBy !== null) throw alreadyUndone(job.undoneBy);
  const until = undoableUntil(job);
  if (until === null) throw new Problem("conflict", "This job did nothing that could be taken back.");
  const now = services.now();
  if (now > until) {
    throw new Problem(
      "conflict",
      `This job ended more than ${WINDOW_HOURS} hours ago, so it stays as it is.`,
    );
  }
  const undo: Job = {
    orgId,
    id: services.createId("job"),
    kind: "undo_job",
    filter: ANY_DELIVERY,
    ...beginning(job.processed, now),
    options: { ...PLAIN_OPTIONS, undoes: id },
  };
  const begun = await services.jobs.insertUndo(undo, MAX_RUNNING);
  if (begun === "busy") throw tooManyJobs();
  // Somebody else was quicker.
  if (begun === "over") throw alreadyUndone((await findJob(services, orgId, id)).undoneBy ?? "another job");
  await wakeJob(services, undo);
  return undo;
}

function alreadyUndone(by: string): Problem {
  return new Problem("conflict", `This job was taken back already, by ${by}.`);
}
