import { expect, test, vi } from "vitest";
import { matchIntegrations, needsPayload, type Routable, type RoutedEvent } from "./match-integration.ts";

function integration(id: string, change: Partial<Routable> = {}): Routable {
  return { id, enabled: true, eventTypes: ["order.*"], filter: null, ...change };
}
function orderCreated(parsePayload: () => unknown = () => ({ amount: 100 })): RoutedEvent {
  return { type: "order.created", labels: { env: "prod" }, parsePayload };
}

test("one event goes to every integration that matches, and each of the others says why not", () => {
  const all = [
    integration("plain"),
    integration("off", { enabled: false }),
    integration("users", { eventTypes: ["user.*"] }),
    integration("large", { filter: { "payload.amount": { $gte: 1_000 } } }),
    integration("prod", { filter: { "payload.amount": 100, "labels.env": "prod" } }),
    integration("broken", { filter: { "payload.amount": { $regex: "x" } } }),
    integration("empty", { filter: {} }),
  ];
  const decision = matchIntegrations(orderCreated(), all);
  expect(decision.matched.map(({ id }) => id)).toEqual(["plain", "prod", "empty"]);
  expect(decision.skipped).toEqual([
    { id: "off", reason: "disabled" },
    { id: "users", reason: "event_type" },
    { id: "large", reason: "filter" },
    { id: "broken", reason: "filter_invalid" },
  ]);
});

test("the payload is parsed once, however many filters look at it", () => {
  const parse = vi.fn(() => undefined);
  matchIntegrations(orderCreated(parse), [
    integration("a", { filter: { type: "x" } }),
    integration("b", { filter: {} }),
  ]);
  expect(parse).toHaveBeenCalledTimes(1);
});

test("the payload is not parsed when no integration of that type has a filter", () => {
  const parse = vi.fn(() => ({}));
  const all = [
    integration("plain"),
    integration("off", { enabled: false, filter: {} }),
    integration("users", { eventTypes: ["user.*"], filter: {} }),
  ];
  matchIntegrations(orderCreated(parse), all);
  expect(parse).not.toHaveBeenCalled();
  expect(needsPayload("order.created", all)).toBe(false);
  expect(needsPayload("user.created", all)).toBe(true);
});

test("a changed configuration is a new object, so the filter of the old one is not used for it", () => {
  const before = integration("a", { filter: { "payload.amount": 1 } });
  const after = integration("a", { filter: { "payload.amount": 100 }, eventTypes: ["order.created"] });
  for (let i = 0; i < 2; i += 1) {
    expect(matchIntegrations(orderCreated(), [before]).matched).toEqual([]);
    expect(matchIntegrations(orderCreated(), [after]).matched).toEqual([after]);
  }
});

test("what is matched is the integration as it was given", () => {
  const whole = { ...integration("a"), url: "https://example.com" };
  expect(matchIntegrations(orderCreated(), [whole]).matched[0]?.url).toBe("https://example.com");
});
