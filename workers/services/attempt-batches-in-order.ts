import type { BodyPointer } from "#domain/event";
import type { BatchSettings } from "#domain/flow/flow-settings";
import { DELAY_DETAIL } from "#domain/flow/hold-detail";
import { nextLaneBatch, pinBatch } from "#domain/flow/lane-batch";
import type { Integration } from "#domain/tenancy/organization-config";
import { attemptBatch } from "./attempt-batch.ts";
import type { Attempt } from "./attempt-delivery.ts";
import type { AttemptTrace } from "./attempt-trace.ts";
import type { Due, DueRun } from "./batch-units.ts";
import { concludeAttempt, type DeliveryOutcome, postpone, staysInItsLane } from "./delivery-outcome.ts";
import type { DeliveryServices } from "./delivery-services.ts";
import { withoutPayload } from "./missing-payload.ts";
import { readPayloads } from "./read-payloads.ts";

type Keep = (trace: AttemptTrace) => BodyPointer;
type Tools = Pick<DeliveryServices, "bodies" | "now" | "random">;

/** Only asked what would follow: nothing is written down. */
const NOWHERE: Keep = () => ({ key: "", offset: 0, length: 0 });

/**
 * What is claimed of one lane, in batches, one after the other: the next one goes when all before it have arrived. It ends
 * at the first event that stays in the lane. That one alone was tried, whatever its request carried: those behind it are
 * given back as they were, and go with it again.
 */
export async function attemptBatchesInOrder(
  tools: Tools,
  run: DueRun,
  integration: Integration,
  batch: BatchSettings,
  items: readonly Due[],
  keep: Keep,
): Promise<DeliveryOutcome[]> {
  const made: DeliveryOutcome[] = [];
  const deliveries = items.map(({ delivery }) => delivery);
  while (made.length < deliveries.length) {
    if (made.length > 0 && (!run.mayContinue() || run.targets.isOut(integration.id))) break;
    const left = deliveries.slice(made.length);
    const next = nextLaneBatch(left, batch, integration.settings.flow.delayMs, tools.now());
    if (next.kind === "wait") {
      const [first] = left;
      if (first === undefined) break;
      const detail = next.because === "delay" ? DELAY_DETAIL : "Gathers with those behind it to a batch.";
      made.push(postpone(first, integration.id, next.until, detail));
      break;
    }
    const outcomes = await attemptOne(tools, run, integration, batch, next.batch, keep);
    made.push(...outcomes);
    const last = outcomes.at(-1);
    if (last === undefined || staysInItsLane(last)) break;
  }
  return made;
}

/** To the first that stays in the lane. */
async function attemptOne(
  tools: Tools,
  run: DueRun,
  integration: Integration,
  batch: BatchSettings,
  deliveries: readonly Due["delivery"][],
  keep: Keep,
): Promise<DeliveryOutcome[]> {
  const { texts, reads } = await readPayloads(
    tools.bodies,
    deliveries.map(({ payloadAt }) => payloadAt),
  );
  run.spend(reads);
  const missing = texts.indexOf(null);
  const [first] = deliveries;
  if (missing === 0 && first !== undefined) return [withoutPayload(first, integration.id, tools.now())];
  // Nobody passes one whose payload is not there.
  const sent = missing < 0 ? deliveries : deliveries.slice(0, missing);
  const members = sent.map(({ event }, index) => ({ event, payloadJson: texts[index] ?? "" }));
  const random = tools.random();
  const concludeAt = (index: number, attempt: Attempt, keepTrace: Keep): DeliveryOutcome | null => {
    const delivery = sent[index];
    if (delivery === undefined) return null;
    const pinned = pinBatch(delivery, attempt.trace.batch?.eventIds ?? null);
    return concludeAttempt(pinned, integration, attempt, keepTrace(attempt.trace), () => random);
  };
  const attempts = await attemptBatch(
    run.tools,
    integration,
    batch,
    members,
    run.mayContinue,
    (index, attempt) => {
      const outcome = concludeAt(index, attempt, NOWHERE);
      return outcome !== null && staysInItsLane(outcome);
    },
  );
  for (const attempt of attempts) {
    run.spend(attempt.requests);
    if (attempt.requests > 0) run.targets.note(integration, attempt.exchange.result);
  }
  const outcomes: DeliveryOutcome[] = [];
  for (const [index, attempt] of attempts.entries()) {
    const outcome = concludeAt(index, attempt, keep);
    if (outcome === null) break;
    outcomes.push(outcome);
    if (staysInItsLane(outcome)) break;
  }
  return outcomes;
}
