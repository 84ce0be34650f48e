import { describe, expect, it } from "vitest";
import { groupHits, placeByPrefix, placeOf } from "./found-places.ts";

const hit = (kind: "integration" | "delivery" | "event_type", id: string) => ({
  kind,
  id,
  name: id,
  detail: null,
});

describe("what was found", () => {
  it("leads to its own page", () => {
    expect(placeOf(hit("delivery", "dlv_1"))).toBe("/deliveries/dlv_1");
    expect(placeOf(hit("event_type", "order/created"))).toBe("/event-types/order%2Fcreated");
  });

  it("is grouped, the likeliest kind first, the others in their order", () => {
    const hits = [
      hit("event_type", "a"),
      hit("delivery", "b"),
      hit("event_type", "c"),
      hit("integration", "d"),
    ];
    expect(groupHits(hits).map(([kind, members]) => [kind, members.length])).toEqual([
      ["event_type", 2],
      ["integration", 1],
      ["delivery", 1],
    ]);
    expect(groupHits([])).toEqual([]);
  });

  it("is listed once, when it is told twice", () => {
    const hits = [hit("event_type", "a"), hit("event_type", "a")];
    expect(groupHits(hits)).toEqual([["event_type", [hits[0]]]]);
  });
});

describe("an id", () => {
  it.each([
    ["int_01ab", "/integrations/int_01ab"],
    ["cred_01ab", "/credentials/cred_01ab"],
    ["nothing_01ab", null],
    ["int", null],
    ["int_../../x", null],
  ])("%s leads to %s", (id, place) => {
    expect(placeByPrefix(id)).toBe(place);
  });
});
