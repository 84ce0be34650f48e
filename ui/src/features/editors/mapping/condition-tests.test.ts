import { describe, expect, it } from "vitest";
import { readTests, writeTests } from "./condition-tests.ts";

describe("lines of a condition", () => {
  it.each([
    [{ "payload.vip": true }],
    [{ "payload.total": { $gte: 100, $lt: 200 } }],
    [{ "payload.code": "5", "payload.count": 5 }],
    [{ "payload.state": { $in: ["new", "paid"] } }],
    [{ "payload.x": { $exists: false } }],
    [{ "payload.name": null }],
    [{}],
  ])("%j is read and written the same", (condition) => {
    expect(writeTests(readTests(condition) ?? [])).toEqual(condition);
  });

  it.each([[{ $or: [{ a: 1 }] }], [{ a: { $unknown: 1 } }], ["text"], [null]])(
    "%j has no lines",
    (condition) => {
      expect(readTests(condition)).toBeNull();
    },
  );

  it("two comparisons of one path stand together", () => {
    expect(
      writeTests([
        { path: "a", operator: "$eq", value: "1" },
        { path: "a", operator: "$ne", value: "x" },
      ]),
    ).toEqual({ a: { $eq: 1, $ne: "x" } });
  });

  it("a list is typed with commas", () => {
    expect(writeTests([{ path: "a", operator: "$in", value: "new, 2,paid" }])).toEqual({
      a: { $in: ["new", 2, "paid"] },
    });
  });
});
