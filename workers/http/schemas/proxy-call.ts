import { z } from "@hono/zod-openapi";
import { PROBLEMS } from "#domain/problem";
import { CACHE_WORDS } from "#domain/proxy/ports";
import { Category, FORWARDS, forwards, Moment } from "./delivery.ts";
import { PageQuery } from "./page.ts";

export const ProxyCallQuery = PageQuery.extend({
  integrationId: z.string().min(1).max(128).optional(),
  category: Category.optional(),
  httpStatus: z.coerce
    .number()
    .int()
    .min(100)
    .max(599)
    .optional()
    .openapi({ type: "integer", minimum: 100, maximum: 599 }),
  gatewayError: z
    .string()
    .refine((code) => Object.hasOwn(PROBLEMS, code), { message: "A code of /docs/problems." })
    .optional()
    .openapi({ example: "circuit_open" }),
  from: Moment.optional().openapi({ description: "Made at or after" }),
  to: Moment.optional().openapi({ description: "Made before" }),
}).refine(forwards, FORWARDS);

export const ProxyCallSummary = z
  .object({
    id: z.string(),
    integrationId: z.string(),
    at: z.iso.datetime(),
    method: z.string(),
    path: z
      .string()
      .openapi({ description: "As the caller wrote it; what looks like a secret in it is gone." }),
    httpStatus: z.int().openapi({ description: "What the caller was answered" }),
    gatewayError: z.string().nullable().openapi({
      description: "The code of the gateway's own refusal or failure; null for an answer of the upstream.",
    }),
    category: Category.nullable(),
    cache: z.enum(CACHE_WORDS),
    durationMs: z.int().openapi({ description: "Until the answer's headers" }),
    totalMs: z.int().openapi({ description: "Until its body was through" }),
    requestBytes: z.int().nullable(),
    responseBytes: z.int().nullable(),
    caller: z.string(),
    correlationId: z.string(),
    detail: z.string().nullable(),
  })
  .openapi("ProxyCallSummary");

export const ProxyCallPage = z
  .object({
    items: z.array(ProxyCallSummary),
    nextCursor: z.string().nullable().openapi({
      description:
        "Null on the last page. A page may hold fewer rows than asked, or none, and still have a next one.",
    }),
    scanned: z.int().openapi({ description: "Rows that were looked at" }),
  })
  .openapi("ProxyCallPage");

const Headers = z.record(z.string(), z.string());

export const ProxyCall = ProxyCallSummary.extend({
  steps: z.array(z.object({ name: z.string(), durationMs: z.int(), detail: z.string() })),
  request: z
    .object({ url: z.string(), method: z.string(), headers: Headers, body: z.string().nullable() })
    .nullable()
    .openapi({
      description:
        "As it went upstream; null when nothing did. A body that went through as a stream is null.",
    }),
  response: z
    .object({
      status: z.int(),
      headers: Headers,
      body: z.string().nullable(),
      bodyTruncated: z.boolean(),
    })
    .nullable()
    .openapi({ description: "As it came from the upstream; of text the first 16 KB." }),
}).openapi("ProxyCall");
