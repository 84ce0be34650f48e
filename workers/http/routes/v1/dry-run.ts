import { z } from "@hono/zod-openapi";
import type { Permission } from "#domain/access/permissions";
import { slicePayload } from "#domain/ingress/payload-slice";
import { Problem } from "#domain/problem";
import { type DryRun, type DryRunSource, dryRun } from "#services/dry-run";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { jsonBody } from "../../middleware/json-body.ts";
import { DryRunRequest, DryRunResult } from "../../schemas/dry-run.ts";
import { problems } from "../../schemas/problem.ts";

const run = guardedRoute(
  { access: "integrations:test", audit: null },
  {
    method: "post",
    path: "/{id}/dry-run",
    operationId: "dryRunIntegration",
    tags: ["integrations"],
    summary: "See what an integration makes of an event",
    description:
      "Validation and transformation, saved or sent along, on a past event or a payload of your own. Nothing is sent, and nothing is stored.",
    middleware: jsonBody,
    request: {
      params: z.object({ id: z.string() }),
      body: { required: true, content: { "application/json": { schema: DryRunRequest } } },
    },
    responses: {
      200: { description: "What it made", content: { "application/json": { schema: DryRunResult } } },
      ...problems(400, 401, 403, 404, 409, 413, 415, 422, 429),
    },
  },
);

export function createDryRunRoutes() {
  return createRouter().openapi(run, async (c) => {
    const body = c.req.valid("json");
    const source = readSource(body, slicePayload(await c.req.text()));
    requireReader(source, c.var.permissions);
    const { transform, validation } = body;
    const unsaved = {
      ...(transform === undefined ? {} : { transform }),
      ...(validation === undefined ? {} : { validation }),
    };
    const { id } = c.req.valid("param");
    return c.json(present(await dryRun(c.var.services, c.var.orgId, id, source, unsaved)), 200);
  });
}

const DEFAULT_TYPE = "test.event";

function readSource(body: z.infer<typeof DryRunRequest>, payloadJson: string | null): DryRunSource {
  const { eventId, deliveryId, type, labels } = body;
  const given: DryRunSource[] = [];
  if (eventId !== undefined) given.push({ kind: "event", id: eventId });
  if (deliveryId !== undefined) given.push({ kind: "delivery", id: deliveryId });
  // The source text: parsing and printing would round what a real delivery leaves alone.
  if (payloadJson !== null)
    given.push({ kind: "given", type: type ?? DEFAULT_TYPE, payloadJson, labels: labels ?? {} });
  const [source] = given;
  if (source === undefined || given.length > 1) {
    const message = "Give one of eventId, deliveryId and payload.";
    throw new Problem("invalid_body", message, [{ pointer: "", message }]);
  }
  return source;
}

/** Whoever may test an integration may not therefore read what others sent. */
function requireReader({ kind }: DryRunSource, held: ReadonlySet<Permission>): void {
  const needed = kind === "event" ? "events:read" : kind === "delivery" ? "deliveries:read" : null;
  if (needed !== null && !held.has(needed)) {
    throw new Problem("forbidden", `This needs the permission ${needed}, too.`);
  }
}

function present({ event, before, outcome, detail, messages, steps, durationMs }: DryRun) {
  return {
    eventId: event.id,
    type: event.type,
    before,
    outcome,
    detail,
    messages: messages.map((message) => ({ ...message, headers: { ...message.headers } })),
    validationErrors: steps.flatMap(({ errors }) => errors ?? []),
    log: steps.flatMap(({ log }) => log ?? []),
    fuelUsed: steps.find(({ fuelUsed }) => fuelUsed !== undefined)?.fuelUsed ?? null,
    durationMs,
    steps: [...steps],
  };
}
