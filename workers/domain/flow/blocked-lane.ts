/** A lane that a dead letter stops. */
export interface BlockedLane {
  readonly lane: string;
  /** The first of the dead letters that stop it. */
  readonly deliveryId: string;
  /** Null: nobody noted it. */
  readonly since: number | null;
  readonly deadLetters: number;
  /** Counted up to a thousand. */
  readonly waiting: number;
  readonly waitingExact: boolean;
}

/** What stands at the order's key in the events of a lane. */
export type LaneKey =
  /** Without a key there is one lane. */
  | { readonly kind: "whole" }
  /** The events have nothing there. */
  | { readonly kind: "missing" }
  | { readonly kind: "value"; readonly value: string }
  /** It was too long to be kept. */
  | { readonly kind: "hashed" };

export function readLaneKey(lane: string): LaneKey {
  if (lane === "") return { kind: "whole" };
  if (lane.startsWith("=")) return { kind: "value", value: lane.slice(1) };
  return { kind: lane.startsWith("#") ? "hashed" : "missing" };
}
