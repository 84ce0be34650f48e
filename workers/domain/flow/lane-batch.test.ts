import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DueDelivery } from "../messages.ts";
import { nextLaneBatch, pinBatch } from "./lane-batch.ts";

const RULE = { size: 3, maxBytes: 1_000, timeoutMs: 5_000 };
const ACCEPTED = 100_000;

function delivery(n: number, more: Partial<DueDelivery> = {}): DueDelivery {
  const at = { key: "segment", offset: 0, length: 100 };
  return {
    id: `dlv_${n}`,
    event: {
      id: `evt_${n}`,
      type: "order.made",
      occurredAt: "2026-01-01T00:00:00Z",
      labels: {},
      correlationId: "cor",
      acceptedAt: ACCEPTED,
      payload: { kind: "stored", at },
    } as DueDelivery["event"],
    payloadAt: at,
    attempts: 0,
    cycleAttempts: 0,
    cycleStartedAt: null,
    round: 0,
    firstAttemptAt: null,
    lane: "",
    position: String(n),
    ...more,
  };
}

const lane = (count: number) => Array.from({ length: count }, (_, n) => delivery(n));
const next = (given: readonly DueDelivery[], now = ACCEPTED, rule = RULE, delayMs = 0) => {
  const found = nextLaneBatch(given, rule, delayMs, now);
  return found.kind === "batch" ? found.batch.map(({ id }) => id) : found;
};

describe("a lane's next batch", () => {
  it("is its oldest, as many as fill one", () => {
    expect(next(lane(5))).toEqual(["dlv_0", "dlv_1", "dlv_2"]);
  });

  it("that is not full waits until its first event has waited long enough", () => {
    expect(next(lane(2))).toEqual({ kind: "wait", because: "gather", until: ACCEPTED + 5_000 });
    expect(next(lane(2), ACCEPTED + 5_000)).toEqual(["dlv_0", "dlv_1"]);
  });

  it("is full with its bytes too, and never empty", () => {
    expect(next(lane(3), ACCEPTED, { ...RULE, maxBytes: 250 })).toEqual(["dlv_0", "dlv_1"]);
    expect(next(lane(3), ACCEPTED, { ...RULE, maxBytes: 10 })).toEqual(["dlv_0"]);
  });

  it("takes nothing along whose delay is not over", () => {
    const given = [
      delivery(0),
      delivery(1, { event: { ...delivery(1).event, acceptedAt: ACCEPTED + 60_000 } }),
    ];
    expect(next(given, ACCEPTED + 1_000, RULE, 1_000)).toMatchObject({ because: "gather" });
    expect(next(given, ACCEPTED + 6_000, RULE, 1_000)).toEqual(["dlv_0"]);
    expect(next(given, ACCEPTED, RULE, 1_000)).toMatchObject({ because: "delay", until: ACCEPTED + 1_000 });
  });

  it("goes again with the same events when it failed, however many have come behind it", () => {
    const tried = { ...delivery(0), attempts: 1 };
    const pinned = pinBatch(tried, ["evt_0", "evt_1"]);
    expect(next([pinned, ...lane(9).slice(1)])).toEqual(["dlv_0", "dlv_1"]);
    // It was in the middle of a request, behind those that have arrived: a batch begins with it anew.
    expect(next([pinBatch(pinned, ["evt_9", "evt_0"]), ...lane(9).slice(1)])).toHaveLength(3);
    // It was in no request: what it remembers stands.
    expect(next([pinBatch(pinned, null), ...lane(9).slice(1)])).toHaveLength(2);
  });

  it("is a prefix of the lane, or waits for a moment to come", () => {
    const run = fc.property(
      fc.array(fc.integer({ min: 0, max: 9_000 }), { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 0, max: 20_000 }),
      fc.integer({ min: 0, max: 3_000 }),
      (accepted, later, delayMs) => {
        const given = accepted.map((at, n) =>
          delivery(n, { event: { ...delivery(n).event, acceptedAt: ACCEPTED + at } }),
        );
        const now = ACCEPTED + later;
        const found = nextLaneBatch(given, RULE, delayMs, now);
        if (found.kind === "wait") {
          expect(found.until).toBeGreaterThan(now);
          return;
        }
        expect(found.batch.length).toBeGreaterThan(0);
        expect(found.batch.length).toBeLessThanOrEqual(RULE.size);
        expect(given.slice(0, found.batch.length)).toEqual(found.batch);
      },
    );
    fc.assert(run, { numRuns: 2_000 });
  });
});
