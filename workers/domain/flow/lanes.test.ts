import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { intakePosition, laneOf, needsPayloadForLane, positionsThrough } from "./lanes.ts";

const event = (payload: unknown, labels: Record<string, string> = {}) => ({
  id: "evt_1",
  type: "order.created",
  labels,
  parsePayload: () => payload,
});

describe("a position", () => {
  const place = fc.record({
    // As the intake makes them: milliseconds with a counter, below 2^53.
    seq: fc.integer({ min: 1_700_000_000_000_000, max: 8_999_999_999_999_999 }),
    index: fc.integer({ min: 0, max: 999_999 }),
    shard: fc.integer({ min: 0, max: 15 }),
  });

  it("sorts as text like chunk and place in it", () => {
    const run = fc.property(place, place, (a, b) => {
      const byNumber = a.seq - b.seq || a.index - b.index;
      if (byNumber !== 0) expect(intakePosition(a) < intakePosition(b)).toBe(byNumber < 0);
    });
    fc.assert(run, { numRuns: 2_000 });
  });

  it("is let through with its own chunk, and not with one before it", () => {
    const run = fc.property(place, (one) => {
      expect(intakePosition(one) <= positionsThrough(one.seq)).toBe(true);
      expect(intakePosition(one) <= positionsThrough(one.seq - 1)).toBe(false);
    });
    fc.assert(run);
  });
});

describe("the lane of an event", () => {
  it.each<[string | null, unknown, string]>([
    [null, { customer: 1 }, ""],
    ["payload.customer", { customer: 1 }, "=1"],
    ["payload.customer", { customer: "1" }, "=1"],
    ["payload.customer.id", { customer: { id: "a" } }, "=a"],
    ["payload.customer", { customer: { b: 1 } }, '={"b":1}'],
    ["payload.customer", { customer: null }, "-"],
    ["payload.customer", {}, "-"],
    ["payload.customer", 5, "-"],
    ["payload.customer", { customer: "" }, "="],
    ["payload.customer", { customer: "-" }, "=-"],
    ["payload.constructor", {}, "-"],
    ["payload.items.0.sku", { items: [{ sku: "x" }] }, "=x"],
    ["payload", "whole", "=whole"],
    ["type", {}, "=order.created"],
    ["id", {}, "=evt_1"],
  ])("with the key %j of %j is %j", (key, payload, lane) => {
    expect(laneOf(key, event(payload))).toBe(lane);
  });

  it("may be a label, also one whose name has dots", () => {
    expect(laneOf("labels.shop", event(null, { shop: "north" }))).toBe("=north");
    expect(laneOf("labels.shop.region", event(null, { "shop.region": "eu" }))).toBe("=eu");
  });

  it("needs no payload where the key does not lie in it", () => {
    expect(["payload", "payload.a", "labels.payload", "type", null].map(needsPayloadForLane)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
