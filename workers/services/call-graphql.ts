import { classifyOutcome, type Outcome } from "#domain/delivery/classify-outcome";
import type { GatewayEvent } from "#domain/event";
import type { GraphqlSettings } from "#domain/graphql/graphql-settings";
import { Problem } from "#domain/problem";
import type { Integration } from "#domain/tenancy/organization-config";
import { type Attempt, type AttemptTools, attemptDelivery } from "./attempt-delivery.ts";
import type { ConfigurationServices } from "./configuration-services.ts";
import type { AnswerLimits } from "./send-graphql.ts";

export type GraphqlCallServices = ConfigurationServices &
  AttemptTools & { readonly createEventId: () => string };

export interface GraphqlCall {
  readonly operation: Pick<GraphqlSettings, "document" | "operationName">;
  readonly variablesJson: string;
  /** Named in `X-Event-Type`, so that the server's owner can tell it from a delivery. */
  readonly type: `graphql.${string}`;
  readonly limits: AnswerLimits;
  readonly correlationId: string;
}

/** Tells a receiver that nothing happened in the world. */
const TEST_HEADERS = { "x-gateway-test": "true" };

/**
 * Ask an integration's endpoint something of the caller's own: to its URL, signed and with its credential like a delivery,
 * without its schema and transformation. Nothing is recorded or retried.
 */
export async function callGraphql(
  services: GraphqlCallServices,
  orgId: string,
  integrationId: string,
  call: GraphqlCall,
): Promise<{ readonly attempt: Attempt; readonly outcome: Outcome }> {
  // What was saved a second ago through another isolate must be what is asked.
  services.configurations.forget(orgId);
  const config = await services.configurations.load(orgId, 0);
  const integration = config?.integrationsById.get(integrationId);
  if (integration === undefined) throw new Problem("not_found", "The integration was deleted a moment ago.");
  const event: GatewayEvent = {
    id: services.createEventId(),
    type: call.type,
    payload: { kind: "inline", json: call.variablesJson },
    occurredAt: null,
    labels: {},
    acceptedAt: services.now(),
    correlationId: call.correlationId,
  };
  const tools = { ...services, answerLimits: call.limits };
  const attempt = await attemptDelivery(tools, asking(integration, call), event, call.variablesJson);
  return { attempt, outcome: classifyOutcome(attempt.exchange.result) };
}

function asking(integration: Integration, { operation }: GraphqlCall): Integration {
  const { settings } = integration;
  const graphql: GraphqlSettings = {
    ...operation,
    variables: null,
    errorCodes: settings.graphql?.errorCodes ?? {},
    partialData: settings.graphql?.partialData ?? "fail",
    userErrorsPath: null,
  };
  const headers = { ...settings.headers, ...TEST_HEADERS };
  return { ...integration, settings: { ...settings, headers, graphql, transform: null, validation: null } };
}
