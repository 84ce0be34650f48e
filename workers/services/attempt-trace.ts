import { classifyOutcome } from "#domain/delivery/classify-outcome";
import { redactHeaders } from "#domain/delivery/redact-headers";
import { redactValues, secretValues } from "#domain/delivery/redact-values";
import type { Exchange, OutgoingRequest } from "#domain/ports";
import type { LogLine } from "#domain/sandbox/cage";
import type { FieldError } from "#domain/validation/validation-settings";

export interface Step {
  readonly name:
    | "match"
    | "admit"
    | "validate"
    | "transform"
    | "batch"
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
  /** What a script used up. */
  readonly fuelUsed?: number;
}

export interface TracedRequest extends Pick<OutgoingRequest, "url" | "method" | "headers"> {
  readonly bodyBytes: number;
  /** What was sent, where that is not the event's own: a transformation made it. */
  readonly body?: string;
  readonly bodyTruncated?: boolean;
}

/** One request and what came of it, as it is kept: secrets are gone from it. */
export interface TracedExchange {
  readonly request: TracedRequest;
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
    readonly bodyTruncated: boolean;
  } | null;
  readonly error: string | null;
}

/** One attempt, as it is kept for operators. Of several messages, request and response are those of the last one sent. */
export interface AttemptTrace extends TracedExchange {
  readonly startedAt: number;
  readonly steps: readonly Step[];
  /** Where a transformation made several messages: every one that this attempt sent. */
  readonly messages?: readonly TracedMessage[];
  /** The request had several events. */
  readonly batch?: TracedBatch;
}

export interface TracedBatch {
  /** Its `webhook-id`. */
  readonly id: string;
  /** In the order in which they were in the request. */
  readonly eventIds: readonly string[];
  /** Those of them that the target refused while it took the others. */
  readonly failed?: readonly { readonly eventId: string; readonly detail: string }[];
}

export interface TracedMessage extends TracedExchange {
  /** Its `webhook-id`. */
  readonly id: string;
}

export type SentRequest = Pick<OutgoingRequest, "url" | "method" | "headers" | "body">;

/** What one attempt keeps of the bodies it sent, over all of its messages. */
export const MAX_TRACED_BODY = 64 * 1024;

/** @param keepBody so many characters of it; 0 where the event tells what was sent */
export function traceExchange(request: SentRequest, exchange: Exchange, keepBody: number): TracedExchange {
  const { result } = exchange;
  const secrets = secretValues(request.headers);
  return {
    request: {
      url: request.url,
      method: request.method,
      headers: redactHeaders(request.headers),
      // UTF-16 units where the text is ASCII, which is close enough for a log and costs nothing.
      bodyBytes: request.body.length,
      ...(keepBody === 0 ? {} : tracedBody(request.body, secrets, keepBody)),
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
    error: result.kind === "response" ? null : describeExchange(exchange),
  };
}

function tracedBody(body: string, secrets: readonly string[], most: number) {
  // Redacted first: a secret that is cut in two would not be recognised.
  const shown = redactValues(body, secrets);
  return { body: shown.slice(0, most), bodyTruncated: shown.length > most };
}

/** Between its token and this moment lay the queue and the run. Nothing for a delivery that needed none. */
export function admitStep(admittedAt: number | undefined, now: number): Step[] {
  if (admittedAt === undefined) return [];
  const detail = `rate: admitted at ${new Date(admittedAt).toISOString()}`;
  return [{ name: "admit", durationMs: Math.max(0, now - admittedAt), detail }];
}

export function classifyStep({ result }: Exchange): Step {
  const outcome = classifyOutcome(result);
  const detail = outcome.kind === "success" ? "success" : outcome.category;
  return { name: "classify", durationMs: 0, detail };
}

export function describeExchange({ result }: Exchange): string {
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

function mapValues(
  record: Readonly<Record<string, string>>,
  change: (value: string) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
