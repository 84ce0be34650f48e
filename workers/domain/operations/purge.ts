/**
 * Removing everything of a deleted organization, step by step. Twice: once at once, and once more when no run, request
 * or cache that still knew the organization can be left. What such a straggler writes back after the first pass, the
 * second one takes; and the organization's own row goes last, when a scan finds nothing.
 */
export const PURGE_STAGES = ["collect", "objects", "rows", "bodies", "settle", "scan"] as const;
export type PurgeStage = (typeof PURGE_STAGES)[number];

export interface PurgeState {
  readonly stage: PurgeStage;
  /** 1 before the settling, 2 and more behind it. */
  readonly pass: number;
  /** Every Durable Object that may hold something of the organization; grows, so that none is forgotten. */
  readonly objects: readonly PurgeObject[];
  /** How many of them are done in this pass. */
  readonly purged: number;
  /** When the last step ended, epoch milliseconds. */
  readonly touchedAt: number;
}

export const OBJECT_KINDS = ["intake", "integration", "credential", "rate_limit", "audit"] as const;
export type ObjectKind = (typeof OBJECT_KINDS)[number];

/** One Durable Object, by its class and its name. */
export interface PurgeObject {
  readonly kind: ObjectKind;
  readonly name: string;
}

/**
 * How long the marked organization waits for its second pass. A queue consumer runs for at most 15 minutes of wall time,
 * and an isolate may have believed for half a minute before it began that the organization is there.
 */
export const SETTLE_MS = 16 * 60_000;
/** A step takes seconds. One that nobody touched for this long has lost its message. */
export const STALLED_MS = 60_000;

export const PURGE_START: PurgeState = { stage: "collect", pass: 1, objects: [], purged: 0, touchedAt: 0 };

/** What one step found or did. */
export type StepResult =
  | { readonly kind: "more"; readonly purged?: number }
  | { readonly kind: "finished"; readonly objects?: readonly PurgeObject[] }
  /** The time for the second pass has not come. */
  | { readonly kind: "wait" }
  /** The scan found something: once more from the start. */
  | { readonly kind: "again" };

/** Where the purge stands after a step; null when there is nothing left to do. */
export function nextPurgeState(state: PurgeState, result: StepResult, now: number): PurgeState | null {
  switch (result.kind) {
    case "more":
      return { ...state, purged: result.purged ?? state.purged, touchedAt: now };
    case "wait":
      return { ...state, touchedAt: now };
    case "again":
      return { ...state, stage: "collect", pass: state.pass + 1, purged: 0, touchedAt: now };
    case "finished": {
      const stage = stageAfter(state);
      if (stage === null) return null;
      const anew = stage === "collect";
      return {
        stage,
        pass: anew ? state.pass + 1 : state.pass,
        objects: mergeObjects(state.objects, result.objects ?? []),
        purged: 0,
        touchedAt: now,
      };
    }
  }
}

function stageAfter({ stage, pass }: PurgeState): PurgeStage | null {
  switch (stage) {
    case "collect":
      return "objects";
    case "objects":
      return "rows";
    case "rows":
      return "bodies";
    case "bodies":
      return pass === 1 ? "settle" : "scan";
    case "settle":
      return "collect";
    case "scan":
      return null;
  }
}

function mergeObjects(a: readonly PurgeObject[], b: readonly PurgeObject[]): readonly PurgeObject[] {
  const byName = new Map([...a, ...b].map((object) => [`${object.kind} ${object.name}`, object]));
  return [...byName.values()];
}

/** What the rows of an organization name, and what its Durable Objects are called. */
export interface ObjectOwners {
  readonly integrations: readonly string[];
  readonly credentials: readonly string[];
}

/** As many shards as an organization may ever have had: which ones it used before is not written anywhere. */
const MAX_SHARDS = 32;

/** The names under which the gateway addresses the Durable Objects of an organization. */
export function objectsOf(orgId: string, owners: ObjectOwners): readonly PurgeObject[] {
  const named = (kind: ObjectKind, ids: readonly string[]) =>
    ids.map((id): PurgeObject => ({ kind, name: `${orgId}:${id}` }));
  return [
    ...named(
      "intake",
      Array.from({ length: MAX_SHARDS }, (_, shard) => String(shard)),
    ),
    ...named("integration", owners.integrations),
    ...named("credential", owners.credentials),
    { kind: "rate_limit", name: orgId },
    { kind: "audit", name: orgId },
  ];
}
