import { z } from "@hono/zod-openapi";
import { ERROR_CATEGORIES } from "#domain/delivery/error-category";
import { TracedMessages } from "./delivery.ts";
import { Event } from "./event.ts";
import { Step } from "./step.ts";

export const TestRequest = z
  .strictObject({
    type: Event.shape.type
      .optional()
      .openapi({ description: "Left out: a type that the integration takes." }),
    payload: z
      .unknown()
      .optional()
      .openapi({ description: "Any JSON, sent exactly as written. Left out: the catalogue's example." }),
    labels: Event.shape.labels,
  })
  .openapi("IntegrationTestRequest");

const headers = z.record(z.string(), z.string());
const category = z.enum(ERROR_CATEGORIES);

const Trace = z.object({
  startedAt: z.iso.datetime(),
  durationMs: z.number(),
  steps: z.array(Step),
  request: z.object({
    url: z.string(),
    method: z.string(),
    headers: headers.openapi({ description: "What may be secret reads [redacted]." }),
    body: z.string().openapi({ description: "The exact bytes, as text." }),
    bodyBytes: z.int(),
  }),
  response: z
    .object({ status: z.int(), headers, body: z.string(), bodyTruncated: z.boolean() })
    .nullable()
    .openapi({ description: "Null when none came." }),
  error: z.string().nullable(),
  messages: TracedMessages.optional().openapi({
    description: "Where the transformation made several messages: each that was sent.",
  }),
});

const Next = z
  .discriminatedUnion("kind", [
    z.object({ kind: z.literal("delivered"), disable: z.string().nullable() }),
    z.object({ kind: z.literal("cancelled"), detail: z.string() }),
    z.object({ kind: z.literal("held"), until: z.iso.datetime(), credentialId: z.string() }),
    z.object({ kind: z.literal("retry"), at: z.iso.datetime(), reason: z.string() }),
    z.object({
      kind: z.literal("dead_letter"),
      reason: z.string(),
      autoRetryAt: z.iso.datetime().nullable(),
      disable: z.string().nullable(),
    }),
  ])
  .openapi({
    description:
      "What would follow, were this a real delivery. `disable`: it would switch the integration off.",
  });

export const TestResult = z
  .object({
    eventId: z.string(),
    type: z.string(),
    correlationId: z.string(),
    payloadSource: z.enum(["given", "example", "placeholder"]),
    skipReason: z
      .string()
      .nullable()
      .openapi({ description: "Why such an event would not reach this integration; null when it would." }),
    outcome: z.enum(["success", "failure"]),
    category: category.nullable(),
    detail: z.string().nullable(),
    hint: z.string().nullable().openapi({ description: "What to do about it." }),
    next: Next,
    trace: Trace,
  })
  .openapi("IntegrationTestResult");
