import type { CircuitPolicy } from "../delivery/circuit-breaker.ts";
import type { ErrorCategory } from "../delivery/error-category.ts";

/**
 * How an integration's deliveries flow: when its target is given a rest, how fast and how many at once, in which order, one
 * by one or in batches. Complete: nothing is optional once it was saved.
 */
export interface FlowSettings {
  /** Null: a target that fails is asked again and again, by the retry policy alone. */
  readonly circuit: DeliveryCircuit | null;
  /** Requests to the target, over all isolates; null: as many as come. */
  readonly rate: FlowRate | null;
  /** Requests at the same time, over all isolates; null: as many as come. */
  readonly concurrency: number | null;
  /** Slow down when the target answers 429, and find back. */
  readonly adaptive: boolean;
  /** Delivered no earlier than this after it was accepted. */
  readonly delayMs: number;
  /** Null: whatever is ready goes. */
  readonly order: OrderSettings | null;
  /** Null: each event has its own request. */
  readonly batch: BatchSettings | null;
  /** Null: every event is delivered. */
  readonly deduplicate: DeduplicationSettings | null;
}

export interface DeliveryCircuit extends CircuitPolicy {
  /** What counts as a failure of the target. */
  readonly categories: readonly ErrorCategory[];
  /** An answer that takes longer is slow; null: none is. */
  readonly slowCallMs: number | null;
  /** More slow answers than this, in percent of what was tried within `windowMs`, open the circuit. */
  readonly slowCallRatePercent: number;
  /** While it is open, deliveries are kept (no attempt is spent), or become dead letters at once. */
  readonly whileOpen: "hold" | "reject";
  /** After so many trips without a success between them the integration is switched off; null: never. */
  readonly maxTrips: number | null;
}

export interface FlowRate {
  readonly limit: number;
  readonly per: "second" | "minute" | "hour";
  /** At once, after a pause. */
  readonly burst: number;
}

export interface OrderSettings {
  /** Null: one lane for the whole integration. Else a path such as `payload.customerId`; every value is a lane of its own. */
  readonly key: string | null;
  /** What a dead letter does to those behind it in its lane: they wait until it is retried or discarded, or they go on. */
  readonly onDeadLetter: "block" | "skip";
}

export interface BatchSettings {
  /** 2 to 500 events. */
  readonly size: number;
  /** How long the first one waits for others. */
  readonly timeoutMs: number;
  /** Of the request's body. */
  readonly maxBytes: number;
  /** `{"events": […]}`, `[…]`, or one JSON text per line. A transformation of the integration is applied to each event. */
  readonly format: "events" | "array" | "ndjson";
  /** After a failure that only the content can explain: all of it again, or halves, to find the bad one. */
  readonly onFailure: "retry" | "split";
  /** How a 2xx answer says that some of the events failed; null: it never does. */
  readonly results: BatchResultMapping | null;
}

/** An answer with a list of results, one per event, in their order or named by the event's id. */
export interface BatchResultMapping {
  /** Where the list is: `results`, `data.items`; "" for the answer itself. */
  readonly path: string;
  /** In an entry: the event's id. Null: entries are in the events' order. */
  readonly id: string | null;
  /** In an entry: what tells a failure: an HTTP-like status (400 and above), an error that is not null, `false`. */
  readonly outcome: string;
}

export interface DeduplicationSettings {
  readonly windowMs: number;
  /** What must be the same: paths into the event (`payload.order.id`, `type`). Empty: the whole payload but `exclude`. */
  readonly include: readonly string[];
  /** Left out when all of the payload is compared. */
  readonly exclude: readonly string[];
}

export const DEFAULT_CIRCUIT: DeliveryCircuit = {
  consecutiveFailures: 5,
  failureRatePercent: 50,
  minimumCalls: 10,
  windowMs: 5 * 60_000,
  restMs: 5 * 60_000,
  maxRestMs: 60 * 60_000,
  probes: 1,
  categories: ["NETWORK", "TIMEOUT", "SERVER_ERROR"],
  slowCallMs: null,
  slowCallRatePercent: 80,
  whileOpen: "hold",
  maxTrips: null,
};

export const DEFAULT_FLOW: FlowSettings = {
  circuit: DEFAULT_CIRCUIT,
  rate: null,
  concurrency: null,
  adaptive: true,
  delayMs: 0,
  order: null,
  batch: null,
  deduplicate: null,
};
