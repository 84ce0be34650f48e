import type { Job } from "#domain/operations/job";
import { Problem } from "#domain/problem";
import type { OperationServices } from "./operation-services.ts";

type Services = Pick<OperationServices, "jobs" | "now">;

/** Stops after the page that is under way. What was done stays done. */
export async function cancelJob(services: Services, orgId: string, id: string): Promise<Job> {
  await findJob(services, orgId, id);
  const cancelled = await services.jobs.cancel(orgId, id, services.now());
  const job = await findJob(services, orgId, id);
  if (!cancelled) throw new Problem("conflict", `This job is ${job.status} already.`);
  return job;
}

/** @throws Problem 404 when the organization has no such job. */
export async function findJob(
  { jobs }: Pick<OperationServices, "jobs">,
  orgId: string,
  id: string,
): Promise<Job> {
  const job = await jobs.find(orgId, id);
  if (job === null) throw new Problem("not_found", "There is no job with this id.");
  return job;
}
