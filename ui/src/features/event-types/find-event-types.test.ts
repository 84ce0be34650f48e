import { describe, expect, it } from "vitest";
import type { EventType } from "./event-type-queries.ts";
import { findEventTypes } from "./find-event-types.ts";

const type = (name: string, source: "own" | "template") =>
  ({ name, description: `About ${name}`, source }) as unknown as EventType;
const ALL = [type("order.created", "own"), type("order.shipped", "template"), type("invoice.paid", "own")];
const names = (found: readonly EventType[]) => found.map(({ name }) => name);

describe("finding event types", () => {
  it("by origin", () => {
    expect(names(findEventTypes(ALL, "own", ""))).toEqual(["order.created", "invoice.paid"]);
    expect(names(findEventTypes(ALL, "template", ""))).toEqual(["order.shipped"]);
    expect(findEventTypes(ALL, "archived", "")).toHaveLength(3);
  });

  it("by all words, in any letter case", () => {
    expect(names(findEventTypes(ALL, "all", "ORDER about"))).toEqual(["order.created", "order.shipped"]);
    expect(findEventTypes(ALL, "all", "order paid")).toEqual([]);
  });
});
