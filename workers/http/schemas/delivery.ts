import { z } from "@hono/zod-openapi";
import { DELIVERY_STATUSES } from "#domain/delivery/delivery-state";
import { ERROR_CATEGORIES } from "#domain/delivery/error-category";
import { checkPattern } from "#domain/routing/event-type-pattern";
import { PageQuery } from "./page.ts";
import { Step } from "./step.ts";

/** Of RFC 3339, as the caller writes it; milliseconds inside. */
export const Moment = z.iso
  .datetime({ offset: true })
  .openapi({ example: "2026-11-23T05:00:00Z" })
  .transform((text) => Date.parse(text));

export const Status = z.enum(DELIVERY_STATUSES).openapi("DeliveryStatus");
export const Category = z.enum(ERROR_CATEGORIES).openapi("ErrorCategory");

/** Unlike an integration's patterns, these have their `*` at the end only: it becomes a prefix. */
export const TypeFilter = z
  .string()
  .max(128)
  .refine((text) => checkPattern(text) === null && !text.slice(0, -1).includes("*"), {
    message: "An event type such as order.created, or all below a segment: order.*",
  })
  .openapi({
    example: "order.*",
    description: "An event type, or `order.*` for all that begin with `order.`",
  });

export const TextFilter = z.string().min(1).max(200).openapi({
  description:
    "Part of the detail, or of the delivery's, event's or correlation id. A whole id is found at once.",
});

/** Several by repeating the parameter, or separated by commas. */
const Statuses = z
  .union([z.string(), z.array(z.string())])
  .transform((given) => [given].flat().flatMap((text) => text.split(",")))
  .pipe(z.array(Status).min(1).max(DELIVERY_STATUSES.length))
  .openapi({ type: "array", items: { type: "string", enum: [...DELIVERY_STATUSES] } });

export const CommonFilters = z.object({
  category: Category.optional(),
  integrationId: z.string().min(1).max(128).optional(),
  eventType: TypeFilter.optional(),
  from: Moment.optional().openapi({ description: "Accepted at or after" }),
  to: Moment.optional().openapi({ description: "Accepted before" }),
  text: TextFilter.optional(),
});

