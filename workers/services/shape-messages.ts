import type { AttemptResult } from "#domain/delivery/attempt-result";
import { buildBody } from "#domain/delivery/build-body";
import type { GatewayEvent } from "#domain/event";
import { transformOf } from "#domain/graphql/variables-transform";
import type { LogLine } from "#domain/sandbox/cage";
import type { Integration } from "#domain/tenancy/organization-config";
import type { FieldError } from "#domain/validation/validation-settings";
import { shapeGraphql } from "./shape-graphql.ts";
import {
  type OutgoingMessage,
  type TransformedMessage,
  type TransformTools,
  transformPayload,
} from "./transform-payload.ts";
import { validatePayload } from "./validate-payload.ts";
import type { ValidationTools } from "./validation-tools.ts";

export type ShapeTools = ValidationTools & TransformTools & { readonly now: () => number };

export interface ShapeStep {
  readonly name: "validate" | "transform";
  readonly durationMs: number;
  readonly detail: string;
  readonly log?: readonly LogLine[];
  readonly errors?: readonly FieldError[];
  /** What a script used up. */
  readonly fuelUsed?: number;
}

export type Shaped = { readonly steps: readonly ShapeStep[] } & (
  | {
      readonly kind: "messages";
      readonly messages: readonly OutgoingMessage[];
      /** The event does not tell what is in them. */
      readonly madeByGateway: boolean;
    }
  | { readonly kind: "stopped"; readonly result: NotShaped }
  | { readonly kind: "postponed"; readonly postponed: { readonly waitMs: number; readonly detail: string } }
);

type NotShaped = Extract<AttemptResult, { kind: "invalid_payload" | "transform_failed" | "cancelled" }>;

/** Without a schema and a transformation there is nothing to wait for: most deliveries are like that. */
export function shapeMessages(
  tools: ShapeTools,
  integration: Integration,
  event: GatewayEvent,
  payloadJson: string,
): Shaped | Promise<Shaped> {
  const { settings } = integration;
  const { validation } = settings;
  const transform = transformOf(settings);
  if (validation === null && transform === null) {
    return shapePlain(integration, event, payloadJson, []);
  }
  // The mapping of a GraphQL target's variables is a transformation like any other.
  const whole =
    transform === settings.transform ? integration : { ...integration, settings: { ...settings, transform } };
  return shapeWithCode(tools, whole, event, payloadJson);
}

function shapePlain(
  { settings }: Integration,
  event: GatewayEvent,
  payloadJson: string,
  steps: readonly ShapeStep[],
): Shaped {
  const { url, method, headers, graphql, validation, bodyFormat } = settings;
  const madeByGateway = graphql !== null || validation?.mode === "TRANSFORM";
  const detail = graphql === null ? `body format ${bodyFormat}` : "GraphQL request";
  const step: ShapeStep = { name: "transform", durationMs: 0, detail };
  const messages = [{ url, method, headers, payloadJson }];
  return withBodies(settings, event, messages, madeByGateway, [...steps, step]);
}

/** What is sent of payloads, the event's own or transformed ones. */
function withBodies(
  { graphql, bodyFormat }: Pick<Integration["settings"], "graphql" | "bodyFormat">,
  event: GatewayEvent,
  made: readonly TransformedMessage[],
  madeByGateway: boolean,
  steps: readonly ShapeStep[],
): Shaped {
  if (graphql !== null) {
    const shaped = shapeGraphql(graphql, made);
    return shaped.kind === "messages" ? { ...shaped, madeByGateway, steps } : { ...shaped, steps };
  }
  const messages = made.map(({ payloadJson, ...target }) => ({
    ...target,
    body: buildBody(bodyFormat, event, payloadJson),
  }));
  return { kind: "messages", messages, madeByGateway, steps };
}

async function shapeWithCode(
  tools: ShapeTools,
  integration: Integration,
  event: GatewayEvent,
  payloadJson: string,
): Promise<Shaped> {
  const steps: ShapeStep[] = [];
  let payload = payloadJson;
  if (integration.settings.validation !== null) {
    const from = tools.now();
    const check = await validatePayload(tools, integration, payload);
    const durationMs = tools.now() - from;
    const { detail } = check;
    if (check.kind === "postponed") {
      steps.push({ name: "validate", durationMs, detail });
      return { kind: "postponed", postponed: { waitMs: check.waitMs, detail }, steps };
    }
    // Without errors it is not counted: nothing is known of one that was not checked.
    const known = check.kind === "refused" || check.checked ? { errors: check.errors } : {};
    steps.push({ name: "validate", durationMs, detail, ...known });
    if (check.kind === "refused") {
      return { kind: "stopped", result: { kind: "invalid_payload", message: detail }, steps };
    }
    payload = check.payloadJson;
  }
  if (integration.settings.transform === null) return shapePlain(integration, event, payload, steps);
  const from = tools.now();
  const transformed = await transformPayload(tools, integration, event, payload);
  const { detail, log, fuelUsed } = transformed;
  const durationMs = tools.now() - from;
  const said = log.length === 0 ? {} : { log };
  steps.push({ name: "transform", durationMs, detail, ...said, ...(fuelUsed === null ? {} : { fuelUsed }) });
  switch (transformed.kind) {
    case "messages":
      return withBodies(integration.settings, event, transformed.messages, true, steps);
    case "cancelled":
      return { kind: "stopped", result: { kind: "cancelled", message: transformed.reason }, steps };
    case "failed":
      return { kind: "stopped", result: { kind: "transform_failed", message: detail }, steps };
    case "postponed":
      return { kind: "postponed", postponed: { waitMs: transformed.waitMs, detail }, steps };
  }
}
