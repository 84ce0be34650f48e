import { describe, expect, it } from "vitest";
import { subscriptionsTo } from "./subscribers.ts";

const integration = (name: string, eventTypes: string[], enabled = true, filter: unknown = null) => ({
  id: name,
  name,
  enabled,
  eventTypes,
  filter,
});

describe("who subscribes to a type", () => {
  it("is who has a pattern that fits, those that are on first", () => {
    const found = subscriptionsTo("order.created", [
      integration("off", ["order.*"], false),
      integration("exact", ["order.created", "payment.*"]),
      integration("other", ["payment.*"]),
      integration("all", ["*"], true, { "payload.total": { $gte: 1 } }),
    ]);
    expect(found.map(({ name, patterns, isFiltered }) => [name, patterns, isFiltered])).toEqual([
      ["all", ["*"], true],
      ["exact", ["order.created"], false],
      ["off", ["order.*"], false],
    ]);
  });
});
