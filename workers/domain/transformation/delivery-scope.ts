import { isSensitiveHeader } from "../delivery/redact-headers.ts";
import type { GatewayEvent } from "../event.ts";
import type { Integration } from "../tenancy/organization-config.ts";
import { type KnownLookups, NO_LOOKUPS, type Scope, type ScopeShape } from "./scope.ts";

const CONFIG_NAMES = ["tenantId", "tenantName", "region", "integrationId", "integrationName"] as const;
const EVENT_NAMES = ["id", "type", "occurredAt", "acceptedAt", "correlationId", "labels"] as const;

/** What a delivery's templates may name, when they are saved. Roots that a place adds are `more`: `response`, `request`. */
export function deliveryShape(variables: Iterable<string>, more: ScopeShape = {}): ScopeShape {
  return {
    config: new Set(CONFIG_NAMES),
    env: new Set(variables),
    event: new Set(EVENT_NAMES),
    payload: null,
    ...more,
  };
}

/** The same for what was saved already: a variable may be gone since, and its event says so. */
export const SAVED_SHAPE: ScopeShape = { ...deliveryShape([]), env: null };

/** What is known of where a delivery goes: `{{config.…}}`. */
export function configFacts({ id, name, organization }: Pick<Integration, "id" | "name" | "organization">) {
  return {
    tenantId: organization.id,
    tenantName: organization.name,
    region: organization.region,
    integrationId: id,
    integrationName: name,
  } satisfies Record<(typeof CONFIG_NAMES)[number], string>;
}

/** `{{event.…}}` */
export function eventFacts({ id, type, occurredAt, acceptedAt, correlationId, labels }: GatewayEvent) {
  return {
    id,
    type,
    occurredAt,
    acceptedAt: new Date(acceptedAt).toISOString(),
    correlationId,
    labels,
  } satisfies Record<(typeof EVENT_NAMES)[number], unknown>;
}

/** The scope of a delivery. The clock is the event's: a retry next week makes the same bytes. */
export function deliveryScope(
  integration: Integration,
  event: GatewayEvent,
  payload: unknown,
  lookups: KnownLookups = NO_LOOKUPS,
): Scope {
  return {
    values: {
      config: configFacts(integration),
      env: integration.organization.variables,
      event: eventFacts(event),
      payload,
    },
    now: event.acceptedAt,
    lookups,
  };
}

/** The target as a script sees it: what is secret by its header's name stays with the gateway. */
export function targetFacts({ settings }: Integration) {
  const headers = Object.entries(settings.headers).filter(([name]) => !isSensitiveHeader(name));
  return { url: settings.url, method: settings.method, headers: Object.fromEntries(headers) };
}
