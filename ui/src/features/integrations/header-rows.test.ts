import { expect, it } from "vitest";
import { headersOf, isMasked, repeatedNames, rowsOf } from "./header-rows.ts";

it("headers come back as they were, rows without a name do not", () => {
  const headers = { Authorization: "••••abcd", "X-Shop": "7" };
  expect(headersOf([...rowsOf(headers), { name: " ", value: "x" }])).toEqual(headers);
});

it("a value that the gateway masks is known as such", () => {
  expect(isMasked("••••abcd")).toBe(true);
  expect(isMasked("Bearer x")).toBe(false);
});

it("a name that stands there twice is told, however it is written", () => {
  expect(
    repeatedNames([
      { name: "X-A", value: "1" },
      { name: "x-a ", value: "2" },
      { name: "", value: "" },
    ]),
  ).toEqual(["x-a"]);
});
