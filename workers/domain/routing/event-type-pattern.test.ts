import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { checkPattern, checkPatterns, isEventTypeName, matchesEventType } from "./event-type-pattern.ts";

test.each([
  ["order.created", "order.created", true],
  ["order.created", "order.created.v2", false],
  ["order.created", "Order.created", false],
  ["*", "anything", true],
  ["*", "a.b.c", true],
  ["order.*", "order.created", true],
  ["order.*", "order.line.added", true],
  ["order.*", "order", false],
  ["order.*", "orders.created", false],
  ["order.*.done", "order.line.done", true],
  ["order.*.done", "order.done", false],
  ["order.*.done", "order.a.b.done", false],
  ["*.done", "order.done", true],
  ["*.done", "order.line.done", false],
  ["*.*", "order", false],
  ["*.*", "order.line.done", true],
  ["a/b:c-d.*", "a/b:c-d.e_f", true],
])("the pattern %s against %s is %s", (pattern, type, expected) => {
  expect(matchesEventType([pattern], type)).toBe(expected);
});

test("one matching pattern of several is enough, and no pattern matches nothing", () => {
  expect(matchesEventType(["user.*", "order.paid"], "order.paid")).toBe(true);
  expect(matchesEventType(["user.*", "order.paid"], "order.created")).toBe(false);
  expect(matchesEventType([], "order.created")).toBe(false);
});

test.each(["order.created", "a", "A_1:b/c-d.e", "x".repeat(128)])("%s is an event type", (name) => {
  expect(isEventTypeName(name)).toBe(true);
  expect(checkPattern(name)).toBeNull();
});

test.each(["", ".", "a.", ".a", "a..b", "a b", "a\n", "é", "order.*", "x".repeat(129), "a,b"])(
  "%j is not an event type",
  (name) => {
    expect(isEventTypeName(name)).toBe(false);
  },
);

test.each(["", ".", "a..b", "ord*", "order.*x", "**", "a b", "(a+)+", "x".repeat(129), "order.*."])(
  "%j is refused as a pattern",
  (pattern) => {
    expect(checkPattern(pattern)).not.toBeNull();
  },
);

test("a list is checked as a whole, with a pointer to each bad pattern", () => {
  expect(checkPatterns(["order.*", "ord*", "*"]).map((problem) => problem.pointer)).toEqual(["/1"]);
  expect(checkPatterns([])).toHaveLength(1);
  expect(checkPatterns(Array.from({ length: 101 }, () => "a"))).toHaveLength(1);
});

test("every event type matches itself, everything, and any form with one segment starred", () => {
  const segment = fc.stringMatching(/^[a-z0-9_]{1,6}$/);
  fc.assert(
    fc.property(fc.array(segment, { minLength: 1, maxLength: 5 }), fc.nat(4), (segments, at) => {
      const type = segments.join(".");
      const starred = segments.map((one, i) => (i === at ? "*" : one)).join(".");
      for (const pattern of [type, "*", starred]) {
        expect(checkPattern(pattern)).toBeNull();
        expect(matchesEventType([pattern], type)).toBe(true);
      }
      expect(matchesEventType([`${type}.*`], type)).toBe(false);
      expect(matchesEventType([`${type}.*`], `${type}.more.still`)).toBe(true);
    }),
  );
});

describe("the gateway's own events", () => {
  it.each([
    ["*", false],
    ["*.*", false],
    ["*.circuit.raised", false],
    ["order.*", false],
    ["gateway.*", true],
    ["gateway.circuit.*", true],
    ["gateway.*.raised", true],
    ["gateway.circuit.raised", true],
    ["gateway.circuit.resolved", false],
  ])("go to %s: %s", (pattern, goes) => {
    expect(matchesEventType([pattern], "gateway.circuit.raised")).toBe(goes);
  });

  it("do not keep a wildcard beside them from the others", () => {
    expect(matchesEventType(["*", "gateway.*"], "order.created")).toBe(true);
    expect(matchesEventType(["gateway.*"], "order.created")).toBe(false);
  });
});
