import type { Integration } from "#domain/tenancy/organization-config";
import type { Attempt, AttemptTools } from "./attempt-delivery.ts";
import { classifyStep, type Step, traceExchange } from "./attempt-trace.ts";
import { notSent } from "./send-message.ts";
import type { Shaped } from "./shape-messages.ts";

/** Attempts of a batch's events that were in no request, and what is told of them together. */

const MAX_LOG_LINES = 100;
const WAITS = "Waits for its turn: the run had no time for the whole batch.";

/** It is in no request: its schema or its transformation stopped it, or it has to wait. */
export function unshaped(
  tools: AttemptTools,
  { settings }: Integration,
  { payloadJson }: { readonly payloadJson: string },
  shaped: Exclude<Shaped, { kind: "messages" }>,
  startedAt: number,
): Attempt {
  const postponed = shaped.kind === "postponed" ? shaped.postponed : null;
  const exchange = notSent(
    shaped.kind === "stopped" ? shaped.result : { kind: "not_sent", message: shaped.postponed.detail },
  );
  const request = { url: settings.url, method: settings.method, headers: {}, body: payloadJson };
  const steps = [...shaped.steps, classifyStep(exchange)];
  const trace = { startedAt, steps, ...traceExchange(request, exchange, 0) };
  const endedAt = tools.now();
  return { exchange, body: payloadJson, endedAt, trace, requests: 0, partsDone: 0, postponed };
}

/** The run ended before its request was made. */
export function waits(tools: AttemptTools, { settings }: Integration, startedAt: number): Attempt {
  const exchange = notSent({ kind: "not_sent", message: WAITS });
  const request = { url: settings.url, method: settings.method, headers: {}, body: "" };
  const trace = { startedAt, steps: [], ...traceExchange(request, exchange, 0) };
  const postponed = { waitMs: 0, detail: WAITS };
  return { exchange, body: "", endedAt: tools.now(), trace, requests: 0, partsDone: 0, postponed };
}

/** Their times added up and what their scripts said: a step for each of 500 events would be most of the trace. */
export function sumUp(shaped: readonly Shaped[]): Step[] {
  return (["validate", "transform"] as const).flatMap((name): Step[] => {
    const steps = shaped.flatMap((one) => one.steps.filter((step) => step.name === name));
    if (steps.length === 0) return [];
    const durationMs = steps.reduce((sum, step) => sum + step.durationMs, 0);
    const log = steps.flatMap((step) => step.log ?? []).slice(0, MAX_LOG_LINES);
    const detail = `${steps.length} events: ${steps[0]?.detail ?? ""}`;
    return [{ name, durationMs, detail, ...(log.length === 0 ? {} : { log }) }];
  });
}
