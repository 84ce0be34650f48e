import type { Job } from "#domain/operations/job";
import type { OperationServices } from "./operation-services.ts";

/** The row owns the job. A message that cannot be sent, or gets lost, costs it a minute: the cron wakes it too. */
export async function wakeJob(
  { jobQueue }: Pick<OperationServices, "jobQueue">,
  { orgId, id }: Pick<Job, "orgId" | "id">,
  delayMs = 0,
): Promise<void> {
  try {
    await jobQueue.wake({ orgId, jobId: id }, delayMs);
  } catch (error) {
    console.warn(JSON.stringify({ event: "job.wake_failed", orgId, jobId: id, error: String(error) }));
  }
}
