import { describe, expect, it } from "vitest";
import { checkEnvelope } from "./event-envelope.ts";

const pointersOf = (input: unknown, base = "") => {
  const result = checkEnvelope(input, base);
  return result.ok ? [] : result.problems.map(({ pointer }) => pointer);
};

describe("an event's envelope", () => {
  it("needs a type and a payload, and nothing else", () => {
    expect(checkEnvelope({ type: "order.created", payload: null }, "")).toEqual({
      ok: true,
      envelope: { type: "order.created", id: null, occurredAt: null, labels: {} },
    });
  });

  it.each([null, 1, "text", [], true])("is an object and not %j", (input) => {
    expect(pointersOf(input, "/events/4")).toEqual(["/events/4"]);
  });

  it.each(["", ".", "a..b", "a b", "a*", "é", "x".repeat(129), 7, null])("refuses the type %j", (type) => {
    expect(pointersOf({ type, payload: 1 })).toEqual(["/type"]);
  });

  it.each(["gateway.circuit.raised", "gateway.x"])("leaves %s to the gateway itself", (type) => {
    const result = checkEnvelope({ type, payload: 1 }, "/events/0");
    expect(result).toMatchObject({ ok: false, problems: [{ pointer: "/events/0/type" }] });
    expect(checkEnvelope({ type: "gateways.x", payload: 1 }, "").ok).toBe(true);
  });

  it.each(["evt_1", "a.b", "", "a b", "x".repeat(129), 7, null])("refuses the id %j", (id) => {
    expect(pointersOf({ type: "a", payload: 1, id })).toEqual(["/id"]);
  });

  it.each(["2026-01-01", "2026-01-01T00:00:00", "yesterday", "2026-13-01T00:00:00Z", 0])(
    "refuses the moment %j",
    (occurredAt) => {
      expect(pointersOf({ type: "a", payload: 1, occurredAt })).toEqual(["/occurredAt"]);
    },
  );

  it.each(["2026-01-01T00:00:00Z", "2026-01-01t00:00:00.123456789z", "2026-01-01T00:00:00+05:30"])(
    "takes the moment %s as it is written",
    (occurredAt) => {
      expect(checkEnvelope({ type: "a", payload: 1, occurredAt }, "")).toMatchObject({
        envelope: { occurredAt },
      });
    },
  );

  it("points at every label that is wrong, with its name escaped", () => {
    const labels = { good: "yes", "a/b": 1, "": "no name", long: "x".repeat(257) };
    expect(pointersOf({ type: "a", payload: 1, labels })).toEqual([
      "/labels/a~1b",
      "/labels/",
      "/labels/long",
    ]);
  });

  it("refuses more labels than it promises to keep", () => {
    const labels = Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`l${index}`, ""]));
    expect(pointersOf({ type: "a", payload: 1, labels })).toEqual(["/labels"]);
  });

  it("refuses members it does not know: a misspelled one would be silently ignored", () => {
    expect(pointersOf({ type: "a", payload: 1, ocurredAt: "x" })).toEqual(["/ocurredAt"]);
  });

  it("sees a payload only where the caller put one, not in a prototype", () => {
    expect(pointersOf(Object.create({ payload: 1 }, { type: { value: "a", enumerable: true } }))).toEqual([
      "/payload",
    ]);
  });

  it("names a bounded number of problems", () => {
    const hostile = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`m${index}`, 1]));
    expect(pointersOf({ type: "a", payload: 1, ...hostile })).toHaveLength(20);
  });
});
