import { z } from "@hono/zod-openapi";
import { VALIDATION_MODES } from "#domain/validation/validation-settings";
import { FORWARDS, forwards, Moment, TypeFilter } from "./delivery.ts";
import { PageQuery, pageOf } from "./page.ts";

const mode = z.enum(VALIDATION_MODES).openapi({
  description:
    "`STRICT`: what does not fit is refused. `LAX`: it is noted, and goes on. `TRANSFORM`: types are coerced and defaults filled in; what then does not fit is refused.",
});
const schema = z.unknown().openapi({
  description:
    "A JSON Schema of at most 64 KB: draft-07 unless `$schema` names 2019-09 or 2020-12. References lead into the schema itself; other documents are never fetched.",
  example: { type: "object", required: ["orderId"] },
});

export const ValidationSchema = z
  .strictObject({ mode, schema })
  .nullable()
  .openapi({ description: "What the payload must look like; null takes any." });

const FieldError = z
  .object({
    pointer: z.string().openapi({ description: "Where in the payload: a JSON Pointer (RFC 6901)" }),
    keyword: z.string().openapi({
      description: "The keyword that it fails; `limits` when it could not be checked within its allowance",
    }),
    message: z.string(),
  })
  .openapi("FieldError");

export const ValidationCheckRequest = z
  .strictObject({ schema, mode: mode.default("STRICT"), payloads: z.array(z.unknown()).max(100).default([]) })
  .openapi("ValidationCheckRequest");

export const ValidationCheckResult = z
  .object({
    warnings: z
      .array(z.string())
      .openapi({ description: "Keywords and formats that are not known, and so not checked" }),
    results: z
      .array(
        z.object({
          fits: z.boolean(),
          accepted: z.boolean().openapi({ description: "Whether it would go on under this mode" }),
          errors: z.array(FieldError),
          changed: z.unknown().optional().openapi({ description: "The payload as TRANSFORM changed it" }),
        }),
      )
      .openapi({ description: "One for each payload, in their order" }),
  })
  .openapi("ValidationCheckResult");

export const ValidationReportRequest = z
  .strictObject({
    schema,
    mode: mode.default("STRICT"),
    last: z
      .int()
      .min(1)
      .max(1_000)
      .default(100)
      .openapi({ description: "How many events, the newest first" }),
  })
  .openapi("ValidationReportRequest");

export const ValidationReport = z
  .object({
    found: z.int(),
    checked: z.int(),
    fitting: z.int(),
    changed: z.int().openapi({ description: "Of the fitting ones: those that TRANSFORM would change" }),
    failing: z.int(),
    unreadable: z.int().openapi({ description: "Their payload is no longer kept" }),
    endedEarly: z.boolean().openapi({ description: "The budget was used up before all were checked" }),
    failures: z.array(
      z.object({
        field: z.string().openapi({ description: "A JSON Pointer; `*` is any index of an array" }),
        keyword: z.string(),
        count: z.int().openapi({ description: "Payloads in which it fails" }),
      }),
    ),
    examples: z.array(z.object({ eventId: z.string(), errors: z.array(FieldError) })),
    warnings: z.array(z.string()),
  })
  .openapi("ValidationReport");

export const ValidationMetricsQuery = z
  .strictObject({
    from: Moment.optional().openapi({ description: "A day before `to` unless given" }),
    to: Moment.optional().openapi({ description: "Now unless given; at most 31 days behind `from`" }),
  })
  .refine(forwards, FORWARDS);

export const ValidationMetrics = z
  .object({
    checked: z.int(),
    failed: z.int(),
    failureRate: z.number().nullable().openapi({ description: "Null when nothing was checked" }),
    hours: z.array(z.object({ hour: z.iso.datetime(), checked: z.int(), failed: z.int() })),
  })
  .openapi("ValidationMetrics");

export const ValidationRates = z
  .object({
    items: z.array(
      z.object({
        subject: z.object({ kind: z.enum(["integration", "event_type"]), id: z.string() }),
        name: z.string(),
        checked: z.int(),
        failed: z.int(),
        failureRate: z.number(),
      }),
    ),
  })
  .openapi("ValidationRates");

export const RejectedEventQuery = PageQuery.extend({
  eventType: TypeFilter.optional(),
  from: Moment.optional().openapi({ description: "Rejected at or after" }),
  to: Moment.optional().openapi({ description: "Rejected before" }),
}).refine(forwards, FORWARDS);

export const RejectedEvent = z
  .object({
    id: z.string(),
    at: z.iso.datetime(),
    eventType: z.string(),
    eventId: z.string().nullable().openapi({ description: "The caller's own id of the event" }),
    errors: z.array(FieldError),
    excerpt: z.string().openapi({ description: "The beginning of the payload" }),
    correlationId: z.string(),
  })
  .openapi("RejectedEvent");

export const RejectedEventPage = pageOf(RejectedEvent).openapi("RejectedEventPage");
