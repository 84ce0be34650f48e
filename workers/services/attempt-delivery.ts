import type { AttemptResult } from "#domain/delivery/attempt-result";
import { classifyOutcome } from "#domain/delivery/classify-outcome";
import { findLockedSecret } from "#domain/delivery/find-locked-secret";
import { redactHeaders } from "#domain/delivery/redact-headers";
import { redactValues, secretValues } from "#domain/delivery/redact-values";
import type { GatewayEvent } from "#domain/event";
import type { Exchange, MessageSigner, OutgoingRequest, SendRequest } from "#domain/ports";
import type { LogLine } from "#domain/sandbox/cage";
import type { Integration } from "#domain/tenancy/organization-config";
import type { FieldError } from "#domain/validation/validation-settings";
import type { GuardTarget } from "./guard-target.ts";
import { type AnswerLimits, withGraphql } from "./send-graphql.ts";
import { type CredentialTools, sendWithCredential } from "./send-with-credential.ts";
import { type ShapeTools, shapeMessages } from "./shape-messages.ts";
import type { OutgoingMessage } from "./transform-payload.ts";

export interface AttemptTools extends CredentialTools, ShapeTools {
  readonly sign: MessageSigner["sign"];
  readonly send: SendRequest;
  readonly guardTarget: GuardTarget;
  readonly now: () => number;
  /** For the few calls that need more of a GraphQL server's answer than a delivery does. */
  readonly answerLimits?: AnswerLimits;
}

export interface Step {
  readonly name:
    | "match"
    | "validate"
    | "transform"
    | "check_target"
    | "sign"
    | "authenticate"
    | "send"
    | "classify";
  readonly durationMs: number;
  readonly detail: string;
  /** What a script said (`console.log`). */
  readonly log?: readonly LogLine[];
  /** What of the payload does not fit the schema. */
  readonly errors?: readonly FieldError[];
}

/** One attempt, as it is kept for operators: secrets are gone from it, the body is the event's own. */
export interface AttemptTrace {
  readonly startedAt: number;
  readonly steps: readonly Step[];
  readonly request: Pick<OutgoingRequest, "url" | "method" | "headers"> & { readonly bodyBytes: number };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
    readonly bodyTruncated: boolean;
  } | null;
  readonly error: string | null;
}

export interface Attempt {
  readonly exchange: Exchange;
  /** What was sent, or was about to be. */
  readonly body: string;
  /** When the answer was there, in epoch milliseconds: what a receiver's "in 30 seconds" counts from. */
  readonly endedAt: number;
  readonly trace: AttemptTrace;
}

/** Headers the gateway sets itself; an integration's own headers never replace them. */
const USER_AGENT = "integration-gateway/1";

/**
 * Send one event to one integration, once. Never throws for what the tenant or the receiver did: that is an outcome.
 * On Workers the clock stands still during computation, so there only `send` shows a duration.
 */
export async function attemptDelivery(
  given: AttemptTools,
  integration: Integration,
  event: GatewayEvent,
  payloadJson: string,
  before: readonly Step[] = [],
): Promise<Attempt> {
  const tools = withGraphql(given, integration.settings.graphql);
  const steps = [...before];
  const startedAt = tools.now();
  const { settings } = integration;

  const shaping = shapeMessages(tools, integration, event, payloadJson);
  const shaped = shaping instanceof Promise ? await shaping : shaping;
  steps.push(...shaped.steps);
  const nothing = { url: settings.url, method: settings.method, headers: {}, body: payloadJson };
  if (shaped.kind === "stopped") return notSent(tools, startedAt, steps, nothing, shaped.result);
  const [message] = shaped.messages;
  if (message === undefined) throw new Error("A transformation made messages, and there are none.");
  return sendMessage(tools, integration, event, message, startedAt, steps);
}

