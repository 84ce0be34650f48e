import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createTimeOrderedId, deliveryId, firstDeliveryIdAt, timeOfId } from "./ids.ts";

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const time = fc.integer({ min: 0, max: 4_102_444_800_000 });

describe("time-ordered ids", () => {
  it("sort as their moments do", () => {
    fc.assert(
      fc.property(time, time, bytes(10), bytes(10), (a, b, left, right) => {
        fc.pre(a !== b);
        const ordered = createTimeOrderedId("evt", a, left) < createTimeOrderedId("evt", b, right);
        expect(ordered).toBe(a < b);
      }),
    );
  });

  it("give their moment back", () => {
    fc.assert(
      fc.property(time, bytes(10), (at, random) => {
        expect(timeOfId(createTimeOrderedId("evt", at, random))).toBe(at);
      }),
    );
  });

  it("have one length whatever the bytes are", () => {
    expect(createTimeOrderedId("evt", 1, new Uint8Array(10))).toHaveLength(4 + 26);
    expect(deliveryId(1, new Uint8Array(32).fill(255))).toHaveLength(4 + 26);
  });

  it("differ where one bit of the randomness differs", () => {
    fc.assert(
      fc.property(bytes(10), fc.nat(79), (random, bit) => {
        const other = random.slice();
        const index = bit >> 3;
        other[index] = (other[index] ?? 0) ^ (1 << (bit & 7));
        expect(createTimeOrderedId("evt", 1, random)).not.toBe(createTimeOrderedId("evt", 1, other));
      }),
    );
  });
});

describe("delivery ids", () => {
  it("of a moment are never below the first one of that moment", () => {
    fc.assert(
      fc.property(time, bytes(32), (at, digest) => {
        expect(deliveryId(at, digest) >= firstDeliveryIdAt(at)).toBe(true);
        expect(deliveryId(at, digest) < firstDeliveryIdAt(at + 1)).toBe(true);
      }),
    );
  });
});

describe("timeOfId", () => {
  it.each(["", "evt", "evt_", "evt_short", "evt_!!!!!!!!!!0000000000000000"])("says null for %j", (text) => {
    expect(timeOfId(text)).toBeNull();
  });
});
