import { classifyOutcome, type Outcome } from "#domain/delivery/classify-outcome";
import { decideNext, type NextStep } from "#domain/delivery/decide-next";
import { troubleshootingHint } from "#domain/delivery/troubleshooting";
import type { GatewayEvent } from "#domain/event";
import { Problem } from "#domain/problem";
import { compilePatterns } from "#domain/routing/event-type-pattern";
import { matchIntegrations, type SkipReason } from "#domain/routing/match-integration";
import type { Integration, OrganizationConfig } from "#domain/tenancy/organization-config";
import { attemptBatch } from "./attempt-batch.ts";
import {
  type Attempt,
  type AttemptTools,
  type AttemptTrace,
  attemptDelivery,
  type Step,
} from "./attempt-delivery.ts";
import type { ConfigurationServices } from "./configuration-services.ts";
import { findIntegration } from "./find-integration.ts";

export interface TestEvent {
  /** Left out: the first type that the integration names, or a type of the catalogue that it takes. */
  readonly type: string | undefined;
  /** Left out: the example of the type's catalogue entry. */
  readonly payloadJson: string | null;
  readonly labels: Readonly<Record<string, string>>;
}

export interface TestResult {
  readonly event: Pick<GatewayEvent, "id" | "type" | "correlationId">;
  /** The body that was sent. */
  readonly body: string;
  readonly payloadSource: "given" | "example" | "placeholder";
  /** Why routing would keep this event from the integration; null when it would not. */
  readonly skipReason: SkipReason | null;
  readonly trace: AttemptTrace;
  readonly durationMs: number;
  readonly outcome: Outcome;
  readonly hint: string | null;
  /** What would follow, were this a real delivery. */
  readonly next: NextStep;
}

/** Tells a receiver that nothing happened in the world. */
const TEST_HEADERS = { "x-gateway-test": "true" };
const PLACEHOLDER = '{"message":"A test from the integration gateway."}';
const FALLBACK_TYPE = "test.event";

export type TestServices = ConfigurationServices &
  AttemptTools & { readonly createEventId: () => string; readonly random: () => number };

/**
 * Send one event to one integration right now, also to one that is off: to see whether it works is why somebody asks.
 * Nothing is recorded, retried or disabled.
 */
export async function testIntegration(
  services: TestServices,
  orgId: string,
  integrationId: string,
  test: TestEvent,
  correlationId: string,
): Promise<TestResult> {
  await findIntegration(services, orgId, integrationId);
  // What was saved a second ago through another isolate must be what is tested.
  services.configurations.forget(orgId);
  const config = await services.configurations.load(orgId, 0);
  const integration = config?.integrationsById.get(integrationId);
  if (config === null || integration === undefined) {
    throw new Problem("not_found", "The integration was deleted a moment ago.");
  }

  const type = test.type ?? suggestType(integration, config);
  const { payloadJson, payloadSource } = await payloadFor(services, orgId, type, test.payloadJson);
  const event: GatewayEvent = {
    id: services.createEventId(),
    type,
    payload: { kind: "inline", json: payloadJson },
    occurredAt: null,
    labels: test.labels,
    acceptedAt: services.now(),
    correlationId,
  };
  const skipReason = wouldSkip(integration, event, payloadJson);
  const { settings } = integration;
  const marked = {
    ...integration,
    settings: { ...settings, headers: { ...settings.headers, ...TEST_HEADERS } },
  };
  const detail = describeMatch(integration, skipReason);
  const match = { name: "match", durationMs: 0, detail } as const;
  const { exchange, body, trace } = await attemptAsConfigured(services, marked, event, payloadJson, match);

  const outcome = classifyOutcome(exchange.result);
  const status = exchange.result.kind === "response" ? exchange.result.status : null;
  const next = decideNext(
    {
      policy: settings.retry,
      result: exchange.result,
      attempt: 1,
      cycleAttempt: 1,
      firstAttemptAt: trace.startedAt,
      now: services.now(),
      deadLetter: { policy: settings.deadLetter, round: 0 },
    },
    services.random,
  );
  return {
    event,
    body,
    payloadSource,
    skipReason,
    trace,
    durationMs: exchange.durationMs,
    outcome,
    hint:
      outcome.kind === "failure" && next.kind !== "delivered"
        ? troubleshootingHint({ category: outcome.category, httpStatus: status, detail: next.detail })
        : null,
    next,
  };
}

/** A receiver of batches gets a batch of one. */
async function attemptAsConfigured(
  services: TestServices,
  integration: Integration,
  event: GatewayEvent,
  payloadJson: string,
  match: Step,
): Promise<Attempt> {
  const { batch } = integration.settings.flow;
  if (batch === null) {
    return attemptDelivery(services, integration, event, payloadJson, { before: [match] });
  }
  const [attempt] = await attemptBatch(services, integration, batch, [{ event, payloadJson }]);
  if (attempt === undefined) throw new Error("a batch of one has one attempt");
  return { ...attempt, trace: { ...attempt.trace, steps: [match, ...attempt.trace.steps] } };
}

function suggestType(integration: Integration, config: OrganizationConfig): string {
  const named = integration.eventTypes.find((pattern) => !pattern.includes("*"));
  if (named !== undefined) return named;
  const matches = compilePatterns(integration.eventTypes);
  return [...config.eventTypes].toSorted().find(matches) ?? FALLBACK_TYPE;
}

async function payloadFor(
  services: ConfigurationServices,
  orgId: string,
  type: string,
  given: string | null,
) {
  if (given !== null) return { payloadJson: given, payloadSource: "given" } as const;
  const example = (await services.repositories.eventTypes.find(orgId, type))?.example ?? null;
  return example === null
    ? ({ payloadJson: PLACEHOLDER, payloadSource: "placeholder" } as const)
    : ({ payloadJson: example, payloadSource: "example" } as const);
}

function wouldSkip(integration: Integration, event: GatewayEvent, payloadJson: string): SkipReason | null {
  const { skipped } = matchIntegrations(
    { type: event.type, labels: event.labels, parsePayload: () => JSON.parse(payloadJson) as unknown },
    [integration],
  );
  return skipped[0]?.reason ?? null;
}

/** What a real event like this would meet first. */
function describeMatch({ switchedOff }: Integration, skipReason: SkipReason | null): string {
  if (skipReason !== null) return `would be skipped: ${skipReason}`;
  return switchedOff === null ? "matches" : `would become a dead letter: switched off (${switchedOff})`;
}
