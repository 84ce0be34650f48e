import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  LEASE_MS,
  lease,
  MAX_IN_FLIGHT_EVENTS,
  openWindow,
  overdue,
  release,
  room,
} from "./dispatch-window.ts";

describe("dispatch window", () => {
  it("has room for a bounded number of events", () => {
    const window = openWindow(0);
    lease(window, { seq: 1, events: MAX_IN_FLIGHT_EVENTS }, 0);
    expect(room(window)).toBe(0);
    release(window, 1);
    expect(room(window)).toBe(MAX_IN_FLIGHT_EVENTS);
  });

  it("counts a chunk once however often it is leased and released", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.boolean())), (steps) => {
        const window = openWindow(0);
        const held = new Set<number>();
        for (const [seq, take] of steps) {
          if (take) lease(window, { seq, events: 3 }, 0);
          else release(window, seq);
          if (take) held.add(seq);
          else held.delete(seq);
        }
        expect(window.inFlightEvents).toBe(held.size * 3);
      }),
    );
  });

  it("calls a chunk overdue from the millisecond its lease ends", () => {
    const window = openWindow(0);
    lease(window, { seq: 7, events: 1 }, 1_000);
    expect(overdue(window, 1_000 + LEASE_MS - 1)).toEqual([]);
    expect(overdue(window, 1_000 + LEASE_MS)).toEqual([7]);
  });

  it("names overdue chunks oldest first, so order survives a lost consumer", () => {
    const window = openWindow(0);
    lease(window, { seq: 9, events: 1 }, 0);
    lease(window, { seq: 4, events: 1 }, 0);
    expect(overdue(window, LEASE_MS)).toEqual([4, 9]);
  });
});
