import type { AttemptResult } from "#domain/delivery/attempt-result";
import { findLockedSecret } from "#domain/delivery/find-locked-secret";
import type { GatewayEvent } from "#domain/event";
import type { Exchange, MessageSigner, OutgoingRequest, SendRequest } from "#domain/ports";
import type { Integration } from "#domain/tenancy/organization-config";
import { describeExchange, type SentRequest, type Step } from "./attempt-trace.ts";
import type { GuardTarget } from "./guard-target.ts";
import { type CredentialTools, sendWithCredential } from "./send-with-credential.ts";
import type { OutgoingMessage } from "./transform-payload.ts";

export interface SendTools extends CredentialTools {
  readonly sign: MessageSigner["sign"];
  readonly send: SendRequest;
  readonly guardTarget: GuardTarget;
  readonly now: () => number;
}

export interface SentMessage {
  readonly request: SentRequest;
  readonly exchange: Exchange;
}

/** Headers the gateway sets itself; an integration's own headers never replace them. */
const USER_AGENT = "integration-gateway/1";
const JSON_TYPE = "application/json";

/** Check where it goes, sign it, send it. `messageId` is what the receiver tells it apart by. */
export async function sendMessage(
  tools: SendTools,
  integration: Integration,
  event: GatewayEvent,
  message: OutgoingMessage,
  messageId: string,
  steps: { push(step: Step): unknown },
): Promise<SentMessage> {
  const { settings } = integration;
  // The transformation may have named another URL than was checked when the integration was saved.
  const checkFrom = tools.now();
  const checking = tools.guardTarget(message.url, integration.hostRules);
  // Awaited only when the DNS must be asked: most attempts know the answer.
  const target = checking instanceof Promise ? await checking : checking;
  steps.push({
    name: "check_target",
    durationMs: tools.now() - checkFrom,
    detail: target.ok ? "target allowed" : target.message,
  });
  const refuse = (result: NotSent, headers: OutgoingRequest["headers"] = {}) => ({
    request: { ...message, headers },
    exchange: notSent(result),
  });
  if (!target.ok) {
    return refuse({ kind: target.retryable ? "unresolved" : "not_sent", message: target.message });
  }
  const locked = findLockedSecret(integration, checkFrom);
  if (locked !== null) return refuse({ kind: "no_credentials", message: locked });

  const signFrom = tools.now();
  const signed = await trySign(tools, integration, event, message, messageId);
  steps.push({ name: "sign", durationMs: tools.now() - signFrom, detail: signed.detail });
  const { contentType = JSON_TYPE, ...unsigned } = message;
  const headers = requestHeaders(message.headers, contentType, event, signed.headers);
  const request: OutgoingRequest = { ...unsigned, headers, timeoutMs: settings.timeoutMs };
  if (!signed.ok) return refuse({ kind: "not_sent", message: signed.detail }, headers);

  if (settings.credentialId !== null) {
    return sendWithCredential(tools, integration, request, steps, describeExchange);
  }
  const exchange = await tools.send(request);
  steps.push({ name: "send", durationMs: exchange.durationMs, detail: describeExchange(exchange) });
  return { request, exchange };
}

export type NotSent = Exclude<AttemptResult, { kind: "response" }>;

export function notSent(result: NotSent): Exchange {
  return { result, durationMs: 0, body: "", bodyTruncated: false };
}

async function trySign(
  tools: SendTools,
  { settings, secrets }: Integration,
  event: GatewayEvent,
  { url, method, body }: OutgoingMessage,
  id: string,
) {
  try {
    const headers = await tools.sign(settings.signing, secrets, {
      id,
      type: event.type,
      url,
      method,
      body,
      now: tools.now(),
    });
    return { ok: true, headers, detail: settings.signing.mode } as const;
  } catch (error) {
    const detail = `not signed: ${error instanceof Error ? error.message : "unknown error"}`;
    return { ok: false, headers: {}, detail } as const;
  }
}

function requestHeaders(
  own: Readonly<Record<string, string>>,
  contentType: string,
  event: GatewayEvent,
  signature: Readonly<Record<string, string>>,
): Record<string, string> {
  return {
    ...own,
    "content-type": contentType,
    "user-agent": USER_AGENT,
    "x-correlation-id": event.correlationId,
    "x-event-type": event.type,
    ...signature,
  };
}
