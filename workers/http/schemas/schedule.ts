import { z } from "@hono/zod-openapi";
import { DELIVERY_STATUSES } from "#domain/delivery/delivery-state";
import type { PlanEnd } from "#domain/delivery/plan-retries";
import type { Cause, PastAttempt } from "#domain/operations/retry-timeline";
import type { Schedule, ScheduleQuestion } from "#services/show-schedule";
import { Category, Moment } from "./delivery.ts";
import { DeadLetterPolicySchema } from "./integration.ts";
import { RetryPolicyInput, RetryPolicySchema } from "./retry.ts";

/** A delivery's schedule: what was tried and what is planned, on one axis. */

const MAX_PLANNED = 200;
const DEFAULT_PLANNED = 50;

const limit = z.coerce
  .number()
  .int()
  .min(1)
  .max(MAX_PLANNED)
  .default(DEFAULT_PLANNED)
  .openapi({ type: "integer", description: "Planned attempts at most" });

export const ScheduleQuery = z.object({ limit });

const Failure = z
  .strictObject({
    category: Category.optional(),
    httpStatus: z.int().min(100).max(599).optional(),
    headers: z
      .record(z.string().max(100), z.string().max(1_000))
      .default({})
      .openapi({ description: "Of the answer", example: { "retry-after": "120" } }),
  })
  .openapi("SupposedFailure", {
    description: "How every attempt ends. A status that is a success ends the plan.",
  });

const supposed = {
  retry: RetryPolicyInput.optional(),
  deadLetter: DeadLetterPolicySchema.optional(),
  failure: Failure.optional(),
  limit: z.int().min(1).max(MAX_PLANNED).default(DEFAULT_PLANNED),
};

export const SchedulePreview = z
  .strictObject({
    ...supposed,
    startsAt: Moment.optional().openapi({ description: "The first attempt; now when left out." }),
  })
  .openapi("SchedulePreview", {
    description: "What is left out has its default; the target answers 503.",
    example: { retry: { strategy: { kind: "schedule", delaysMs: [60_000, 600_000] } } },
  });

export const DeliverySchedulePreview = z.strictObject(supposed).openapi("DeliverySchedulePreview", {
  description: "What is left out is the integration's own; attempts end as the last one did.",
  example: { retry: { strategy: { kind: "schedule", delaysMs: [60_000, 600_000] } } },
});

const Time = z.iso.datetime();
const sinceStartMs = z.int().openapi({ description: "From the beginning of the axis" });
const cause = { reason: z.string().openapi({ example: "backoff" }), why: z.string() };

const Past = z
  .object({
    attempt: z.int(),
    at: Time,
    sinceStartMs,
    plannedAt: Time.nullable().openapi({ description: "Null for a first attempt and a restart" }),
    ...cause,
    category: Category.nullable(),
    httpStatus: z.int().nullable(),
    durationMs: z.int(),
    detail: z.string().nullable(),
  })
  .openapi("PastAttempt");

const Planned = z
  .object({
    attempt: z.int(),
    at: Time,
    sinceStartMs,
    waitMs: z.int().openapi({ description: "After the attempt before it; from now for the first one" }),
    earliestAt: Time,
    latestAt: Time.openapi({ description: "Jitter moves it between these two" }),
    ...cause,
  })
  .openapi("PlannedAttempt");

