import type { AttemptResult } from "#domain/delivery/attempt-result";
import { buildBody } from "#domain/delivery/build-body";
import type { GatewayEvent } from "#domain/event";
import { buildRequest } from "#domain/graphql/build-request";
import type { LogLine } from "#domain/sandbox/cage";
import type { Integration } from "#domain/tenancy/organization-config";
import type { FieldError } from "#domain/validation/validation-settings";
import { type OutgoingMessage, type TransformTools, transformPayload } from "./transform-payload.ts";
import { type ValidationTools, validatePayload } from "./validate-payload.ts";

export type ShapeTools = ValidationTools & TransformTools & { readonly now: () => number };

export interface ShapeStep {
  readonly name: "validate" | "transform";
  readonly durationMs: number;
  readonly detail: string;
  readonly log?: readonly LogLine[];
  readonly errors?: readonly FieldError[];
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
  const { validation, transform } = integration.settings;
  if (validation === null && transform === null) {
    return shapePlain(integration, event, payloadJson, []);
  }
  return shapeWithCode(tools, integration, event, payloadJson);
}

function shapePlain(
  { settings }: Integration,
  event: GatewayEvent,
  payloadJson: string,
  steps: readonly ShapeStep[],
): Shaped {
  const { url, method, headers, graphql, validation } = settings;
  const body = bodyOf(settings, event, payloadJson);
  const step: ShapeStep = { name: "transform", durationMs: 0, detail: describeBody(settings) };
  const madeByGateway = graphql !== null || validation?.mode === "TRANSFORM";
  return {
    kind: "messages",
    messages: [{ url, method, headers, body }],
    madeByGateway,
    steps: [...steps, step],
  };
}

type BodySettings = Pick<Integration["settings"], "graphql" | "bodyFormat">;

/** What is sent of a payload, the event's own or a transformed one. */
function bodyOf({ graphql, bodyFormat }: BodySettings, event: GatewayEvent, payloadJson: string): string {
  return graphql === null ? buildBody(bodyFormat, event, payloadJson) : buildRequest(graphql, payloadJson);
}

function describeBody({ graphql, bodyFormat }: BodySettings): string {
  return graphql === null ? `body format ${bodyFormat}` : "GraphQL request";
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
    const { detail, errors } = check;
    steps.push({ name: "validate", durationMs: tools.now() - from, detail, errors });
    if (check.kind === "refused") {
      return { kind: "stopped", result: { kind: "invalid_payload", message: detail }, steps };
    }
    payload = check.payloadJson;
  }
  if (integration.settings.transform === null) return shapePlain(integration, event, payload, steps);
  const from = tools.now();
  const transformed = await transformPayload(tools, integration, event, payload);
  const { detail, log } = transformed;
  steps.push({
    name: "transform",
    durationMs: tools.now() - from,
    detail,
    ...(log.length === 0 ? {} : { log }),
  });
  switch (transformed.kind) {
    case "messages": {
      const messages = transformed.messages.map(({ payloadJson: made, ...target }) => ({
        ...target,
        body: bodyOf(integration.settings, event, made),
      }));
      return { kind: "messages", messages, madeByGateway: true, steps };
    }
    case "cancelled":
      return { kind: "stopped", result: { kind: "cancelled", message: transformed.reason }, steps };
    case "failed":
      return { kind: "stopped", result: { kind: "transform_failed", message: detail }, steps };
    case "postponed":
      return { kind: "postponed", postponed: { waitMs: transformed.waitMs, detail }, steps };
  }
}