interface Span {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** A span that ends before it begins answers nothing, which looks like a log without failures. */
export const forwards = ({ from, to }: Span) => from === undefined || to === undefined || from <= to;
export const FORWARDS = { path: ["to"], message: "It lies before `from`: exchange the two." };

/** `404` or `4xx`, as the range that it means. */
const HttpStatus = z
  .string()
  .regex(/^([1-5][0-9]{2}|[1-5]xx)$/, "A status code such as 404, or a class of them: 4xx")
  .transform((text) => ({
    from: Number(text.replace("xx", "00")),
    to: Number(text.replace("xx", "99")),
  }))
  .openapi({
    type: "string",
    pattern: "^([1-5][0-9]{2}|[1-5]xx)$",
    example: "5xx",
    description: "The last answer's status code, or its class.",
  });

const searched = {
  ...CommonFilters.shape,
  status: Statuses.optional(),
  eventId: z.string().min(1).max(128).optional(),
  correlationId: z.string().min(1).max(128).optional().openapi({
    description:
      "One that the gateway made (`req_…`) is found at once: with what its request brought, unless you say `from` or `to`. One that a caller made is looked for page by page, so say them when you can.",
  }),
  httpStatus: HttpStatus.optional(),
};

export const DeliveryQuery = PageQuery.extend(searched).refine(forwards, FORWARDS);

export const TailQuery = z
  .strictObject({
    ...searched,
    limit: z.coerce.number().int().min(1).max(200).default(100),
    after: z.string().max(1_000).optional().openapi({
      description: "`position` of the answer before. Left out: the newest there are.",
    }),
  })
  .refine(forwards, FORWARDS);

export const IdParameter = z.object({ id: z.string().min(1).max(200) });

const Time = z.iso.datetime();

export const DeliverySummary = z
  .object({
    id: z.string(),
    eventId: z.string(),
    eventType: z.string(),
    integrationId: z
      .string()
      .nullable()
      .openapi({ description: "Null when no integration wanted the event." }),
    status: Status,
    category: Category.nullable(),
    httpStatus: z.int().nullable(),
    attempts: z.int().openapi({ description: "Over its whole life, replays included" }),
    acceptedAt: Time,
    firstAttemptAt: Time.nullable(),
    lastAttemptAt: Time.nullable(),
    nextRetryAt: Time.nullable(),
    durationMs: z.int().nullable(),
    correlationId: z.string(),
    detail: z.string().nullable(),
    hint: z.string().nullable().openapi({ description: "What to do about it" }),
  })
  .openapi("DeliverySummary");

export const DeliveryPage = z
  .object({
    items: z.array(DeliverySummary),
    nextCursor: z.string().nullable().openapi({
      description:
        "Null on the last page. A page may hold fewer rows than asked, or none, and still have a next one: a filter without an index looks at some thousand rows a page.",
    }),
    scanned: z.int().openapi({ description: "Rows that were looked at" }),
  })
  .openapi("DeliveryPage");

export const DeliveryTail = z
  .object({
    items: z.array(DeliverySummary).openapi({
      description:
        "Oldest first. What was accepted within the last minute before `after` comes again, as it is now: what is slow arrives late in the log. Tell them apart by `id`.",
    }),
    position: z.string().openapi({ description: "Ask with it as `after`, two seconds later." }),
    more: z.boolean().openapi({
      description: "There were more than fit, or than were looked at: some older ones were left out.",
    }),
    scanned: z.int(),
  })
  .openapi("DeliveryTail");

const Headers = z.record(z.string(), z.string());

const SentRequest = z.object({
  url: z.string(),
  method: z.string(),
  headers: Headers,
  bodyBytes: z.int(),
  body: z.string().optional().openapi({
    description: "What was sent, where a transformation made it. Otherwise it is the event's payload.",
  }),
  bodyTruncated: z.boolean().optional(),
});

const ReceivedResponse = z.object({
  status: z.int(),
  headers: Headers,
  body: z.string(),
  bodyTruncated: z.boolean(),
});

export const TracedMessages = z.array(
  z.object({
    id: z.string().openapi({ description: "Its webhook-id", example: "evt_01k9zs4q8r0123456789abcdef~2" }),
    request: SentRequest,
    response: ReceivedResponse.nullable(),
    error: z.string().nullable(),
  }),
);

const trace = {
  steps: z.array(Step),
  request: SentRequest.nullable(),
  response: ReceivedResponse.nullable(),
  error: z.string().nullable().openapi({ description: "Why there is no response" }),
  messages: TracedMessages.optional().openapi({
    description: "Where a transformation made several messages: those that the attempt sent",
  }),
  batch: z
    .object({
      id: z.string().openapi({ description: "Its webhook-id" }),
      eventIds: z
        .array(z.string())
        .openapi({ description: "In the order in which they were in the request" }),
      failed: z
        .array(z.object({ eventId: z.string(), detail: z.string() }))
        .openapi({ description: "What the target refused while it took the others" }),
    })
    .optional()
    .openapi({ description: "The request had several events: all of them" }),
};

export const Attempt = z
  .object({
    attempt: z.int(),
    at: Time,
    category: Category.nullable(),
    httpStatus: z.int().nullable(),
    durationMs: z.int(),
    detail: z.string().nullable(),
    nextRetryAt: Time.nullable(),
    retryReason: z.string().nullable(),
    ...trace,
  })
  .openapi("DeliveryAttempt");

export const EventSummary = z
  .object({
    id: z.string(),
    type: z.string(),
    occurredAt: z.string().nullable(),
    labels: z.record(z.string(), z.string()),
    acceptedAt: Time,
    correlationId: z.string(),
  })
  .openapi("EventSummary");

const payloadText = z.string().nullable().openapi({
  description:
    "The payload exactly as it was sent, as text: parsing would change large numbers. Null when no longer kept.",
});

export const Delivery = DeliverySummary.extend({
  event: EventSummary,
  payloadText,
  nextRetry: z
    .object({ at: Time, reason: z.string(), why: z.string() })
    .nullable()
    .openapi({ description: "When it is tried again, and why then" }),
  ...trace,
  attemptHistory: z.array(Attempt).openapi({ description: "Oldest first; the newest fifty" }),
}).openapi("Delivery", { description: "Steps, request and response are those of the last attempt." });

export const EventDetail = EventSummary.extend({
  payloadText,
  deliveries: z.array(DeliverySummary),
}).openapi("EventDetail");
