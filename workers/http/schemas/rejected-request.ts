import { z } from "@hono/zod-openapi";
import { REJECTION_CODES } from "#domain/ingress/rejected-request";
import { FORWARDS, forwards, Moment } from "./delivery.ts";
import { PageQuery } from "./page.ts";

const Time = z.iso.datetime();
const count = z.int().min(0);

export const RejectedQuery = PageQuery.extend({
  reason: z.enum(REJECTION_CODES).optional(),
  from: Moment.optional().openapi({ description: "Not before this moment" }),
  to: Moment.optional().openapi({ description: "Before this moment" }),
}).refine(forwards, FORWARDS);

const Rejected = {
  id: z.string().openapi({ example: "rej_01k9zs4q8r0123456789abcdef" }),
  at: Time,
  reason: z.enum(REJECTION_CODES),
  detail: z.string(),
  method: z.string(),
  status: z.int().openapi({ description: "What the sender was answered." }),
  ip: z.string(),
  bodyBytes: count,
};

export const RejectedSummarySchema = z.object(Rejected).openapi("RejectedRequest");

export const RejectedDetail = z
  .object({
    ...Rejected,
    hint: z.string().openapi({ description: "What to check first." }),
    headers: z.record(z.string(), z.string()),
    query: z.string(),
    body: z
      .string()
      .nullable()
      .openapi({ description: "As text; null when there is none, when it is no UTF-8, or when it is gone." }),
    bodyBase64: z
      .string()
      .nullable()
      .openapi({ description: "The bytes as they came, at most the first 64 KB; null when there are none." }),
  })
  .openapi("RejectedRequestDetail");
