import { z } from "@hono/zod-openapi";
import { Problem } from "#domain/problem";
import { countMissed } from "#services/count-missed";
import { findIntegration } from "#services/find-integration";
import { bulk, bulkResponses } from "../../bulk.ts";
import { createRouter, type Variables } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { jsonBody } from "../../middleware/json-body.ts";
import { readFilter } from "../../read-filter.ts";
import { BackfillRequest, RecoverRequest } from "../../schemas/dead-letter.ts";

const tags = ["integrations"];
const params = z.object({ id: z.string() });

const recover = guardedRoute(
  { access: "deadletters:retry", audit: "integration.recovery_started" },
  {
    method: "post",
    path: "/{id}/recover",
    operationId: "recoverIntegration",
    tags,
    summary: "Send everything again that failed since a moment, in the background",
    description:
      "When a receiver is back: its dead letters, and what would wait for a late retry. What is about to be sent anyway is left alone.",
    middleware: jsonBody,
    request: {
      params,
      body: { required: true, content: { "application/json": { schema: RecoverRequest } } },
    },
    responses: bulkResponses,
  },
);

const backfill = guardedRoute(
  { access: "deliveries:replay", audit: "integration.backfill_started" },
  {
    method: "post",
    path: "/{id}/backfill",
    operationId: "backfillIntegration",
    tags,
    summary: "Send past events that were never meant for an integration, in the background",
    description:
      "For one that is new, or that takes more types since: every event of the log that it wants as it is set up now, and has no delivery of. Asking twice sends nothing twice.",
    middleware: jsonBody,
    request: {
      params,
      body: { required: true, content: { "application/json": { schema: BackfillRequest } } },
    },
    responses: bulkResponses,
  },
);

export function createIntegrationRecoveryRoutes() {
  return createRouter()
    .openapi(recover, async (c) => {
      const { since: from, until: to, dryRun, perMinute, ...narrower } = c.req.valid("json");
      const { id } = await findDelivering(c.var, c.req.valid("param").id);
      const status = ["dead_lettered", "retrying"] as const;
      const filter = readFilter({ ...narrower, from, to, integrationId: id, status: [...status] });
      const answer = await bulk(c.var, "recover_failed", { filter, dryRun, perMinute });
      return "job" in answer ? c.json(answer.job, 202) : c.json(answer.count, 200);
    })
    .openapi(backfill, async (c) => {
      const { services, orgId } = c.var;
      const { since: from, until: to, dryRun, perMinute, eventType } = c.req.valid("json");
      const { id } = await findDelivering(c.var, c.req.valid("param").id);
      const filter = readFilter({ eventType, from, to });
      const count = () => countMissed(services, orgId, id, filter);
      const answer = await bulk(c.var, "deliver_missed", { filter, dryRun, perMinute }, id, count);
      return "job" in answer ? c.json(answer.job, 202) : c.json(answer.count, 200);
    });
}

/** Of one that is off every delivery would be skipped: better said at once. */
async function findDelivering({ services, orgId }: Pick<Variables, "services" | "orgId">, id: string) {
  const integration = await findIntegration(services, orgId, id);
  if (integration.enabled && integration.disabledReason === null) return integration;
  throw new Problem("conflict", "This integration is switched off. Switch it on first.");
}
