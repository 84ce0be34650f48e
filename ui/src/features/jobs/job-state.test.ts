import { describe, expect, it } from "vitest";
import type { Job } from "./bulk-requests.ts";
import { durationAt, isUndoable, readPace, timeLeft } from "./job-state.ts";

const NOW = Date.parse("2026-11-26T12:00:00Z");

function job(changes: Partial<Job>): Job {
  return {
    id: "job_1",
    kind: "discard_dead_letters",
    status: "completed",
    filter: {},
    integrationId: null,
    perMinute: null,
    total: 3,
    processed: 3,
    skipped: 0,
    percentage: 100,
    detail: null,
    undoes: null,
    undoneBy: null,
    undoableUntil: "2026-11-26T13:00:00Z",
    createdAt: "2026-11-26T11:00:00Z",
    updatedAt: "2026-11-26T11:00:00Z",
    ...changes,
  };
}

describe("taking a job back", () => {
  it("is offered within its window, and not while it runs, after its window, or twice", () => {
    expect(isUndoable(job({}), NOW)).toBe(true);
    expect(isUndoable(job({ status: "running" }), NOW)).toBe(false);
    expect(isUndoable(job({ undoableUntil: "2026-11-26T11:59:59Z" }), NOW)).toBe(false);
    expect(isUndoable(job({ undoableUntil: null }), NOW)).toBe(false);
    expect(isUndoable(job({ undoneBy: "job_2" }), NOW)).toBe(false);
  });
});

describe("a pace", () => {
  it("is a whole number within what the gateway takes", () => {
    expect(["1", "6000", " 30 "].map(readPace)).toEqual([1, 6000, 30]);
    expect(["", "0", "6001", "1.5", "many"].map(readPace)).toEqual([null, null, null, null, null]);
  });
  it("says how long it takes, when there is one", () => {
    expect(durationAt(600, 300)).toBe(120_000);
    expect(durationAt(600, null)).toBeNull();
    expect(durationAt(0, 300)).toBeNull();
  });
});

it("how long a job still takes is known from its pace and what is left", () => {
  const running = { status: "running", total: 800, processed: 90, skipped: 10 } as const;
  expect(timeLeft(job({ ...running, perMinute: 300 }))).toBe(140_000);
  expect(timeLeft(job({ ...running, perMinute: null }))).toBeNull();
  expect(timeLeft(job({ ...running, processed: 790, perMinute: 300 }))).toBeNull();
});
