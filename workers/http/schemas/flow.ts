import { z } from "@hono/zod-openapi";
import { ERROR_CATEGORIES } from "#domain/delivery/error-category";
import { DEFAULT_CIRCUIT } from "#domain/flow/flow-settings";

/** How deliveries flow. What is possible is the domain's question: `checkFlow`. */

const paths = z.array(z.string()).readonly();

const Circuit = z
  .strictObject({
    consecutiveFailures: z.number().default(DEFAULT_CIRCUIT.consecutiveFailures),
    failureRatePercent: z.number().default(DEFAULT_CIRCUIT.failureRatePercent).openapi({
      description: "More failures than this, of at least minimumCalls within windowMs, open the circuit.",
    }),
    minimumCalls: z.number().default(DEFAULT_CIRCUIT.minimumCalls),
    windowMs: z.number().default(DEFAULT_CIRCUIT.windowMs),
    restMs: z.number().default(DEFAULT_CIRCUIT.restMs).openapi({
      description: "How long the target rests the first time; twice as long after every failed probe.",
    }),
    maxRestMs: z.number().default(DEFAULT_CIRCUIT.maxRestMs),
    probes: z.number().default(DEFAULT_CIRCUIT.probes).openapi({ description: "1 to 3." }),
    categories: z.array(z.enum(ERROR_CATEGORIES)).readonly().default(DEFAULT_CIRCUIT.categories).openapi({
      description: "What counts as a failure of the target.",
    }),
    slowCallMs: z.number().nullable().default(DEFAULT_CIRCUIT.slowCallMs).openapi({
      description: "An answer that takes longer is slow; null: none is.",
    }),
    slowCallRatePercent: z.number().default(DEFAULT_CIRCUIT.slowCallRatePercent),
    whileOpen: z.enum(["hold", "reject"]).default(DEFAULT_CIRCUIT.whileOpen).openapi({
      description: "Deliveries wait without spending an attempt, or become dead letters at once.",
    }),
    maxTrips: z.number().nullable().default(DEFAULT_CIRCUIT.maxTrips).openapi({
      description: "After so many trips without a success between them the integration is switched off.",
    }),
  })
  .openapi("DeliveryCircuit");

export const FlowRateSchema = z
  .strictObject({ limit: z.number(), per: z.enum(["second", "minute", "hour"]), burst: z.number() })
  .openapi("FlowRate", { description: "Requests to the target, over all isolates." });

const Order = z
  .strictObject({
    key: z.string().nullable().default(null).openapi({
      description: "Null: one lane. Else every value at this path is a lane.",
      example: "payload.customerId",
    }),
    onDeadLetter: z.enum(["block", "skip"]).default("block"),
  })
  .openapi("FlowOrder");

const Batch = z
  .strictObject({
    size: z.number().openapi({ description: "2 to 500 events." }),
    timeoutMs: z.number().default(5_000).openapi({ description: "How long the first one waits for others." }),
    maxBytes: z.number().default(1_048_576),
    format: z.enum(["events", "array", "ndjson"]).default("events"),
    onFailure: z.enum(["retry", "split"]).default("retry"),
    results: z
      .strictObject({
        path: z.string().default(""),
        id: z.string().nullable().default(null),
        outcome: z.string(),
      })
      .nullable()
      .default(null)
      .openapi({ description: "Where a 2xx answer has a result for each event." }),
  })
  .openapi("FlowBatch");

export const Deduplicate = z
  .strictObject({ windowMs: z.number(), include: paths.default([]), exclude: paths.default([]) })
  .openapi("FlowDeduplication");

const members = {
  circuit: Circuit.nullable(),
  rate: FlowRateSchema.nullable(),
  concurrency: z.number().nullable(),
  adaptive: z.boolean().openapi({ description: "Slow down when the target answers 429, and find back." }),
  delayMs: z.number().openapi({ description: "Delivered no earlier than this after it was accepted." }),
  order: Order.nullable(),
  batch: Batch.nullable(),
  deduplicate: Deduplicate.nullable(),
};

export const FlowSchema = z.object(members).openapi("Flow");

/** Members that are left out stay, or get their default. */
export const FlowInput = z.strictObject(members).partial().openapi("FlowInput");
