import { classifyOutcome } from "#domain/delivery/classify-outcome";
import { messageIdOf } from "#domain/delivery/message-id";
import type { GatewayEvent } from "#domain/event";
import type { Exchange } from "#domain/ports";
import type { Integration } from "#domain/tenancy/organization-config";
import {
  type AttemptTrace,
  classifyStep,
  MAX_TRACED_BODY,
  type SentRequest,
  type Step,
  type TracedMessage,
  traceExchange,
} from "./attempt-trace.ts";
import { notSent, type SendTools, type SentMessage, sendMessage } from "./send-message.ts";
import { type ShapeTools, shapeMessages } from "./shape-messages.ts";
import type { OutgoingMessage } from "./transform-payload.ts";

export type { AttemptTrace, Step } from "./attempt-trace.ts";

export interface AttemptTools extends SendTools, ShapeTools {
  readonly now: () => number;
}

export interface Attempt {
  /** Of several messages, that of the last one sent: the first failure ends an attempt. */
  readonly exchange: Exchange;
  /** What was sent, or was about to be. */
  readonly body: string;
  /** When the answer was there, in epoch milliseconds: what a receiver's "in 30 seconds" counts from. */
  readonly endedAt: number;
  readonly trace: AttemptTrace;
  /** Requests that it made. */
  readonly requests: number;
  /** Of several messages, how many have arrived by now, earlier attempts included; 0 where there is one. */
  readonly partsDone: number;
  /** It is to be made again without counting: nothing is wrong with this delivery. */
  readonly postponed: { readonly waitMs: number; readonly detail: string } | null;
}

export interface AttemptOptions {
  readonly before?: readonly Step[];
  /** Of several messages, so many arrived with earlier attempts. */
  readonly partsDone?: number | undefined;
  /** May another of several messages be sent in this run? */
  readonly mayContinue?: () => boolean;
}

/**
 * Send one event to one integration, once. Never throws for what the tenant or the receiver did: that is an outcome.
 * On Workers the clock stands still during computation, so there only `send` shows a duration.
 */
export async function attemptDelivery(
  tools: AttemptTools,
  integration: Integration,
  event: GatewayEvent,
  payloadJson: string,
  { before = [], partsDone = 0, mayContinue = () => true }: AttemptOptions = {},
): Promise<Attempt> {
  const steps = [...before];
  const startedAt = tools.now();
  const { settings } = integration;

  const shaping = shapeMessages(tools, integration, event, payloadJson);
  const shaped = shaping instanceof Promise ? await shaping : shaping;
  steps.push(...shaped.steps);
  const finish = (sent: SentMessage, more: Partial<Attempt> = {}): Attempt => {
    steps.push(classifyStep(sent.exchange));
    const trace = { startedAt, steps, ...traceExchange(sent.request, sent.exchange, 0) };
    return {
      ...unsent,
      exchange: sent.exchange,
      body: sent.request.body,
      endedAt: tools.now(),
      trace,
      ...more,
    };
  };
  const nothing: SentRequest = { url: settings.url, method: settings.method, headers: {}, body: payloadJson };
  switch (shaped.kind) {
    case "stopped":
      return finish({ request: nothing, exchange: notSent(shaped.result) }, { partsDone });
    case "postponed": {
      const { detail } = shaped.postponed;
      const exchange = notSent({ kind: "not_sent", message: detail });
      return finish({ request: nothing, exchange }, { partsDone, postponed: shaped.postponed });
    }
    case "messages":
      break;
  }
  const { messages, madeByGateway } = shaped;
  const [only] = messages;
  if (messages.length === 1 && only !== undefined && partsDone === 0) {
    const sent = await sendMessage(tools, integration, event, only, event.id, steps);
    const attempt = finish(sent, { requests: 1 });
    if (!madeByGateway) return attempt;
    const traced = traceExchange(sent.request, sent.exchange, MAX_TRACED_BODY);
    return { ...attempt, trace: { ...attempt.trace, ...traced } };
  }
  return sendSeveral(tools, integration, event, messages, partsDone, mayContinue, steps, startedAt);
}

const unsent = { requests: 0, partsDone: 0, postponed: null };

/** In their order, and no further than the first that fails: what follows it must not arrive before it. */
async function sendSeveral(
  tools: AttemptTools,
  integration: Integration,
  event: GatewayEvent,
  messages: readonly OutgoingMessage[],
  doneBefore: number,
  mayContinue: () => boolean,
  steps: Step[],
  startedAt: number,
): Promise<Attempt> {
  const keepBody = Math.max(1, Math.floor(MAX_TRACED_BODY / messages.length));
  const traced: TracedMessage[] = [];
  let done = doneBefore;
  let last: SentMessage | null = null;
  let failed = false;
  while (done < messages.length && !failed && (last === null || mayContinue())) {
    const message = messages[done];
    if (message === undefined) break;
    const id = messageIdOf(event.id, done, messages.length);
    last = await sendMessage(tools, integration, event, message, id, steps);
    steps.push(classifyStep(last.exchange));
    traced.push({ id, ...traceExchange(last.request, last.exchange, keepBody) });
    failed = classifyOutcome(last.exchange.result).kind === "failure";
    if (!failed) done += 1;
  }
  if (last === null) {
    const detail = `the transformation makes ${messages.length} messages by now, and ${doneBefore} have arrived`;
    const { url, method } = integration.settings;
    const request = { url, method, headers: {}, body: "" };
    last = { request, exchange: notSent({ kind: "cancelled", message: detail }) };
    steps.push(classifyStep(last.exchange));
  }
  const rest = messages.length - done;
  return {
    exchange: last.exchange,
    body: last.request.body,
    endedAt: tools.now(),
    trace: {
      startedAt,
      steps,
      ...traceExchange(last.request, last.exchange, traced.length > 0 ? keepBody : 0),
      messages: traced,
    },
    requests: traced.length,
    partsDone: done,
    postponed:
      !failed && rest > 0
        ? { waitMs: 0, detail: `${done} of ${messages.length} messages arrived; more follow.` }
        : null,
  };
}
