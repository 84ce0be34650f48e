import { describe, expect, it } from "vitest";
import { layOut, type Piece } from "./waterfall.ts";

const T = Date.parse("2026-11-26T12:00:00Z");

function endOf(piece: Piece | undefined): number {
  return piece === undefined ? 0 : piece.start + (piece.kind === "planned" ? 0 : piece.width);
}

describe("the waterfall of a delivery", () => {
  it("draws one attempt over the whole width", () => {
    const [only, ...none] = layOut({
      acceptedAtMs: T,
      attempts: [{ atMs: T + 20, durationMs: 30 }],
      plannedAtMs: null,
    });
    expect(only).toMatchObject({ kind: "attempt", start: 0, width: 100 });
    expect(none).toEqual([]);
  });

  it("draws the wait between two attempts with its length, in order and without overlap", () => {
    const pieces = layOut({
      acceptedAtMs: T,
      attempts: [
        { atMs: T, durationMs: 50 },
        { atMs: T + 60_050, durationMs: 100 },
      ],
      plannedAtMs: T + 360_150,
    });
    expect(pieces.map(({ kind }) => kind)).toEqual(["attempt", "wait", "attempt", "wait", "planned"]);
    expect(pieces.flatMap((piece) => (piece.kind === "wait" ? [piece.ms] : []))).toEqual([60_000, 300_000]);
    for (const [index, piece] of pieces.entries())
      expect(piece.start).toBeCloseTo(endOf(pieces[index - 1]), 6);
    const [first, wait, second, longer] = pieces.map((piece) => (piece.kind === "planned" ? 0 : piece.width));
    expect(second).toBeCloseTo((first ?? 0) * 2, 6);
    expect(longer).toBeGreaterThan(wait ?? 0);
    expect(endOf(pieces.at(-1))).toBeLessThanOrEqual(96.001);
  });

  it("shows an attempt of a millisecond beside one of half a minute", () => {
    const attempts = [
      { atMs: T, durationMs: 1 },
      { atMs: T + 5_000, durationMs: 30_000 },
    ];
    const pieces = layOut({ acceptedAtMs: T, attempts, plannedAtMs: null });
    for (const piece of pieces) if (piece.kind === "attempt") expect(piece.width).toBeGreaterThan(3);
  });

  it("draws what waits for its first attempt, and nothing for a life that is over without one", () => {
    const waiting = layOut({ acceptedAtMs: T, attempts: [], plannedAtMs: T + 600_000 });
    expect(waiting.map(({ kind }) => kind)).toEqual(["wait", "planned"]);
    expect(layOut({ acceptedAtMs: T, attempts: [], plannedAtMs: null })).toEqual([]);
  });

  it("does not go backwards when a clock did", () => {
    const attempts = [
      { atMs: T, durationMs: 50 },
      { atMs: T - 10_000, durationMs: 50 },
    ];
    for (const piece of layOut({ acceptedAtMs: T, attempts, plannedAtMs: null })) {
      expect(piece.start).toBeGreaterThanOrEqual(0);
      expect(endOf(piece)).toBeLessThanOrEqual(100.001);
    }
  });

  it("has room for fifty attempts", () => {
    const attempts = Array.from({ length: 50 }, (_, n) => ({ atMs: T + n * 3_600_000, durationMs: 20 }));
    const pieces = layOut({ acceptedAtMs: T, attempts, plannedAtMs: null });
    expect(endOf(pieces.at(-1))).toBeCloseTo(100, 6);
    expect(pieces).toHaveLength(99);
  });
});
