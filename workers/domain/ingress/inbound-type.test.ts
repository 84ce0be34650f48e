import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isEventTypeName } from "../routing/event-type-pattern.ts";
import { fitTypeName, inboundType } from "./inbound-type.ts";

const STRIPE = { id: "stripe", typePrefix: "stripe.", fallbackType: "stripe.event" };

describe("the type of an inbound event", () => {
  it.each([
    [null, "customer.created", "stripe.customer.created"],
    [null, null, "stripe.event"],
    [null, " ", "stripe._"],
    [null, "...", "stripe.event"],
    [{ mode: "prefix", prefix: "pay." }, "customer.created", "pay.customer.created"],
    [{ mode: "prefix", prefix: "" }, "customer.created", "customer.created"],
    [{ mode: "prefix", prefix: "pay." }, null, "pay.event"],
    [{ mode: "fixed", type: "payment.seen" }, "customer.created", "payment.seen"],
    [{ mode: "template", template: "{provider}.v1.{type}" }, "a.b", "stripe.v1.a.b"],
    [{ mode: "template", template: "x.{type}" }, "{provider}", "x._provider_"],
    [{ mode: "template", template: "x.{type}" }, "$&$1", "x._1"],
  ] as const)("%j of %j is %s", (mapping, described, type) => {
    expect(inboundType(mapping, STRIPE, described)).toBe(type);
  });

  it("is a name that the catalogue takes, whatever the provider calls it", () => {
    fc.assert(
      fc.property(
        fc.option(fc.string({ unit: "binary-ascii", maxLength: 200 }), { nil: null }),
        (described) => {
          expect(isEventTypeName(inboundType(null, STRIPE, described))).toBe(true);
          expect(
            isEventTypeName(inboundType({ mode: "template", template: "a.{type}.b" }, STRIPE, described)),
          ).toBe(true);
        },
      ),
    );
  });

  it("is never one of the gateway's own, whatever the source says", () => {
    const manifest = { id: "github", typePrefix: "github.", fallbackType: "github.event" };
    expect(inboundType({ mode: "prefix", prefix: "gateway." }, manifest, "push")).toBe("github.gateway.push");
    expect(inboundType({ mode: "fixed", type: "gateway.circuit.raised" }, manifest, "push")).toBe(
      "github.gateway.circuit.raised",
    );
  });

  it("keeps a name that is one already", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9_:/-]{1,20}(\.[A-Za-z0-9_:/-]{1,20}){0,4}$/), (name) => {
        expect(fitTypeName(name)).toBe(name);
      }),
    );
  });
});
