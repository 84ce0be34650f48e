import { forEachSafely } from "./for-each-safely.ts";
import type { OperationServices } from "./operation-services.ts";
import { wakeJob } from "./wake-job.ts";

type Services = Pick<OperationServices, "jobs" | "jobQueue" | "now">;

/** A page takes a second or two; a job that nobody touched for this long has lost its message. */
const STALLED_MS = 60_000;
const JOBS_PER_TICK = 100;
/** The longest job there can be takes hours. After this long something is broken that trying again does not mend. */
const GIVE_UP_MS = 7 * 86_400_000;

export async function wakeStalledJobs(services: Services): Promise<void> {
  const now = services.now();
  const stalled = await services.jobs.stalled(now - STALLED_MS, JOBS_PER_TICK);
  await forEachSafely("jobs", stalled, (job) =>
    now - job.createdAt < GIVE_UP_MS
      ? wakeJob(services, job)
      : services.jobs.fail(job, "It did not come to an end within seven days.", now),
  );
}
