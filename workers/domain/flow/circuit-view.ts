import type { CircuitChange, CircuitPhase } from "./circuit-change.ts";
import type { Pause } from "./flow-gate.ts";
import type { FlowRate } from "./flow-settings.ts";

/** How an integration's deliveries flow at this moment, for people. */
export interface CircuitView {
  readonly phase: CircuitPhase;
  /** Null: nobody paused it. */
  readonly paused: Pause | null;
  /** When the first probe goes out; null while it does not rest. */
  readonly restsUntil: number | null;
  /** How often it opened since it was last closed. */
  readonly trips: number;
  /** What the target's 429 taught, in requests a minute; null: nothing. */
  readonly learnedPerMinute: number | null;
  /** Held deliveries go out no faster than this, until none is left. */
  readonly drain: FlowRate | null;
  /** What waits in all: held, and for its next attempt. */
  readonly waiting: number;
  /** Of those: due and held back. */
  readonly heldBack: number;
  readonly changes: readonly CircuitChange[];
}

/** What a person orders. */
export type CircuitOrder =
  | { readonly kind: "pause"; readonly reason: string; readonly by: string }
  | {
      readonly kind: "resume";
      readonly reason: string;
      readonly by: string;
      readonly drain: FlowRate | null;
    };
