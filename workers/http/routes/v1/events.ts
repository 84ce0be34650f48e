import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { checkEnvelope } from "#domain/ingress/event-envelope";
import { sliceBatch, slicePayload } from "#domain/ingress/payload-slice";
import { Problem, type ProblemDetail } from "#domain/problem";
import { type Acceptance, acceptEvents, MAX_PAYLOAD_BYTES, type PostedEvent } from "#services/accept-events";
import { createRouter, type HttpEnv } from "../../context.ts";
import { described } from "../../guarded-route.ts";
import { authorize } from "../../middleware/authorize.ts";
import { readJson } from "../../read-json.ts";
import { Accepted, AcceptedBatch, Event, EventBatch } from "../../schemas/event.ts";
import { problems } from "../../schemas/problem.ts";

/** The envelope around a payload of the largest size. */
const MAX_EVENT_BYTES = MAX_PAYLOAD_BYTES + 16 * 1024;
const MAX_BATCH_BYTES = 16 * 1024 * 1024;
const MAX_BATCH_EVENTS = 1_000;
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

const headers = z.object({
  "idempotency-key": z
    .string()
    .optional()
    .openapi({ description: "1 to 255 visible ASCII characters. Remembered for 24 to 48 hours." }),
});

const GUARD = { access: "events:publish", audit: null } as const;

const postEvent = createRoute({
  ...described(GUARD),
  method: "post",
  path: "/",
  operationId: "postEvent",
  tags: ["events"],
  summary: "Send one event",
  description:
    "Answers 202 when the event is on disk: from then on it is delivered or becomes a dead letter.",
  request: { headers, body: { required: true, content: { "application/json": { schema: Event } } } },
  responses: {
    202: { description: "Durably accepted", content: { "application/json": { schema: Accepted } } },
    ...problems(400, 401, 409, 413, 415, 422, 429, 507),
  },
});

const postEventBatch = createRoute({
  ...described(GUARD),
  method: "post",
  path: "/batch",
  operationId: "postEventBatch",
  tags: ["events"],
  summary: "Send up to 1,000 events",
  description:
    "All events are checked before any is taken. With an Idempotency-Key, the n-th event's key is `<key>#<n>`, counted from 0.",
  request: { headers, body: { required: true, content: { "application/json": { schema: EventBatch } } } },
  responses: {
    202: { description: "Durably accepted", content: { "application/json": { schema: AcceptedBatch } } },
    ...problems(400, 401, 413, 415, 422, 429, 507),
  },
});

/**
 * The hot path. The bodies are checked by `checkEnvelope` and not by the schemas above, which only describe them: the
 * payload's own text must be kept, and zod would build every payload anew.
 */
export function createEventRoutes() {
  const router = createRouter();
  const guard = authorize(GUARD.access);
  router.openAPIRegistry.registerPath({ ...postEvent, path: "/" });
  router.openAPIRegistry.registerPath({ ...postEventBatch, path: "/batch" });
  router.post("/", guard, async (c) => {
    const [result] = await acceptEvents(
      c.var.services,
      c.var.orgId,
      [await readEvent(c)],
      c.var.correlationId,
      readKey(c),
    );
    if (result === undefined) throw new Error("The intake did not answer for the event.");
    if (result.kind === "conflict") {
      throw new Problem(
        "idempotency_conflict",
        `The key or id was used for event ${result.id}, which has another body. Use a new key, or send the same body.`,
      );
    }
    return c.json(accepted(result), 202);
  });
  router.post("/batch", guard, async (c) => {
    const posted = await readBatch(c);
    const results = await acceptEvents(c.var.services, c.var.orgId, posted, c.var.correlationId, readKey(c));
    return c.json({ results: results.map(accepted) }, 202);
  });
  return router;
}

function accepted(result: Acceptance) {
  return result.kind === "accepted"
    ? { id: result.id, duplicate: result.duplicate }
    : { id: result.id, duplicate: false, error: "idempotency_conflict" as const };
}

function readKey(c: Context<HttpEnv>): string | null {
  const key = c.req.header("idempotency-key");
  if (key === undefined) return null;
  if (!IDEMPOTENCY_KEY.test(key)) {
    const message = "An Idempotency-Key is 1 to 255 visible ASCII characters.";
    throw new Problem("malformed_request", message, [{ parameter: "idempotency-key", message }]);
  }
  return key;
}

async function readEvent(c: Context<HttpEnv>): Promise<PostedEvent> {
  const { text, value } = await readJson(c.req.raw, MAX_EVENT_BYTES);
  const result = checkEnvelope(value, "");
  const problemsFound = [...(result.ok ? [] : result.problems)];
  const payloadJson = slicePayload(text) ?? "null";
  problemsFound.push(...payloadProblem(payloadJson, ""));
  if (!result.ok || problemsFound.length > 0) throw invalid(problemsFound);
  return { envelope: result.envelope, payloadJson, pointer: "" };
}

async function readBatch(c: Context<HttpEnv>): Promise<PostedEvent[]> {
  const { text, value } = await readJson(c.req.raw, MAX_BATCH_BYTES);
  const events = (value as { events?: unknown } | null)?.events;
  if (!Array.isArray(events) || events.length === 0 || events.length > MAX_BATCH_EVENTS) {
    throw invalid([
      { pointer: "/events", message: `A batch is {"events": […]} with 1 to ${MAX_BATCH_EVENTS} events.` },
    ]);
  }
  const payloads = sliceBatch(text) ?? [];
  const found: ProblemDetail[] = [];
  const posted: PostedEvent[] = [];
  events.forEach((event: unknown, index) => {
    const pointer = `/events/${index}`;
    const result = checkEnvelope(event, pointer);
    const payloadJson = payloads[index] ?? "null";
    const tooLarge = payloadProblem(payloadJson, pointer);
    found.push(...tooLarge);
    if (result.ok) posted.push({ envelope: result.envelope, payloadJson, pointer });
    else if (found.length < 20) found.push(...result.problems);
  });
  if (found.length > 0) throw invalid(found);
  return posted;
}

function payloadProblem(payloadJson: string, pointer: string): ProblemDetail[] {
  // A text of this many UTF-16 units has at least as many bytes; only near the limit is counting worth it.
  if (payloadJson.length * 3 <= MAX_PAYLOAD_BYTES || Buffer.byteLength(payloadJson) <= MAX_PAYLOAD_BYTES)
    return [];
  throw new Problem(
    "body_too_large",
    `A payload may have at most ${MAX_PAYLOAD_BYTES} bytes (${pointer}/payload).`,
  );
}

function invalid(errors: readonly ProblemDetail[]): Problem {
  return new Problem(
    "invalid_event",
    "Nothing was accepted. Correct the members named in errors and send again.",
    errors.slice(0, 20),
  );
}
