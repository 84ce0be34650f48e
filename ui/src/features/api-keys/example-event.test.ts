import { describe, expect, it } from "vitest";
import { exampleEvent } from "./example-event.ts";

const type = (name: string, source: "own" | "template" = "template", example: unknown = { of: name }) => ({
  ...{ name, source, example, archived: false },
});

describe("the event that a new key is tried with", () => {
  it("is of the organization's own types, before any template", () => {
    const types = [type("alert.raised"), type("customer.created"), type("ticket.opened", "own")];
    expect(exampleEvent(types)).toEqual({ type: "ticket.opened", payload: { of: "ticket.opened" } });
  });

  it("never alerts anybody, whoever made the type", () => {
    const types = [type("alert.raised"), type("alert", "own"), type("gateway.circuit_opened", "own")];
    expect(exampleEvent([...types, type("customer.created")]).type).toBe("customer.created");
    expect(exampleEvent(types).type).toBe("order.created");
    expect(exampleEvent([type("alerting.changed")]).type).toBe("alerting.changed");
  });

  it("has an example, and is in use", () => {
    const types = [type("a.none", "own", null), { ...type("b.old", "own"), archived: true }];
    expect(exampleEvent(types)).toEqual({ type: "order.created", payload: { orderId: "o-1" } });
  });
});
