import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  COMMIT_SPACING_MS,
  DISPATCH_SPACING_MS,
  decideCommitDelayMs,
  decideDispatchAt,
} from "./dispatch-pace.ts";

const time = fc.integer({ min: 0, max: 1_000_000 });

describe("the pace of dispatches", () => {
  it("sends a lone event at once", () => {
    expect(decideDispatchAt({ now: 1_000, lastSentAt: 0, messageIsFull: false })).toBeLessThanOrEqual(1_000);
  });

  it("lets events of a steady flow gather", () => {
    const at = decideDispatchAt({ now: 1_010, lastSentAt: 1_000, messageIsFull: false });
    expect(at).toBe(1_000 + DISPATCH_SPACING_MS);
  });

  it("never lets a full message wait", () => {
    expect(decideDispatchAt({ now: 1_010, lastSentAt: 1_000, messageIsFull: true })).toBe(1_010);
  });

  it("never waits longer than one spacing, also after the clock was set back", () => {
    fc.assert(
      fc.property(time, time, fc.boolean(), (now, lastSentAt, messageIsFull) => {
        const at = decideDispatchAt({ now, lastSentAt, messageIsFull });
        expect(at - now).toBeLessThanOrEqual(DISPATCH_SPACING_MS);
      }),
    );
  });
});

describe("the pace of commits", () => {
  it("commits a lone post at once and the next ones together", () => {
    expect(decideCommitDelayMs(1_000, 0)).toBe(0);
    expect(decideCommitDelayMs(1_004, 1_000)).toBe(COMMIT_SPACING_MS - 4);
  });

  it("never delays a post by more than one spacing", () => {
    fc.assert(
      fc.property(time, time, (now, last) => {
        const delay = decideCommitDelayMs(now, last);
        expect(delay).toBeGreaterThanOrEqual(0);
        expect(delay).toBeLessThanOrEqual(COMMIT_SPACING_MS);
      }),
    );
  });
});
