import { classifyOutcome } from "#domain/delivery/classify-outcome";
import type { GatewayEvent } from "#domain/event";
import { batchOverhead } from "#domain/flow/batch-body";
import { halve, packBatches } from "#domain/flow/batching";
import type { BatchSettings } from "#domain/flow/flow-settings";
import type { Integration } from "#domain/tenancy/organization-config";
import type { Attempt, AttemptTools } from "./attempt-delivery.ts";
import { classifyStep, describeExchange, type Step, traceExchange } from "./attempt-trace.ts";
import { sumUp, unshaped, waits } from "./batch-attempts.ts";
import { type Part, type SentBatch, sendBatch } from "./send-batch.ts";
import { type Shaped, shapeMessages } from "./shape-messages.ts";

/** One event of a batch that is to be sent. */
export interface BatchMember {
  readonly event: GatewayEvent;
  readonly payloadJson: string;
}

/** Must nothing that stands behind this member go, after this attempt of it? */
export type StopsAt = (index: number, attempt: Attempt) => boolean;

/** What the requests of one batch share. */
interface BatchRun {
  readonly tools: AttemptTools;
  readonly integration: Integration;
  readonly batch: BatchSettings;
  readonly startedAt: number;
  readonly shapeSteps: readonly Step[];
  readonly mayContinue: () => boolean;
  readonly attempts: (Attempt | null)[];
  /** By member: how many of its parts were sent. */
  readonly sentParts: Map<number, number>;
  readonly stopsAt: StopsAt;
  /** Nothing more goes out: it would overtake what has not arrived. */
  isStopped: boolean;
  requests: number;
  /** Why what follows is smaller than the batch was. */
  splits: Step[];
}

/**
 * Send these events together, in their order, in as few requests as the settings allow. Every event gets an attempt of its
 * own: one that its schema or its transformation stops is not in the request, and a partial failure is its own only.
 * Where content is at fault and `onFailure` is `split`, the halves follow at once.
 * @param stopsAt for events that keep an order; null: they have none, and one that fails stops nobody
 */
export async function attemptBatch(
  tools: AttemptTools,
  integration: Integration,
  batch: BatchSettings,
  members: readonly BatchMember[],
  mayContinue: () => boolean = () => true,
  stopsAt: StopsAt | null = null,
): Promise<readonly Attempt[]> {
  const startedAt = tools.now();
  const attempts = new Array<Attempt | null>(members.length).fill(null);
  const shaped: Shaped[] = [];
  const parts: Part[] = [];
  for (const [index, member] of members.entries()) {
    const one = await shapeMessages(tools, integration, member.event, member.payloadJson);
    shaped.push(one);
    if (one.kind === "messages") parts.push(...partsOf(index, member, one));
    else {
      const attempt = unshaped(tools, integration, member, one, startedAt);
      attempts[index] = attempt;
      if (stopsAt?.(index, attempt) === true) break;
    }
  }
  const run: BatchRun = {
    tools,
    integration,
    batch,
    startedAt,
    shapeSteps: sumUp(shaped),
    mayContinue,
    attempts,
    sentParts: new Map(),
    stopsAt: stopsAt ?? (() => false),
    isStopped: false,
    requests: 0,
    splits: [],
  };
  for (const requested of stopsAt === null ? requestsFor(batch, parts) : requestsInOrder(batch, parts)) {
    run.splits = [];
    await sendParts(run, requested);
  }
  return withAllRequests(
    attempts.map((attempt, index) => {
      if (attempt === null) return waits(tools, integration, startedAt);
      const wanted = parts.filter((part) => part.index === index).length;
      const isWhole = (run.sentParts.get(index) ?? 0) === wanted;
      // Half of it has arrived: it goes again as a whole, or the other half would be lost.
      return isWhole || failed(attempt) ? attempt : waits(tools, integration, startedAt);
    }),
    run.requests,
  );
}

/** Those that were halved and sent again belong to nobody's attempt, and still were made. */
function withAllRequests(attempts: readonly Attempt[], made: number): readonly Attempt[] {
  const counted = attempts.reduce((sum, { requests }) => sum + requests, 0);
  const carrier = attempts.findIndex(({ requests }) => requests > 0);
  return attempts.map((attempt, index) =>
    index === carrier ? { ...attempt, requests: attempt.requests + made - counted } : attempt,
  );
}

/** A transformation may send an event elsewhere: only what has the same target goes together. */
function requestsFor(batch: BatchSettings, parts: readonly Part[]): Part[][] {
  const byTarget = Map.groupBy(parts, ({ target }) => JSON.stringify(target));
  return [...byTarget.values()].flatMap((same) => packBatches(same, limitsOf(batch)));
}

