import type { DeliveryFilter } from "#domain/operations/delivery-filter";
import { type Job, type JobKind, type JobOptions, PLAIN_OPTIONS } from "#domain/operations/job";
import { Problem } from "#domain/problem";
import type { OperationServices } from "./operation-services.ts";
import { wakeJob } from "./wake-job.ts";

type Services = Pick<OperationServices, "deliverySearch" | "jobs" | "jobQueue" | "createId" | "now">;

/** Each one is a hundred deliveries a time; more side by side would only share the same database. */
export const MAX_RUNNING = 10;

/**
 * Begin a bulk operation over what is in the log now. What becomes a dead letter later is not part of it, so a retry
 * whose receiver still fails comes to an end.
 */
export async function startJob(
  services: Services,
  orgId: string,
  kind: JobKind,
  filter: DeliveryFilter,
  options: Partial<JobOptions> = {},
): Promise<Job> {
  const now = services.now();
  const bounded = { ...filter, to: Math.min(filter.to ?? now + 1, now + 1) };
  const { count } = await services.deliverySearch.count(orgId, bounded);
  const job: Job = {
    orgId,
    id: services.createId("job"),
    kind,
    filter: bounded,
    ...beginning(count, now),
    options: { ...PLAIN_OPTIONS, ...options },
  };
  if (!(await services.jobs.insert(job, MAX_RUNNING))) throw tooManyJobs();
  await wakeJob(services, job);
  return job;
}

/** A job that has done nothing yet. */
export function beginning(
  total: number,
  now: number,
): Omit<Job, "orgId" | "id" | "kind" | "filter" | "options"> {
  return {
    status: "running",
    total,
    processed: 0,
    skipped: 0,
    position: "",
    detail: null,
    notBefore: 0,
    undoneBy: null,
    createdAt: now,
    updatedAt: now,
  };
}

export function tooManyJobs(): Problem {
  return new Problem(
    "conflict",
    `${MAX_RUNNING} jobs are running already. Wait for one to end, or cancel one.`,
  );
}
