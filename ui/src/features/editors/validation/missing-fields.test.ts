import { expect, it } from "vitest";
import { missingFields } from "./missing-fields.ts";

const required = (pointer: string, name: string) => ({
  pointer,
  keyword: "required",
  message: `must have required property '${name}'`,
});
const examples = [
  { eventId: "evt_1", errors: [required("", "orderId"), required("/items/3", "sku")] },
  { eventId: "evt_2", errors: [required("", "total"), required("", "orderId")] },
];

it("names what is missing at that place, each once", () => {
  expect(missingFields(examples, { field: "", keyword: "required" })).toEqual(["orderId", "total"]);
  expect(missingFields(examples, { field: "/items/*", keyword: "required" })).toEqual(["sku"]);
  expect(missingFields(examples, { field: "", keyword: "type" })).toBeNull();
});
