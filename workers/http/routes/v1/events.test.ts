import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkEnvelope } from "#domain/ingress/event-envelope";
import { Event } from "../../schemas/event.ts";

/** The published schema describes what `checkEnvelope` accepts; a caller that validates against it must not be surprised. */
const text = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom("order.created", "a.b", "evt_1", "x:y", "order-17"),
);
const moment = fc.oneof(
  fc.constantFrom("2026-01-01T00:00:00Z", "2026-01-01T00:00:00.5+02:00", "2026-01-01", "2026-01-01T00:00:00"),
  fc.string({ maxLength: 8 }),
);
const event = fc.record(
  { type: text, payload: fc.jsonValue(), id: text, occurredAt: moment },
  { requiredKeys: ["payload"] },
);

describe("the published schema of an event", () => {
  it("accepts what the gateway accepts, and refuses what it refuses", () => {
    fc.assert(
      fc.property(event, (input) => {
        expect([input, Event.safeParse(input).success]).toEqual([input, checkEnvelope(input, "").ok]);
      }),
      { numRuns: 2_000 },
    );
  });
});
