import { expect, it } from "vitest";
import { takes } from "./takes.ts";
import { bodyOf } from "./test-body.ts";

it("a payload is sent digit by digit as it was written", () => {
  expect(bodyOf({ type: "order.created" }, '{"n": 12345678901234567890.10}')).toBe(
    '{"type":"order.created","payload":{"n": 12345678901234567890.10}}',
  );
});

it("what is left out is the gateway's choice", () => {
  expect(bodyOf({}, null)).toBe("{}");
});

it("a pattern takes what it covers and nothing beside it", () => {
  expect(takes(["order.*"], "order.created")).toBe(true);
  expect(takes(["order.*"], "orders.created")).toBe(false);
  expect(takes(["*"], "anything.at.all")).toBe(true);
  expect(takes(["invoice.issued"], "invoice.issued.late")).toBe(false);
});
