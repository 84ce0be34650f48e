import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { vi } from "vitest";
import type { Offer, Settlement } from "#domain/delivery/settlement";
import type { FlowRules } from "#domain/flow/flow-rules";
import type { DeliveriesMessage, DueDelivery } from "#domain/messages";
import type { IntegrationObject } from "../../durable-objects/integration.ts";
import { dueDelivery } from "./due-delivery.ts";

/** Ahead of the real clock by years: an alarm that is set in this time never fires by itself, the simulation fires it. */
export const SIMULATED_START = Date.UTC(2040, 0, 1);

export interface SimulatedWorld {
  readonly identity: { readonly orgId: string; readonly integrationId: string };
  readonly rules: FlowRules;
  /** Ids by the moments at which a run offers them, in order. */
  readonly arrivals: readonly { readonly at: number; readonly ids: readonly string[] }[];
  /** How the target answers a request that begins now. */
  readonly answer: (at: number) => { readonly ok: boolean; readonly durationMs: number };
  readonly retryInMs: number;
  /** How long a message of due deliveries lies in the queue. */
  readonly queueMs: () => number;
  /** The object is thrown out of memory at these moments. */
  readonly evictions?: readonly number[];
  /** Nothing is done after this moment. */
  readonly endsAt: number;
  /** At the end of every moment that something happened in. */
  readonly watch?: (now: number) => Promise<void>;
}

interface SimulatedRequest {
  readonly id: string;
  /** When the object let it go: of one that needed a token, when it got it. */
  readonly admittedAt: number;
  readonly at: number;
  readonly ok: boolean;
}

export interface SimulationReport {
  readonly requests: readonly SimulatedRequest[];
  readonly wakeUps: readonly { readonly at: number; readonly handedOut: number }[];
}

/**
 * The real object of an integration with its real storage, under a clock of the simulation's own. Queue, runs and target
 * are played: what is offered is sent or settled as `later`, what is handed out is claimed a moment later, and a run tells
 * what became of its requests when the last one was answered.
 */
export async function simulateIntegration(
  stub: DurableObjectStub<IntegrationObject>,
  world: SimulatedWorld,
): Promise<SimulationReport> {
  const { identity, rules, arrivals, answer, queueMs, retryInMs, endsAt } = world;
  const text = JSON.stringify(rules);
  const requests: SimulatedRequest[] = [];
  const wakeUps: { at: number; handedOut: number }[] = [];
  const evictions = [...(world.evictions ?? []), endsAt];
  const pending: { readonly at: number; readonly act: (object: IntegrationObject) => void }[] = [];
  let now = SIMULATED_START;
  let arrived = 0;

  /** Send all of these; they are settled together, when the last answer is there. */
  const run = (deliveries: readonly DueDelivery[]) => {
    const settlements: Settlement[] = [];
    let end = now;
    for (const delivery of deliveries) {
      const { ok, durationMs } = answer(now);
      end = Math.max(end, now + durationMs);
      requests.push({ id: delivery.id, admittedAt: delivery.admittedAt ?? now, at: now, ok });
      settlements.push(
        ok ? arrivedOf(delivery, durationMs, now) : failedOf(delivery, durationMs, now + retryInMs),
      );
    }
    pending.push({
      at: end,
      act: (object) => void object.settle(identity, JSON.stringify(settlements), text),
    });
  };
  const offer = (object: IntegrationObject, ids: readonly string[]) => {
    const offers = JSON.parse(object.offer(identity, 1, ids, text)) as Offer[];
    const going: DueDelivery[] = [];
    const held: Settlement[] = [];
    offers.forEach((one, index) => {
      const delivery = dueDelivery(ids[index] ?? "");
      if (one.kind === "send") going.push({ ...delivery, admittedAt: one.admittedAt ?? now });
      else if (one.kind === "hold") held.push({ kind: "later", delivery, dueAt: now });
      else throw new Error(`${delivery.id} was told ${one.kind}`);
    });
    if (held.length > 0) object.settle(identity, JSON.stringify(held), text);
    if (going.length > 0) run(going);
  };

  vi.useFakeTimers({ toFake: ["Date"] });
  try {
    for (const stopAt of evictions) {
      await runInDurableObject(stub, async (object: IntegrationObject, { storage }) => {
        const send = async (message: string) => {
          const { ids } = JSON.parse(message) as DeliveriesMessage;
          const wakeUp = wakeUps.at(-1);
          if (wakeUp !== undefined) wakeUp.handedOut += ids.length;
          const claim = (later: IntegrationObject) => {
            const claimed = later.claim(ids, 1, text);
            if (claimed.length > 0) run(claimed);
          };
          pending.push({ at: now + queueMs(), act: claim });
        };
        Reflect.set(object, "env", { DELIVERIES: { send } });
        for (;;) {
          const alarmAt = await storage.getAlarm();
          const moments = [alarmAt, arrivals[arrived]?.at, ...pending.map(({ at }) => at)];
          const next = Math.max(now, Math.min(...moments.map((at) => at ?? Number.POSITIVE_INFINITY)));
          if (next >= stopAt) return;
          now = next;
          vi.setSystemTime(now);
          for (const due of pending.filter(({ at }) => at <= now)) {
            pending.splice(pending.indexOf(due), 1);
            due.act(object);
          }
          for (; (arrivals[arrived]?.at ?? Number.POSITIVE_INFINITY) <= now; arrived++) {
            offer(object, arrivals[arrived]?.ids ?? []);
          }
          if (alarmAt !== null && alarmAt <= now) {
            wakeUps.push({ at: now, handedOut: 0 });
            await storage.deleteAlarm();
            await object.alarm();
          }
          await world.watch?.(now);
        }
      });
      now = Math.max(now, Math.min(stopAt, endsAt));
      vi.setSystemTime(now);
      if (stopAt < endsAt) await evictDurableObject(stub);
    }
    return { requests, wakeUps };
  } finally {
    vi.useRealTimers();
  }
}

function arrivedOf({ id, attempts }: DueDelivery, durationMs: number, attemptedAt: number): Settlement {
  const facts = { httpStatus: 200, attempts: attempts + 1, attemptedAt, durationMs, detail: null };
  return { kind: "done", id, outcome: { status: "delivered", category: null, ...facts } };
}

function failedOf(delivery: DueDelivery, durationMs: number, dueAt: number): Settlement {
  const { admittedAt: _token, ...rest } = delivery;
  const tried = { category: "SERVER_ERROR", httpStatus: 503, durationMs } as const;
  return { kind: "later", delivery: { ...rest, attempts: rest.attempts + 1 }, dueAt, tried };
}
