import type { DeliveryFilter } from "#domain/operations/delivery-filter";
import type { JobKind } from "#domain/operations/job";
import type { DeliveryCount } from "#domain/operations/ports";
import { startJob } from "#services/start-job";
import type { Variables } from "./context.ts";
import { BulkCount } from "./schemas/dead-letter.ts";
import { JobSchema, presentJob } from "./schemas/job.ts";
import { problems } from "./schemas/problem.ts";

/** What every bulk operation answers. */
export const bulkResponses = {
  200: {
    description: "The count of a dry run",
    content: { "application/json": { schema: BulkCount } },
  },
  202: { description: "A job has begun", content: { "application/json": { schema: JobSchema } } },
  ...problems(400, 401, 404, 409, 413, 415, 422),
};

export interface BulkWish {
  readonly filter: DeliveryFilter;
  readonly dryRun: boolean;
  readonly perMinute: number | null;
}

/**
 * Begin a bulk operation, or only count what it would be about.
 * @param count how to count, where the filter alone does not say it
 */
export async function bulk(
  { services, orgId, trail }: Pick<Variables, "services" | "orgId" | "trail">,
  kind: JobKind,
  { filter, dryRun, perMinute }: BulkWish,
  integrationId: string | null = null,
  count = (): Promise<DeliveryCount> => services.deliverySearch.count(orgId, filter),
) {
  if (dryRun) {
    trail.nothingChanged();
    return { count: await count() };
  }
  const job = presentJob(await startJob(services, orgId, kind, filter, { perMinute, integrationId }));
  trail.note({ target: { kind: "job", id: job.id }, after: job });
  return { job };
}
