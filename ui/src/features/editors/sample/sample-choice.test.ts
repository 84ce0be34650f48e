import { expect, it } from "vitest";
import { eventsOf, firstChoice, readChoice, sortExamples, writeChoice } from "./sample-choice.ts";

it.each([
  { kind: "event", id: "evt_1" },
  { kind: "example", type: "order.created" },
  { kind: "own" },
] as const)("%j stands in the address and comes back", (choice) =>
  expect(readChoice(writeChoice(choice))).toEqual(choice),
);

it("an event that was delivered twice is one event", () => {
  const delivery = { eventId: "e", eventType: "t", acceptedAt: "2026-01-01T00:00:00Z" };
  expect(eventsOf([delivery, delivery])).toHaveLength(1);
});

it("begins with the newest event, else with an example of what the integration gets", () => {
  const types = [{ name: "a.b" }, { name: "order.created" }];
  const event = { id: "evt_9", type: "order.created", acceptedAt: "" };
  expect(firstChoice([event], types, ["order.*"])).toEqual({ kind: "event", id: "evt_9" });
  expect(firstChoice([], types, ["order.*"])).toEqual({ kind: "example", type: "order.created" });
  expect(firstChoice([], types, ["invoice.*"])).toEqual({ kind: "own" });
  expect(sortExamples(types, ["order.*"]).map(({ name }) => name)).toEqual(["order.created", "a.b"]);
});
