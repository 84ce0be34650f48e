import { describe, expect, it } from "vitest";
import type { SettledOutcome } from "#domain/delivery/settlement";
import { RecentOutcomes } from "./recent-outcomes.ts";

const outcome = (attempts: number): SettledOutcome => ({
  status: "delivered",
  category: null,
  httpStatus: 200,
  attempts,
  attemptedAt: 0,
  durationMs: 0,
  detail: null,
});

describe("outcomes that are remembered for a while", () => {
  it("are there for the latest of them, and never more than twice as many", () => {
    const recent = new RecentOutcomes(10);
    for (let n = 1; n <= 1_000; n++) {
      recent.remember(`dlv_${n}`, outcome(n));
      const known = Array.from({ length: n }, (_, index) => recent.get(`dlv_${index + 1}`));
      expect(known.slice(-10).map((kept) => kept?.attempts)).not.toContain(undefined);
      expect(known.filter((kept) => kept !== undefined).length).toBeLessThanOrEqual(20);
    }
  });

  it("are gone once they are forgotten, whichever generation they are in", () => {
    const recent = new RecentOutcomes(2);
    for (const id of ["a", "b", "c"]) recent.remember(id, outcome(1));
    recent.forget("a");
    recent.forget("c");
    expect([recent.get("a"), recent.get("b")?.attempts, recent.get("c")]).toEqual([undefined, 1, undefined]);
  });
});
