import { expect, it } from "vitest";
import { faultsOf } from "./new-faults.ts";

const form = {
  purpose: "events",
  name: "",
  eventTypes: [],
  protocol: "GRAPHQL",
  url: "",
  document: "",
} as const;
const pointers = (more: object) => faultsOf({ ...form, ...more }).map(({ pointer }) => pointer);

it("says everything that is missing at once", () => {
  expect(pointers({})).toEqual(["/name", "/eventTypes", "/url", "/graphql/document"]);
  expect(pointers({ purpose: "calls" })).toEqual(["/name", "/url"]);
});

it("a name that is too long hides no wrong address", () => {
  const more = { name: "x".repeat(300), url: "ftp://nope", eventTypes: ["a"], protocol: "HTTP" };
  expect(pointers(more)).toEqual(["/name", "/url"]);
  expect(pointers({ ...more, name: "x", url: " https://there.example/a " })).toEqual([]);
});
