import { describe, expect, it } from "vitest";
import { samePlace } from "./same-place.ts";

const VIEWS = ["", "/deliveries", "/settings"];

describe("switching the organization", () => {
  it.each([
    ["/o/a/deliveries", "/o/b/deliveries"],
    ["/o/a/deliveries/dlv_1", "/o/b/deliveries"],
    ["/o/a", "/o/b"],
    ["/o/a/", "/o/b"],
    ["/o/a/credentials", "/o/b"],
  ])("from %s leads to %s", (from, to) => {
    expect(samePlace(from, "b", VIEWS)).toBe(to);
  });
});
