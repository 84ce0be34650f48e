import { describe, expect, it } from "vitest";
import { findProviders } from "./find-providers.ts";
import type { Connector } from "./source-queries.ts";

const connector = (id: string, name: string, description: string) =>
  ({ id, name, description }) as unknown as Connector;
const ALL = [
  connector("generic", "Generic webhook", "Any sender that signs."),
  connector("stripe", "Stripe", "Payments and subscriptions."),
  connector("paypal", "PayPal", "Payments of a REST app."),
  connector("square", "Square", "Stripe-like payments."),
];
const ids = (query: string) => findProviders(ALL, query).map(({ id }) => id);

describe("finding a provider", () => {
  it("without a word lists all by name, the generic one last", () => {
    expect(ids("")).toEqual(["paypal", "square", "stripe", "generic"]);
  });

  it("puts names that begin so before descriptions that have it", () => {
    expect(ids("stripe")).toEqual(["stripe", "square"]);
  });

  it("wants every word", () => {
    expect(ids("payments rest")).toEqual(["paypal"]);
    expect(ids("nobody")).toEqual([]);
  });
});
