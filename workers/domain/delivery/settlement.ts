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
  | { readonly kind: "send" }
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
  | { readonly kind: "done"; readonly id: string; readonly outcome: SettledOutcome }
  | {
      readonly kind: "later";
      readonly delivery: DueDelivery;
      readonly dueAt: number;
      /** It waits for this credential, and goes out as soon as that is mended. */
      readonly heldFor?: HeldFor;
    }
  /** The run failed before anything was certain: offer it again at once. */
  | { readonly kind: "released"; readonly id: string };

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
