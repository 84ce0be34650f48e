import { classifyOutcome } from "#domain/delivery/classify-outcome";
import type { GatewayEvent } from "#domain/event";
import { batchContentType, buildBatchBody } from "#domain/flow/batch-body";
import { type ItemResult, readBatchResults } from "#domain/flow/batch-results";
import type { BatchSettings } from "#domain/flow/flow-settings";
import type { Exchange } from "#domain/ports";
import type { Integration } from "#domain/tenancy/organization-config";
import { MAX_TRACED_BODY, type SentRequest, type Step } from "./attempt-trace.ts";
import { type SendTools, sendMessage } from "./send-message.ts";
import type { OutgoingMessage } from "./transform-payload.ts";

/** What one event adds to a request. */
export interface Part {
  /** Of its member in the batch. */
  readonly index: number;
  readonly event: GatewayEvent;
  readonly target: Pick<OutgoingMessage, "url" | "method" | "headers">;
  /** JSON texts: one, or as many as a transformation made. */
  readonly bodies: readonly string[];
  readonly items: number;
  readonly bytes: number;
  readonly madeByGateway: boolean;
}

export interface SentBatch {
  /** Its `webhook-id`. */
  readonly id: string;
  readonly request: SentRequest;
  readonly exchange: Exchange;
  readonly steps: readonly Step[];
  /** One for each part, where the target said so. */
  readonly results: readonly ItemResult[] | null;
  /** So much of the request's body belongs into the trace. */
  readonly keepBody: number;
}

export interface BatchTools extends SendTools {
  readonly sha256: (text: string) => string;
}

/** Results of 500 events are read whole; each of them may take half a kilobyte. */
const RESULT_BYTES = 256 * 1024;
const SHOWN_ANSWER = 4_096;
/** In place of an event type, for a batch of several. */
const SEVERAL_TYPES = "batch";

/** One request with these events, in this order. */
export async function sendBatch(
  tools: BatchTools,
  integration: Integration,
  { format, results: mapping }: BatchSettings,
  parts: readonly Part[],
): Promise<SentBatch> {
  const [first] = parts;
  if (first === undefined) throw new Error("a batch without events");
  const ids = parts.flatMap(({ event, bodies }) => bodies.map(() => event.id));
  const id = batchIdOf(tools, ids);
  const bodies = parts.flatMap((part) => part.bodies);
  const message: OutgoingMessage = {
    ...first.target,
    body: buildBatchBody(format, bodies),
    contentType: batchContentType(format),
  };
  const steps: Step[] = [
    { name: "batch", durationMs: 0, detail: `${parts.length} events as ${bodies.length} items, ${format}` },
  ];
  const send: SendTools["send"] =
    mapping === null ? tools.send : (request) => tools.send({ ...request, answerBytes: RESULT_BYTES });
  const asEvent = representative(first.event, parts, id);
  const sent = await sendMessage({ ...tools, send }, integration, asEvent, message, id, steps);
  const keepBody = parts.some(({ madeByGateway }) => madeByGateway) ? MAX_TRACED_BODY : 0;
  const base = { id, request: sent.request, steps, keepBody };
  const whole = { ...base, exchange: shorten(sent.exchange), results: null };
  const { result, body, bodyTruncated } = sent.exchange;
  if (mapping === null || result.kind !== "response" || classifyOutcome(result).kind === "failure")
    return whole;

  const read = readBatchResults(mapping, body, bodyTruncated, ids);
  if (read.kind === "unreadable") {
    const detail = `the target answered ${result.status}, but ${read.detail}`;
    const refusal = { category: "SERVER_ERROR", detail } as const;
    return { ...whole, exchange: shorten({ ...sent.exchange, result: { ...result, refusal } }) };
  }
  return { ...whole, results: perPart(parts, read.results) };
}

/**
 * The same events in the same order have the same id whenever they are sent: that is what a receiver tells a repetition by.
 * `~` is in no event's id, so that no event has it.
 */
function batchIdOf({ sha256 }: BatchTools, ids: readonly string[]): string {
  return `batch~${sha256(ids.join("\n")).slice(0, 32)}`;
}

/** The request's headers speak of an event; for several they speak of the batch. */
function representative(first: GatewayEvent, parts: readonly Part[], id: string): GatewayEvent {
  const isOneType = parts.every(({ event }) => event.type === first.type);
  const correlationId = parts.length === 1 ? first.correlationId : id;
  return { ...first, type: isOneType ? first.type : SEVERAL_TYPES, correlationId };
}

/** An event that became several items has failed when one of them has. */
function perPart(parts: readonly Part[], results: readonly ItemResult[]): ItemResult[] {
  let next = 0;
  return parts.map(({ items }): ItemResult => {
    const own = results.slice(next, next + items);
    next += items;
    return own.find(({ ok }) => !ok) ?? { ok: true };
  });
}

function shorten(exchange: Exchange): Exchange {
  if (exchange.body.length <= SHOWN_ANSWER) return exchange;
  return { ...exchange, body: exchange.body.slice(0, SHOWN_ANSWER), bodyTruncated: true };
}