export const ScheduleSchema = z
  .object({
    deliveryId: z.string().nullable(),
    eventId: z.string().nullable(),
    integrationId: z.string().nullable(),
    // Spelled out: a named schema that may be null here could be null everywhere, or nowhere.
    status: z.enum(DELIVERY_STATUSES).nullable(),
    startsAt: Time.openapi({ description: "Where the axis begins: the first attempt" }),
    now: Time,
    policy: z.object({ retry: RetryPolicySchema, deadLetter: DeadLetterPolicySchema }),
    supposedFailure: z
      .object({ category: Category.nullable(), httpStatus: z.int().nullable() })
      .openapi({ description: "The plan is what follows when every attempt ends so, and takes no time." }),
    past: z.array(Past).openapi({ description: "Oldest first; the newest 200" }),
    planned: z.array(Planned),
    deadlineAt: Time.nullable().openapi({ description: "No attempt of this cycle is made after it" }),
    end: z
      .object({
        at: Time,
        sinceStartMs,
        reason: z.string(),
        why: z.string(),
        disablesIntegration: z.boolean(),
      })
      .nullable()
      .openapi({ description: "Null when nothing is planned, or more than limit is" }),
    obstacle: z
      .string()
      .nullable()
      .openapi({ description: "What keeps the plan from coming true as things are now" }),
  })
  .openapi("RetrySchedule");

type Preview = z.infer<typeof DeliverySchedulePreview>;

export function readQuestion({
  retry,
  deadLetter,
  failure,
  limit: most,
}: Preview): Omit<ScheduleQuestion, "restart"> {
  const headers = Object.entries(failure?.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    settings: { retry, deadLetter },
    failure:
      failure === undefined
        ? null
        : {
            category: failure.category ?? null,
            httpStatus: failure.httpStatus ?? null,
            headers: Object.fromEntries(headers),
          },
    limit: most,
  };
}

export function presentSchedule(schedule: Schedule, now: number): z.infer<typeof ScheduleSchema> {
  const { record, startsAt, settings, past, planned, supposed: failure, plan, obstacle } = schedule;
  const moment = (at: number) => ({ at: toIso(at), sinceStartMs: at - startsAt });
  return {
    deliveryId: record?.id ?? null,
    eventId: record?.eventId ?? null,
    integrationId: record?.integrationId ?? null,
    status: record?.status ?? null,
    startsAt: toIso(startsAt),
    now: toIso(now),
    policy: settings,
    supposedFailure: { category: failure.category, httpStatus: failure.httpStatus },
    past: past.map((attempt) => ({ ...moment(attempt.record.at), ...presentPast(attempt) })),
    planned: planned.map(({ attempt, at, earliestAt, latestAt, cause: { reason, why } }, index) => ({
      attempt,
      ...moment(at),
      waitMs: Math.max(0, at - (planned[index - 1]?.at ?? now)),
      earliestAt: toIso(earliestAt),
      latestAt: toIso(latestAt),
      reason,
      why,
    })),
    deadlineAt: plan === null || plan.deadlineAt === null ? null : toIso(plan.deadlineAt),
    end: plan === null || plan.end === null ? null : { ...moment(plan.end.at), ...presentEnd(plan.end) },
    obstacle,
  };
}

function presentPast({ record, plannedAt, reason, why }: PastAttempt) {
  const { attempt, category, httpStatus, durationMs, detail } = record;
  const cause: Cause = { reason, why };
  return {
    attempt,
    plannedAt: plannedAt === null ? null : toIso(plannedAt),
    ...cause,
    category,
    httpStatus,
    durationMs,
    detail,
  };
}

const ENDS: Readonly<Record<PlanEnd["reason"], string>> = {
  delivered: "The target answers with a success.",
  cancelled: "The transformation wants nothing sent.",
  permanent: "A dead letter: the same bytes cannot succeed later.",
  exhausted: "A dead letter: the retry policy grants no further attempt.",
  aborted_by_receiver: "A dead letter: the receiver asks to abort this message.",
  disabled_by_receiver: "A dead letter: the receiver asks to switch the integration off.",
  endpoint_gone: "A dead letter: the target is gone for good.",
};

function presentEnd({ reason, disables }: PlanEnd) {
  return { reason, why: ENDS[reason], disablesIntegration: disables };
}

/** Beyond what a Date can say, a plan is a plan for never. */
const LAST_MOMENT = 8.64e15;

function toIso(timeMs: number): string {
  return new Date(Math.min(timeMs, LAST_MOMENT)).toISOString();
}
