import type { DueDelivery } from "#domain/messages";

/** A first delivery that waits in its object, as a run would leave it there. */
export function dueDelivery(id: string, differing: Partial<DueDelivery> = {}): DueDelivery {
  const at = { key: "org/segments/x", offset: 0, length: 10 };
  return {
    id,
    event: {
      id: `evt_${id}`,
      type: "order.created",
      payload: { kind: "stored", at },
      occurredAt: null,
      labels: {},
      acceptedAt: 1,
      correlationId: "c",
    },
    payloadAt: at,
    attempts: 0,
    cycleAttempts: 0,
    cycleStartedAt: null,
    round: 0,
    firstAttemptAt: null,
    ...differing,
  };
}
