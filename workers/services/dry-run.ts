import { messageIdOf } from "#domain/delivery/message-id";
import { redactHeaders } from "#domain/delivery/redact-headers";
import { redactValues, secretValues } from "#domain/delivery/redact-values";
import type { GatewayEvent } from "#domain/event";
import type { DeliveryRecord } from "#domain/ports";
import { Problem } from "#domain/problem";
import type { Integration, IntegrationSettings } from "#domain/tenancy/organization-config";
import type { StoredSettings } from "#domain/tenancy/stored-settings";
import { requireUsableSchema, requireUsableTransform } from "./check-integration.ts";
import type { ConfigurationServices } from "./configuration-services.ts";
import { findIntegration } from "./find-integration.ts";
import type { OperationServices } from "./operation-services.ts";
import { findDelivery } from "./restart-delivery.ts";
import { type Shaped, type ShapeStep, type ShapeTools, shapeMessages } from "./shape-messages.ts";
import { showEvent } from "./show-event.ts";
import type { OutgoingMessage } from "./transform-payload.ts";

export type DryRunSource =
  | { readonly kind: "event" | "delivery"; readonly id: string }
  | {
      readonly kind: "given";
      readonly type: string;
      readonly payloadJson: string;
      readonly labels: Readonly<Record<string, string>>;
    };

/** Settings that are not saved yet; what is left out is as saved. */
export type UnsavedSettings = Partial<Pick<StoredSettings, "transform" | "validation">>;

export interface DryMessage extends OutgoingMessage {
  /** Its `webhook-id`. */
  readonly id: string;
  readonly bodyTruncated: boolean;
  /** Why the gateway would not send it there; null when it would. */
  readonly refusal: string | null;
}

export interface DryRun {
  readonly event: GatewayEvent;
  /** The payload as it came. */
  readonly before: string;
  readonly outcome: "messages" | "cancelled" | "invalid_payload" | "failed";
  /** Why it was cancelled or failed. */
  readonly detail: string | null;
  readonly messages: readonly DryMessage[];
  readonly steps: readonly ShapeStep[];
  readonly durationMs: number;
}

export type DryRunServices = ConfigurationServices &
  ShapeTools &
  Pick<OperationServices, "deliverySearch" | "bodies"> & { readonly createEventId: () => string };

/** Enough to see what is in it. */
const SHOWN_BODY = 256 * 1024;

/** What an integration would make of an event, with settings that need not be saved. Nothing is sent, nothing is stored. */
export async function dryRun(
  services: DryRunServices,
  orgId: string,
  integrationId: string,
  source: DryRunSource,
  unsaved: UnsavedSettings,
): Promise<DryRun> {
  const integration = await integrationWith(services, orgId, integrationId, unsaved);
  const { event, payloadJson } = await eventOf(services, orgId, source);
  const from = services.now();
  const shaped = await shapeMessages(services, integration, event, payloadJson);
  const durationMs = services.now() - from;
  if (shaped.kind === "postponed") {
    const { detail, waitMs } = shaped.postponed;
    throw new Problem("rate_limited", detail, [], waitMs);
  }
  const { steps } = shaped;
  return {
    event,
    before: payloadJson,
    steps,
    durationMs,
    ...(await resultOf(services, integration, event, shaped)),
  };
}

async function integrationWith(
  services: DryRunServices,
  orgId: string,
  integrationId: string,
  unsaved: UnsavedSettings,
): Promise<Integration> {
  await findIntegration(services, orgId, integrationId);
  // What was saved a second ago through another isolate must be what is tried.
  services.configurations.forget(orgId);
  const integration = (await services.configurations.load(orgId, 0))?.integrationsById.get(integrationId);
  if (integration === undefined) throw new Problem("not_found", "The integration was deleted a moment ago.");
  const { validation: schema, ...others } = unsaved;
  // Its code is stored like a saved schema's, and goes by itself when nobody uses it.
  const validation =
    schema === undefined
      ? integration.settings.validation
      : await requireUsableSchema(services, orgId, { validation: schema });
  const settings: IntegrationSettings = { ...integration.settings, ...others, validation };
  if (unsaved.transform !== undefined) await requireUsableTransform(services, orgId, settings);
  return { ...integration, settings };
}

async function eventOf(services: DryRunServices, orgId: string, source: DryRunSource) {
  switch (source.kind) {
    case "given": {
      const { type, payloadJson, labels } = source;
      const event: GatewayEvent = {
        id: services.createEventId(),
        type,
        payload: { kind: "inline", json: payloadJson },
        occurredAt: null,
        labels,
        acceptedAt: services.now(),
        correlationId: "dry-run",
      };
      return { event, payloadJson };
    }
    case "event": {
      const { any, payloadText } = await showEvent(services, orgId, source.id);
      return pastEvent(any, payloadText);
    }
    case "delivery": {
      const record = await findDelivery(services, orgId, source.id);
      return pastEvent(record, await services.bodies.read(record.payloadAt));
    }
  }
}

function pastEvent(record: DeliveryRecord, payloadText: string | null) {
  if (payloadText === null || payloadText === "")
    throw new Problem(
      "conflict",
      "The payload of this event is no longer kept. Take a newer one, or give a payload.",
    );
  const event = JSON.parse(record.event) as Omit<GatewayEvent, "payload">;
  return {
    event: { ...event, payload: { kind: "stored" as const, at: record.payloadAt } },
    payloadJson: payloadText,
  };
}

async function resultOf(
  services: DryRunServices,
  integration: Integration,
  event: GatewayEvent,
  shaped: Exclude<Shaped, { kind: "postponed" }>,
): Promise<Pick<DryRun, "outcome" | "detail" | "messages">> {
  if (shaped.kind === "stopped") {
    const { kind, message } = shaped.result;
    return { outcome: kind === "transform_failed" ? "failed" : kind, detail: message, messages: [] };
  }
  const { messages } = shaped;
  const shown = messages.map(async (message, index): Promise<DryMessage> => {
    const target = await services.guardTarget(message.url, integration.hostRules);
    const body = redactValues(message.body, secretValues(message.headers));
    return {
      id: messageIdOf(event.id, index, messages.length),
      url: message.url,
      method: message.method,
      headers: redactHeaders(message.headers),
      body: body.slice(0, SHOWN_BODY),
      bodyTruncated: body.length > SHOWN_BODY,
      refusal: target.ok ? null : target.message,
    };
  });
  return { outcome: "messages", detail: null, messages: await Promise.all(shown) };
}
