import { describe, expect, it } from "vitest";
import { createShortCache } from "./short-cache.ts";

describe("a short cache", () => {
  it("answers what it was given until its age is over", () => {
    let now = 1_000;
    const cache = createShortCache<string>(() => now, 100, 10);
    cache.set("a", "first");
    now += 99;
    expect(cache.get("a")).toBe("first");
    now += 1;
    expect(cache.get("a")).toBeUndefined();
  });

  it("keeps no more than it may, and lets go of what was set longest ago", () => {
    const cache = createShortCache<number>(() => 0, 100, 2);
    cache.set("a", 1);
    cache.set("b", 2);
    cache.set("a", 3);
    cache.set("c", 4);
    expect(["a", "b", "c"].map((key) => cache.get(key))).toEqual([3, undefined, 4]);
  });
});
