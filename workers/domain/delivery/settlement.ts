import type { GatherRule } from "../flow/batching.ts";
import type { TriedCall } from "../flow/flow-circuit.ts";
import type { HoldReason } from "../flow/flow-gate.ts";
import type { DueDelivery } from "../messages.ts";
import type { ErrorCategory } from "./error-category.ts";

/** Which integration an IntegrationObject works for. */
export interface IntegrationIdentity {
  readonly orgId: string;
  readonly integrationId: string;
}

/** A delivery as somebody saw it; with more attempts it is not the same one any more. */
export interface TriedDelivery {
  readonly id: string;
  readonly attempts: number;
}

/** Where a delivery that waits stands: what the retry policy counts is known by its row alone. */
export interface WaitingState {
  readonly dueAt: number;
  readonly attempts: number;
  readonly cycleAttempts: number;
  readonly cycleStartedAt: number | null;
  readonly round: number;
  /** It waits for a credential. */
  readonly isHeldForCredential: boolean;
}

/** What the object answers for each delivery it is offered. */
export type Offer =
  | {
      readonly kind: "send";
      /** The run has so many places at the target for all that it was given; left out: as many as it likes. */
      readonly parallel?: number;
      /** When it was given a token of the integration's rate; left out: it needed none. */
      readonly admittedAt?: number;
    }
  /** It may not go out now: the run writes it down, and settles it as `later`. No attempt is spent. */
  | {
      readonly kind: "hold";
      readonly why: HoldReason;
      /** When it may go out at the earliest; null: nobody knows. */
      readonly until: number | null;
    }
  /** The circuit is open, and the integration wants no delivery kept for that: it is a dead letter. */
  | { readonly kind: "reject" }
  /** A row here owns it already: whoever offers it may let go. */
  | { readonly kind: "queued" }
  /** Another run is sending it right now and answers for it; whoever offers it must not let go yet. */
  | { readonly kind: "in_flight" }
  /** Delivered moments ago by a run that could not confirm: only the record may still be missing. */
  | { readonly kind: "settled"; readonly outcome: SettledOutcome }
  /** The same was offered before, within the integration's window, as this delivery. */
  | { readonly kind: "duplicate"; readonly of: string };

/** What makes offered deliveries the same, for an integration that deduplicates. */
export interface OfferedContents {
  readonly windowMs: number;
  /** One per delivery; null for one that is compared with no other. */
  readonly keys: readonly (string | null)[];
}

/** What became of a delivery that was sent. */
export type Settlement =
  | {
      readonly kind: "done";
      readonly id: string;
      readonly outcome: SettledOutcome;
      /** A dead letter that stops those behind it in its lane. */
      readonly blocksLane?: boolean;
      /** Where it would have waited: it was given up before it came to its lane. */
      readonly place?: LanePlace;
    }
  | {
      readonly kind: "later";
      readonly delivery: DueDelivery;
      readonly dueAt: number;
      /** It waits for this credential, and goes out as soon as that is mended. */
      readonly heldFor?: HeldFor;
      /** What the attempt showed of the target; left out: there was none. */
      readonly tried?: TriedCall;
      /** It has not been tried and joins the batch that gathers, which decides when it is due. */
      readonly gather?: GatherRule & { readonly bytes: number };
      /** It has not been tried and joins its lane, which decides when it is due. */
      readonly enters?: LaneEntry;
    }
  /** The run failed before anything was certain: offer it again at once. */
  | { readonly kind: "released"; readonly id: string };

export interface LanePlace {
  readonly lane: string;
  readonly position: string;
}

export interface LaneEntry {
  readonly onDeadLetter: "block" | "skip";
  /** Intake objects of the organization: what they still keep may belong before it. */
  readonly shards: number;
}

/** The credential a delivery waits for; `changes` says after which change of it that was so. */
export interface HeldFor {
  readonly credentialId: string;
  readonly changes: number;
}

/** The end of a delivery, small enough to be remembered while its record may still be missing. */
export interface SettledOutcome {
  readonly status: "delivered" | "dead_lettered" | "cancelled";
  readonly category: ErrorCategory | null;
  readonly httpStatus: number | null;
  readonly attempts: number;
  readonly attemptedAt: number;
  readonly durationMs: number;
  readonly detail: string | null;
}
