/** Where a body lies in R2. `length` counts bytes. */
export interface BodyPointer {
  readonly key: string;
  readonly offset: number;
  readonly length: number;
}

/** The payload's JSON text travels with the event, or lies in R2 when it is too large to travel. */
export type EventPayload =
  | { readonly kind: "inline"; readonly json: string }
  | { readonly kind: "stored"; readonly at: BodyPointer };

/** One accepted event, as the gateway keeps it until every delivery of it has an owner. */
export interface GatewayEvent {
  /** `evt_…` when the gateway named it, otherwise the caller's own id. */
  readonly id: string;
  readonly type: string;
  /** Exactly the bytes the caller sent as `payload`: numbers keep their digits, keys their order. */
  readonly payload: EventPayload;
  /** RFC 3339, as the caller gave it. */
  readonly occurredAt: string | null;
  readonly labels: Readonly<Record<string, string>>;
  /** Epoch milliseconds at which the intake took it. Part of every delivery id, so it never changes. */
  readonly acceptedAt: number;
  readonly correlationId: string;
}
