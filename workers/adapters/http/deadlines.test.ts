import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openDeadlines } from "./deadlines.ts";

describe("deadlines with one timer", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("abort each request at its own time, also one that was started later and ends earlier", () => {
    const start = openDeadlines();
    const slow = start(1_000);
    const quick = start(100);
    vi.advanceTimersByTime(99);
    expect([slow.signal.aborted, quick.signal.aborted]).toEqual([false, false]);
    vi.advanceTimersByTime(1);
    expect([slow.signal.aborted, quick.signal.aborted]).toEqual([false, true]);
    vi.advanceTimersByTime(900);
    expect(slow.signal.aborted).toBe(true);
  });

  it("never abort what has ended, and ring for those that follow it", () => {
    const start = openDeadlines();
    const first = start(100);
    vi.advanceTimersByTime(50);
    const second = start(100);
    first.end();
    vi.advanceTimersByTime(99);
    expect([first.signal.aborted, second.signal.aborted]).toEqual([false, false]);
    vi.advanceTimersByTime(1);
    expect([first.signal.aborted, second.signal.aborted]).toEqual([false, true]);
  });

  it("leave no timer behind when nothing is in flight, and start again afterwards", () => {
    const start = openDeadlines();
    start(100).end();
    expect(vi.getTimerCount()).toBe(0);
    const later = start(10);
    vi.advanceTimersByTime(10);
    expect(later.signal.aborted).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });
});