async function sendMessage(
  tools: AttemptTools,
  integration: Integration,
  event: GatewayEvent,
  message: OutgoingMessage,
  startedAt: number,
  steps: Step[],
): Promise<Attempt> {
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
  const refuse = (result: NotSent, headers: OutgoingRequest["headers"] = {}) =>
    notSent(tools, startedAt, steps, { ...message, headers }, result);
  if (!target.ok) {
    return refuse({ kind: target.retryable ? "unresolved" : "not_sent", message: target.message });
  }
  const locked = findLockedSecret(integration, startedAt);
  if (locked !== null) return refuse({ kind: "no_credentials", message: locked });

  const signFrom = tools.now();
  const signed = await trySign(tools, integration, event, message);
  steps.push({ name: "sign", durationMs: tools.now() - signFrom, detail: signed.detail });
  const headers = requestHeaders(message.headers, event, signed.headers);
  const request: OutgoingRequest = { ...message, headers, timeoutMs: settings.timeoutMs };
  if (!signed.ok) return refuse({ kind: "not_sent", message: signed.detail }, headers);

  if (settings.credentialId !== null) {
    const sent = await sendWithCredential(tools, integration, request, steps, describe);
    return finish(tools, startedAt, steps, sent.request, sent.exchange);
  }
  const exchange = await tools.send(request);
  steps.push({ name: "send", durationMs: exchange.durationMs, detail: describe(exchange) });
  return finish(tools, startedAt, steps, request, exchange);
}

async function trySign(
  tools: AttemptTools,
  { settings, secrets }: Integration,
  event: GatewayEvent,
  { url, method, body }: OutgoingMessage,
) {
  try {
    const headers = await tools.sign(settings.signing, secrets, {
      id: event.id,
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
  event: GatewayEvent,
  signature: Readonly<Record<string, string>>,
): Record<string, string> {
  return {
    ...own,
    "content-type": "application/json",
    "user-agent": USER_AGENT,
    "x-correlation-id": event.correlationId,
    "x-event-type": event.type,
    ...signature,
  };
}

type SentRequest = Pick<OutgoingRequest, "url" | "method" | "headers" | "body">;
type NotSent = Exclude<AttemptResult, { kind: "response" }>;

function notSent(
  tools: AttemptTools,
  startedAt: number,
  steps: Step[],
  request: SentRequest,
  result: NotSent,
): Attempt {
  const exchange: Exchange = { result, durationMs: 0, body: "", bodyTruncated: false };
  return finish(tools, startedAt, steps, request, exchange);
}

function finish(
  tools: AttemptTools,
  startedAt: number,
  steps: Step[],
  request: SentRequest,
  exchange: Exchange,
): Attempt {
  const { result } = exchange;
  const outcome = classifyOutcome(result);
  steps.push({
    name: "classify",
    durationMs: 0,
    detail: outcome.kind === "success" ? "success" : outcome.category,
  });
  const secrets = secretValues(request.headers);
  const trace: AttemptTrace = {
    startedAt,
    steps,
    request: {
      url: request.url,
      method: request.method,
      headers: redactHeaders(request.headers),
      // UTF-16 units where the text is ASCII, which is close enough for a log and costs nothing.
      bodyBytes: request.body.length,
    },
    response:
      result.kind === "response"
        ? {
            status: result.status,
            headers:
              secrets.length === 0
                ? redactHeaders(result.headers)
                : mapValues(redactHeaders(result.headers), (value) => redactValues(value, secrets)),
            body: redactValues(exchange.body, secrets),
            bodyTruncated: exchange.bodyTruncated,
          }
        : null,
    error: result.kind === "response" ? null : describe(exchange),
  };
  return { exchange, body: request.body, endedAt: tools.now(), trace };
}

function mapValues(
  record: Readonly<Record<string, string>>,
  change: (value: string) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}

function describe({ result }: Exchange): string {
  switch (result.kind) {
    case "response":
      return `answered ${result.status}`;
    case "timeout":
      return `no answer within ${result.timeoutMs} ms`;
    case "network_error":
    case "not_sent":
    case "invalid_payload":
    case "transform_failed":
    case "cancelled":
    case "unresolved":
    case "no_credentials":
    case "token_unavailable":
    case "credential_refused":
      return result.message;
  }
}
