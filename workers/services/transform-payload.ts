import { isSensitiveHeader } from "#domain/delivery/redact-headers";
import type { GatewayEvent } from "#domain/event";
import type { OutgoingRequest } from "#domain/ports";
import type { LogLine } from "#domain/sandbox/cage";
import type { Integration } from "#domain/tenancy/organization-config";
import {
  configFacts,
  deliveryScope,
  eventFacts,
  SAVED_SHAPE,
  targetFacts,
} from "#domain/transformation/delivery-scope";
import { parseExact } from "#domain/transformation/exact-json";
import { changeRequest, type MadeMessage, type MessageTarget } from "#domain/transformation/request-change";
import { type CompiledSimple, compileSimple, renderSimple } from "#domain/transformation/simple-transform";
import { TemplateFault } from "#domain/transformation/template-fault";
import type { SimpleTransform } from "#domain/transformation/transform-settings";
import { withLookups } from "./find-lookups.ts";
import { runScript, type ScriptTools } from "./run-script.ts";

/** A request before it is signed: its headers are the integration's own and what the transformation set. */
export interface OutgoingMessage extends Pick<OutgoingRequest, "url" | "method" | "headers" | "body"> {
  /** Left out: JSON. */
  readonly contentType?: string;
}

export type TransformedMessage = MessageTarget & { readonly payloadJson: string };

export type Transformed = {
  readonly detail: string;
  readonly log: readonly LogLine[];
  /** Of scripts; null for what needs none. */
  readonly fuelUsed: number | null;
} & (
  | { readonly kind: "messages"; readonly messages: readonly TransformedMessage[] }
  /** The transformation decided that nothing is to be sent. */
  | { readonly kind: "cancelled"; readonly reason: string }
  | { readonly kind: "failed" }
  /** Not now, and through no fault of this event. */
  | { readonly kind: "postponed"; readonly waitMs: number }
);

export type TransformTools = ScriptTools;

/** Make the messages of one delivery. Only asked where there is a transformation. */
export async function transformPayload(
  tools: TransformTools,
  integration: Integration,
  event: GatewayEvent,
  payloadJson: string,
): Promise<Transformed> {
  const { transform } = integration.settings;
  switch (transform?.kind) {
    case undefined:
      return toMessages(integration, [{ payloadJson }], "no transformation");
    case "simple":
      return transformSimple(tools, transform, integration, event, payloadJson);
    case "script":
      return transformByScript(tools, transform.source, integration, event, payloadJson);
  }
}

/** By the settings' own object, which lives as long as its configuration. */
const compiledSimple = new WeakMap<SimpleTransform, CompiledSimple | string>();

function compiledOf(transform: SimpleTransform, { settings }: Integration): CompiledSimple | string {
  const known = compiledSimple.get(transform);
  if (known !== undefined) return known;
  const compilation = compileSimple(transform, SAVED_SHAPE, settings.signing);
  const [problem] = compilation.ok ? [] : compilation.problems;
  const compiled = compilation.ok ? compilation.compiled : `${problem?.pointer}: ${problem?.message}`;
  compiledSimple.set(transform, compiled);
  return compiled;
}

async function transformSimple(
  tools: TransformTools,
  transform: SimpleTransform,
  integration: Integration,
  event: GatewayEvent,
  payloadJson: string,
): Promise<Transformed> {
  const compiled = compiledOf(transform, integration);
  if (typeof compiled === "string") return failed(compiled);
  const payload = parseExact(payloadJson);
  const found = await withLookups(
    tools.lookups,
    integration.organization.id,
    (known) => renderSimple(compiled, deliveryScope(integration, event, payload, known)),
    (result) => (result.kind === "wanted" ? result.keys : []),
  );
  if (found.kind === "failed") return failed(found.message);
  if (found.kind === "postponed") {
    const { waitMs, message } = found;
    return { kind: "postponed", waitMs, detail: message, log: [], fuelUsed: null };
  }
  const { result } = found;
  if (result.kind !== "message") return failed(result.kind === "failed" ? result.message : "lookups");
  return toMessages(integration, [result.message], "mapped");
}

async function transformByScript(
  tools: TransformTools,
  source: string,
  integration: Integration,
  event: GatewayEvent,
  payloadJson: string,
): Promise<Transformed> {
  const facts = {
    event: eventFacts(event),
    config: configFacts(integration),
    env: integration.organization.variables,
    target: targetFacts(integration),
  };
  const answer = await runScript(tools, {
    orgId: integration.organization.id,
    source,
    payloadJson,
    facts,
    // Not the time of this attempt: a retry next week must make the same bytes.
    now: event.acceptedAt,
    seed: `${event.id}:${event.acceptedAt}:${integration.id}`,
  });
  const { log, fuelUsed } = answer;
  switch (answer.kind) {
    case "failed":
      return { ...failed(answer.message), log, fuelUsed };
    case "postponed":
      return { kind: "postponed", waitMs: answer.waitMs, detail: answer.message, log, fuelUsed };
    case "cancelled": {
      const reason =
        answer.reason === "" ? "cancelled by its script" : `cancelled by its script: ${answer.reason}`;
      return { kind: "cancelled", reason, detail: reason, log, fuelUsed };
    }
    case "messages":
      return { ...toMessages(integration, answer.messages, `script, fuel ${fuelUsed}`), log, fuelUsed };
  }
}

function toMessages(integration: Integration, made: readonly MadeMessage[], detail: string): Transformed {
  const { settings } = integration;
  const own = {
    url: settings.url,
    method: settings.method,
    headers: settings.headers,
    signing: settings.signing,
    hasCredential: settings.credentialId !== null,
    isSecretHeader: isSensitiveHeader,
  };
  try {
    const messages = made.map((message) => {
      const { url, method, headers } = changeRequest(own, message);
      return { url, method, headers, payloadJson: message.payloadJson };
    });
    const count = messages.length === 1 ? "" : `, ${messages.length} messages`;
    return { kind: "messages", messages, detail: detail + count, log: [], fuelUsed: null };
  } catch (error) {
    if (error instanceof TemplateFault) return failed(error.message);
    throw error;
  }
}

function failed(detail: string): Transformed {
  return { kind: "failed", detail, log: [], fuelUsed: null };
}
