import { describe, expect, it } from "vitest";
import { MAX_RECENT_EVENTS, type RecentEvent, withRecentEvent } from "./recent-events.ts";

const event = (n: number, at = n): RecentEvent => ({ id: `src_1:${n}`, type: "github.push", at });

describe("the newest events of a source", () => {
  it("begin with the last one, and are never more than twenty", () => {
    let kept: readonly RecentEvent[] = [];
    for (let n = 0; n < 50; n++) kept = withRecentEvent(kept, event(n));
    expect(kept).toHaveLength(MAX_RECENT_EVENTS);
    expect(kept[0]).toEqual(event(49));
    expect(kept.at(-1)).toEqual(event(30));
  });

  it("have each event once, where it was seen last", () => {
    const kept = [event(1), event(2), event(1, 9)].reduce(withRecentEvent, [] as readonly RecentEvent[]);
    expect(kept).toEqual([event(1, 9), event(2)]);
  });
});