/** Only neighbours go together: what has another target goes between what stands before and behind it. */
function requestsInOrder(batch: BatchSettings, parts: readonly Part[]): Part[][] {
  const runs: { readonly target: string; readonly same: Part[] }[] = [];
  for (const part of parts) {
    const target = JSON.stringify(part.target);
    const last = runs.at(-1);
    if (last?.target === target) last.same.push(part);
    else runs.push({ target, same: [part] });
  }
  return runs.flatMap(({ same }) => packBatches(same, limitsOf(batch)));
}

function limitsOf({ format, size, maxBytes }: BatchSettings) {
  return { size, maxBytes, overheadBytes: batchOverhead(format) };
}

function partsOf(index: number, { event }: BatchMember, shaped: Extract<Shaped, { kind: "messages" }>) {
  const byTarget = Map.groupBy(shaped.messages, ({ url, method, headers }) =>
    JSON.stringify([url, method, headers]),
  );
  return [...byTarget.values()].flatMap((messages): Part[] => {
    const [first] = messages;
    if (first === undefined) return [];
    const { url, method, headers } = first;
    const bodies = messages.map(({ body }) => body);
    return [
      {
        index,
        event,
        target: { url, method, headers },
        bodies,
        items: bodies.length,
        bytes: bodies.reduce((sum, body) => sum + utf8Bytes(body) + 1, -1),
        madeByGateway: shaped.madeByGateway,
      },
    ];
  });
}

async function sendParts(run: BatchRun, parts: readonly Part[]): Promise<void> {
  if (run.isStopped) return;
  // The first request was allowed with the batch itself.
  if (run.requests > 0 && !run.mayContinue()) return;
  run.requests += 1;
  const sent = await sendBatch(run.tools, run.integration, run.batch, parts);
  if (run.batch.onFailure === "split" && parts.length > 1 && contentIsAtFault(sent)) {
    const { splits } = run;
    const detail = `batch of ${parts.length} halved: ${describeExchange(sent.exchange)}`;
    run.splits = [...splits, { name: "batch", durationMs: 0, detail }];
    const inside = run.splits;
    for (const half of halve(parts)) {
      run.splits = inside;
      await sendParts(run, half);
    }
    return;
  }
  keep(run, parts, sent);
}

/** Bad requests, conflicts, too much of it, or not to be processed: another composition may fare better. */
function contentIsAtFault({ exchange: { result } }: SentBatch): boolean {
  return (
    result.kind === "response" &&
    result.refusal === undefined &&
    [400, 409, 413, 422].includes(result.status) &&
    !("webhook-delivery" in result.headers)
  );
}

function keep(run: BatchRun, parts: readonly Part[], sent: SentBatch): void {
  const { exchange, request, id, keepBody } = sent;
  const refused = parts.flatMap(({ event }, position) => {
    const item = sent.results?.[position];
    return item === undefined || item.ok ? [] : [{ eventId: event.id, detail: item.detail }];
  });
  // One trace for all of them: it is stored once, and names every event that was in the request.
  const trace = {
    startedAt: run.startedAt,
    steps: [...run.shapeSteps, ...run.splits, ...sent.steps, classifyStep(exchange)],
    ...traceExchange(request, exchange, keepBody),
    batch: {
      id,
      eventIds: parts.map(({ event }) => event.id),
      ...(refused.length === 0 ? {} : { failed: refused }),
    },
  };
  const endedAt = run.tools.now();
  parts.forEach(({ index }, position) => {
    const attempt: Attempt = {
      exchange: { ...exchange, result: resultOf(sent, position) },
      body: request.body,
      endedAt,
      trace,
      requests: position === 0 ? 1 : 0,
      partsDone: 0,
      postponed: null,
    };
    const before = run.attempts[index] ?? null;
    run.sentParts.set(index, (run.sentParts.get(index) ?? 0) + 1);
    // Of an event that went to several targets the failure counts: it is sent again.
    if (before === null || !failed(before)) run.attempts[index] = attempt;
    if (run.stopsAt(index, attempt)) run.isStopped = true;
  });
}

function failed({ exchange }: Attempt): boolean {
  return classifyOutcome(exchange.result).kind === "failure";
}

function resultOf({ exchange: { result }, results }: SentBatch, position: number) {
  const item = results?.[position];
  if (item === undefined || item.ok || result.kind !== "response") return result;
  const { category, detail } = item;
  return { ...result, refusal: { category, detail } };
}

const encoder = new TextEncoder();

function utf8Bytes(text: string): number {
  return encoder.encode(text).length;
}
