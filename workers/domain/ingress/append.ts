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
}

export type AppendResult =
  | { readonly kind: "accepted"; readonly id: string; readonly duplicate: boolean }
  | { readonly kind: "conflict"; readonly id: string };

export interface AppendReply {
  readonly results: readonly AppendResult[];
  readonly configVersion: number;
}
