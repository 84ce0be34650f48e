import { z } from "@hono/zod-openapi";
import { DEFAULT_RETRY_POLICY, STANDARD_LADDER_MS, VALIDATION_MODES } from "#domain/delivery/retry-policy";

/** The form of a retry policy. Ranges are the domain's own: `findRetryPolicyProblems`. */

const HOUR_MS = 3_600_000;

const ms = (description: string) => z.number().openapi({ description: `Milliseconds. ${description}` });
const delays = z.array(z.number()).readonly();

const Steps = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("ladder"),
    delaysMs: delays.openapi({ description: "One wait per retry, in milliseconds." }),
  }),
  z.strictObject({
    kind: z.literal("computed"),
    baseDelayMs: ms("The first wait."),
    factor: z.number().default(2),
    maxDelayMs: ms("No wait is longer.").default(24 * HOUR_MS),
    maxAttempts: z.number().default(10).openapi({ description: "The first send included." }),
  }),
]);

const pace = {
  delayMs: ms("The first wait.").default(60_000),
  factor: z.number().default(2),
  maxDelayMs: ms("No wait is longer.").default(HOUR_MS),
};

const RetryStrategySchema = z
  .discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("exponential"),
      jitter: z
        .number()
        .default(0.2)
        .openapi({ description: "Every wait is spread by this fraction around its step." }),
      steps: Steps.default({ kind: "ladder", delaysMs: STANDARD_LADDER_MS }),
    }),
    z.strictObject({
      kind: z.literal("linear"),
      delayMs: ms("The first wait."),
      incrementMs: ms("Added after every further failure.").default(0),
      maxAttempts: z.number().default(10).openapi({ description: "The first send included." }),
    }),
    z.strictObject({
      kind: z.literal("schedule"),
      delaysMs: delays.openapi({ description: "One wait per retry, in milliseconds, kept exactly." }),
    }),
    z.strictObject({
      kind: z.literal("until_time_of_day"),
      time: z.string().openapi({ description: "HH:MM, 00:00 to 24:00", example: "18:00" }),
      timeZone: z.string().openapi({ description: "IANA name", example: "Europe/Berlin" }),
      ...pace,
    }),
    z.strictObject({
      kind: z.literal("until_deadline"),
      deadlineMs: ms("Counted from the first attempt."),
      ...pace,
    }),
    z.strictObject({ kind: z.literal("none") }),
  ])
  .openapi("RetryStrategy", { example: DEFAULT_RETRY_POLICY.strategy });

const validation = z
  .enum(VALIDATION_MODES)
  .openapi({ description: "STRICT never retries a 400 or 422, LAX does." });
const maxRetryAfterMs = ms("The longest wait that a receiver may ask for; 0 ignores what it asks.");

export const RetryPolicySchema = z
  .object({ strategy: RetryStrategySchema, validation, maxRetryAfterMs })
  .openapi("RetryPolicy");

export const RetryPolicyInput = z
  .strictObject({
    strategy: RetryStrategySchema.optional(),
    validation: validation.optional(),
    maxRetryAfterMs: maxRetryAfterMs.optional(),
  })
  .openapi("RetryPolicyInput");
