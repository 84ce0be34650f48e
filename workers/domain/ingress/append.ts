/** Which shard of which organization an IntakeObject works for. */
export interface IntakeIdentity {
  readonly orgId: string;
  readonly shard: number;
}

/** One event as the accepting Worker hands it over: already JSON, so this single thread does not spend time on it. */
export interface IncomingEvent {
  readonly id: string;
  /** GatewayEvent as JSON text. */
  readonly json: string;
  /** UTF-8 length of `json`. */
  readonly bytes: number;
  /** Idempotency-Key and own id, each with its prefix. Empty when the caller gave neither. */
  readonly keys: readonly string[];
  readonly fingerprint: string;
  /** What is the same within a window makes no second event. Left out: only keys are compared. */
  readonly content?: { readonly key: string; readonly windowMs: number };
}

export type AppendResult =
  | { readonly kind: "accepted"; readonly id: string; readonly duplicate: boolean }
  | { readonly kind: "conflict"; readonly id: string };

/** How many events the shard may take on one UTC day; null for as many as come. */
export type DayAllowance = number | null;

export interface AppendOptions {
  readonly configVersion: number;
  readonly allowance: DayAllowance;
  /** From `reserve`: the room that was kept for these events. */
  readonly reservation: string | null;
}

export interface AppendReply {
  readonly results: readonly AppendResult[];
  readonly configVersion: number;
  /** The day's quota has no room for all of them: none was taken, and there are no results. */
  readonly overQuota: boolean;
}

/** What tells new events from ones that were taken before. */
export type EventKeys = Pick<IncomingEvent, "keys">;
