import type { DeliveryFilter } from "#domain/operations/delivery-filter";
import type { Job, JobKind } from "#domain/operations/job";
import { Problem } from "#domain/problem";
import type { OperationServices } from "./operation-services.ts";
import { wakeJob } from "./wake-job.ts";

type Services = Pick<OperationServices, "deliverySearch" | "jobs" | "jobQueue" | "createId" | "now">;

/** Each one is a hundred deliveries a time; more side by side would only share the same database. */
const MAX_RUNNING = 10;

/**
 * Begin a bulk operation over the dead letters there are now. What becomes a dead letter later is not part of it, so a
 * retry whose receiver still fails comes to an end.
 */
export async function startJob(
  services: Services,
  orgId: string,
  kind: JobKind,
  filter: DeliveryFilter,
): Promise<Job> {
  const { count } = await services.deliverySearch.count(orgId, filter);
  const now = services.now();
  const job: Job = {
    orgId,
    id: services.createId("job"),
    kind,
    filter: { ...filter, to: Math.min(filter.to ?? now + 1, now + 1) },
    status: "running",
    total: count,
    processed: 0,
    skipped: 0,
    position: "",
    detail: null,
    createdAt: now,
    updatedAt: now,
  };
  if (!(await services.jobs.insert(job, MAX_RUNNING))) {
    throw new Problem(
      "conflict",
      `${MAX_RUNNING} jobs are running already. Wait for one to end, or cancel one.`,
    );
  }
  await wakeJob(services, job);
  return job;
}
