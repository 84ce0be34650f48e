import { z } from "@hono/zod-openapi";
import type { DeliveryFilter } from "#domain/operations/delivery-filter";
import { JOB_KINDS, JOB_STATUSES, type Job, jobPercentage, undoableUntil } from "#domain/operations/job";
import { toIso, toIsoOrNull } from "../moment.ts";
import { PageQuery } from "./page.ts";

export const JobQuery = PageQuery.extend({ status: z.enum(JOB_STATUSES).optional() });

export const JobSchema = z
  .object({
    id: z.string(),
    kind: z.enum(JOB_KINDS),
    status: z.enum(JOB_STATUSES),
    total: z
      .int()
      .openapi({ description: "Rows of the log that matched at its start; grows when there are more" }),
    processed: z.int(),
    skipped: z.int().openapi({
      description:
        "For instance because their integration is switched off; of a backfill, rows that needed nothing; of an undo, what was touched since.",
    }),
    percentage: z.int().min(0).max(100),
    detail: z.string().nullable(),
    filter: z.record(z.string(), z.unknown()),
    perMinute: z.int().nullable().openapi({ description: "Its pace; null: as fast as it goes" }),
    integrationId: z.string().nullable().openapi({ description: "Of a backfill: who gets the events" }),
    undoes: z.string().nullable().openapi({ description: "Of an undo: the job that it takes back" }),
    undoneBy: z.string().nullable().openapi({ description: "The job that takes it back" }),
    undoableUntil: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .openapi("Job");

export function presentJob(job: Job): z.infer<typeof JobSchema> {
  const { id, kind, status, total, processed, skipped, detail } = job;
  const until = undoableUntil(job);
  return {
    id,
    kind,
    status,
    total,
    processed,
    skipped,
    percentage: jobPercentage(job),
    detail,
    filter: presentFilter(job.filter),
    ...job.options,
    undoneBy: job.undoneBy,
    undoableUntil: toIsoOrNull(until),
    createdAt: toIso(job.createdAt),
    updatedAt: toIso(job.updatedAt),
  };
}

/** What was asked for, in the words it was asked in. */
function presentFilter({ statuses, from, to, ...rest }: DeliveryFilter): Record<string, unknown> {
  const moments = {
    status: statuses.length === 0 ? null : statuses,
    from: toIsoOrNull(from),
    to: toIsoOrNull(to),
  };
  return Object.fromEntries(Object.entries({ ...rest, ...moments }).filter(([, value]) => value !== null));
}
