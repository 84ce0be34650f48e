import { z } from "@hono/zod-openapi";
import { ERROR_CATEGORIES } from "#domain/delivery/error-category";
import { CIRCUIT_CAUSES, CIRCUIT_PHASES } from "#domain/flow/circuit-change";
import { FlowRateSchema } from "./flow.ts";
import { PageQuery, pageOf } from "./page.ts";

const moment = z.iso.datetime();

const Change = z
  .object({
    at: moment,
    from: z.enum(CIRCUIT_PHASES),
    to: z.enum(CIRCUIT_PHASES),
    cause: z.enum(CIRCUIT_CAUSES),
    reason: z.string().nullable().openapi({ description: "What the person who paused or resumed it said." }),
    by: z.string().nullable(),
    until: moment.nullable().openapi({ description: "When the first probe goes out, for one that opened." }),
    trips: z.number(),
    switchOff: z.boolean().openapi({ description: "It was one trip too many (`maxTrips`)." }),
    deliveries: z
      .array(
        z.object({
          id: z.string(),
          at: moment,
          category: z.enum(ERROR_CATEGORIES).nullable(),
          httpStatus: z.number().nullable(),
        }),
      )
      .readonly()
      .openapi({
        description: "The last failures before it opened, newest last. See each under /deliveries.",
      }),
  })
  .openapi("CircuitChange");

export const Circuit = z
  .object({
    phase: z.enum(CIRCUIT_PHASES),
    paused: z.object({ at: moment, reason: z.string(), by: z.string() }).nullable(),
    restsUntil: moment.nullable(),
    trips: z.number().openapi({ description: "How often it opened since it was last closed." }),
    learnedPerMinute: z
      .number()
      .nullable()
      .openapi({ description: "What the target's 429 taught: so many requests a minute. Null: nothing." }),
    drain: FlowRateSchema.nullable().openapi({
      description: "The pace of the last resume, until nothing is left.",
    }),
    waiting: z
      .number()
      .openapi({ description: "Deliveries that wait: held ones, and those between attempts." }),
    heldBack: z.number().openapi({ description: "Of those: due, and held back by something above." }),
    changes: z.array(Change).readonly().openapi({ description: "The last 50, newest first." }),
  })
  .openapi("Circuit");

export const CircuitSummary = z
  .object({
    integrationId: z.string(),
    name: z.string(),
    phase: z.enum(CIRCUIT_PHASES),
    since: moment,
    cause: z.enum(CIRCUIT_CAUSES),
    reason: z.string().nullable().openapi({ description: "What the person who paused it said." }),
    by: z.string().nullable(),
    restsUntil: moment.nullable().openapi({
      description:
        "When the first probe goes out, for one that opened by itself. It may be past: nothing came since.",
    }),
    trips: z.int().openapi({ description: "How often it opened since it was last closed." }),
  })
  .openapi("CircuitSummary");

export const CircuitListQuery = PageQuery.extend({
  limit: z.coerce.number().int().min(1).max(200).default(200),
});

export const CircuitPage = pageOf(CircuitSummary).openapi("CircuitPage");

const reason = z.string().trim().min(1).max(500).openapi({
  description: "Why, for those who look at it later.",
  example: "The shop's receiver is being moved.",
});

export const PauseRequest = z.strictObject({ reason }).openapi("CircuitPause");

export const ResumeRequest = z
  .strictObject({
    reason,
    drain: FlowRateSchema.nullable().default(null).openapi({
      description:
        "What was held goes out no faster than this; null: as fast as the integration's own rate allows.",
    }),
  })
  .openapi("CircuitResume");
