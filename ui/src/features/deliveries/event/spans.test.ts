import { describe, expect, it } from "vitest";
import { spansOf } from "./spans.ts";

const T = Date.parse("2026-11-26T12:00:00Z");
const at = (ms: number) => new Date(T + ms).toISOString();

describe("the deliveries of an event on one axis", () => {
  it("begin when they were tried first and end with the last attempt", () => {
    const [quick, slow, none] = spansOf(T, [
      { firstAttemptAt: at(0), lastAttemptAt: at(0), durationMs: 500 },
      { firstAttemptAt: at(1_000), lastAttemptAt: at(9_000), durationMs: 1_000 },
      { firstAttemptAt: null, lastAttemptAt: null, durationMs: null },
    ]);
    expect(quick).toMatchObject({ start: 0, afterMs: 0 });
    expect(slow?.afterMs).toBe(1_000);
    expect((slow?.start ?? 0) + (slow?.width ?? 0)).toBeCloseTo(98, 6);
    expect(none).toBeNull();
  });

  it("have no length below nothing", () => {
    const [odd] = spansOf(T, [{ firstAttemptAt: at(-5_000), lastAttemptAt: at(-5_000), durationMs: 0 }]);
    expect(odd).toEqual({ start: 0, width: 0, afterMs: 0 });
  });
});
