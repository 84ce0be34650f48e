import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileFilter } from "./content-filter.ts";
import type { FilterInput } from "./field-path.ts";

const INPUT: FilterInput = {
  type: "order.created",
  labels: { env: "prod", "app.kubernetes.io/name": "shop" },
  payload: JSON.parse(`{
    "amount": 100, "currency": "EUR", "paid": false, "note": null, "at": "2026-10-20T10:00:00Z",
    "items": [{ "sku": "A-1", "qty": 2 }, { "sku": "B-2", "qty": 5 }], "tags": ["new", "vip"],
    "matrix": [[1, 2], [3]], "a.b": "dotted", "": "empty", "__proto__": { "own": 1 }, "0": "zero"
  }`),
};

function matches(filter: unknown, input: FilterInput = INPUT): boolean {
  const compiled = compileFilter(filter);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.matches(input);
}

describe("what a filter matches", () => {
  test.each<[unknown, boolean]>([
    [{}, true],
    [{ "payload.amount": 100 }, true],
    [{ "payload.amount": "100" }, false],
    [{ "payload.amount": 100, "labels.env": "prod", type: "order.created" }, true],
    [{ "payload.amount": 100, "labels.env": "test" }, false],
    [{ "labels.app.kubernetes.io/name": "shop" }, true],
    [{ "payload.amount": { $eq: 100 } }, true],
    [{ "payload.note": null }, true],
    [{ "payload.missing": null }, false],
    [{ "payload.paid": false }, true],
    [{ "payload.amount": { $ne: 100 } }, false],
    [{ "payload.amount": { $ne: 1 } }, true],
    [{ "payload.missing": { $ne: 1 } }, true],
    [{ "payload.amount": { $gt: 100 } }, false],
    [{ "payload.amount": { $gte: 100 } }, true],
    [{ "payload.amount": { $lt: 100 } }, false],
    [{ "payload.amount": { $lte: 100 } }, true],
    [{ "payload.amount": { $gt: 50, $lt: 150 } }, true],
    [{ "payload.amount": { $gt: 50, $lt: 80 } }, false],
    [{ "payload.amount": { $gt: "1" } }, false],
    [{ "payload.currency": { $gt: 1 } }, false],
    [{ "payload.missing": { $lt: 1 } }, false],
    [{ "payload.note": { $gte: 0 } }, false],
    [{ "payload.at": { $gte: "2026-10-20T00:00:00Z", $lt: "2026-10-21" } }, true],
    [{ "payload.currency": { $in: ["USD", "EUR"] } }, true],
    [{ "payload.currency": { $in: ["USD"] } }, false],
    [{ "payload.currency": { $nin: ["USD"] } }, true],
    [{ "payload.currency": { $nin: ["EUR"] } }, false],
    [{ "payload.missing": { $nin: ["EUR"] } }, true],
    [{ "payload.note": { $exists: true } }, true],
    [{ "payload.missing": { $exists: true } }, false],
    [{ "payload.missing": { $exists: false } }, true],
    [{ "labels.env": { $exists: false } }, false],
    [{ "payload.currency": { $startsWith: "EU" } }, true],
    [{ "payload.currency": { $endsWith: "UR" } }, true],
    [{ "payload.currency": { $endsWith: "EU" } }, false],
    [{ "payload.amount": { $startsWith: "1" } }, false],
    [{ "payload.at": { $contains: "T10" } }, true],
    [{ "payload.tags": { $contains: "vip" } }, true],
    [{ "payload.tags": { $contains: "vi" } }, false],
    [{ "payload.amount": { $contains: 1 } }, false],
    [{ type: { $startsWith: "order." } }, true],
  ])("%j gives %s", (filter, expected) => {
    expect(matches(filter)).toBe(expected);
  });

  test.each<[unknown, boolean]>([
    [{ "payload.items.0.sku": "A-1" }, true],
    [{ "payload.items.2.sku": "A-1" }, false],
    [{ "payload.items.-1.sku": "B-2" }, false],
    [{ "payload.0": "zero" }, true],
    [{ "payload.items[].sku": "B-2" }, true],
    [{ "payload.items.[].sku": "B-2" }, true],
    [{ "payload.items[].sku": "C-3" }, false],
    [{ "payload.items[].qty": { $gt: 4 } }, true],
    [{ "payload.items[].sku": { $ne: "B-2" } }, false],
    [{ "payload.items[].sku": { $ne: "C-3" } }, true],
    [{ "payload.items[].price": { $exists: false } }, true],
    [{ "payload.tags[]": "vip" }, true],
    [{ "payload.matrix[][]": 3 }, true],
    [{ "payload.currency[]": "EUR" }, false],
    [{ "payload.a\\.b": "dotted" }, true],
    [{ "payload.a.b": "dotted" }, false],
  ])("the path in %j gives %s", (filter, expected) => {
    expect(matches(filter)).toBe(expected);
  });

  test("a payload that is a bare value or an array can be filtered too", () => {
    expect(matches({ payload: 7 }, { ...INPUT, payload: 7 })).toBe(true);
    expect(matches({ "payload[]": 7 }, { ...INPUT, payload: [1, 7] })).toBe(true);
  });

  test.each<[unknown, boolean]>([
    [{ $or: [{ "payload.amount": 1 }, { "labels.env": "prod" }] }, true],
    [{ $or: [{ "payload.amount": 1 }, { "labels.env": "test" }] }, false],
    [{ $and: [{ "payload.amount": 100 }, { "labels.env": "prod" }] }, true],
    [{ $and: [{ "payload.amount": 100 }, { "labels.env": "test" }] }, false],
    [{ $not: { "labels.env": "prod" } }, false],
    [{ $not: { $or: [{ "payload.amount": 1 }, { "payload.amount": 2 }] } }, true],
    [{ type: "order.created", $or: [{ "payload.amount": 1 }] }, false],
  ])("%j gives %s", (filter, expected) => {
    expect(matches(filter)).toBe(expected);
  });

  test.each([
    "payload.constructor",
    "payload.toString",
    "payload.tags.length",
    "payload.currency.length",
    "labels.constructor",
    "labels.__proto__",
  ])("%s is missing, because the sender did not send it", (path) => {
    expect(matches({ [path]: { $exists: true } })).toBe(false);
  });

  test("a __proto__ that the sender did send is data like any other", () => {
    expect(matches({ "payload.__proto__.own": 1 })).toBe(true);
    expect(matches({ "payload.__proto__.toString": { $exists: true } })).toBe(false);
  });
});

describe("what a filter may not say", () => {
  const nested = (depth: number): unknown => (depth === 0 ? {} : { $not: nested(depth - 1) });
  const wide = (count: number, path: string) => ({
    $or: Array.from({ length: count }, (_, i) => ({ [path]: i })),
  });

  test.each<[unknown, string]>([
    [null, ""],
    [[], ""],
    ["x", ""],
    [{ amount: 1 }, "/amount"],
    [{ labels: 1 }, "/labels"],
    [{ "labels.": 1 }, "/labels."],
    [{ payloads: 1 }, "/payloads"],
    [{ "payload..a": 1 }, "/payload..a"],
    [{ "payload.": 1 }, "/payload."],
    [{ "": 1 }, "/"],
    [{ "payload.a": {} }, "/payload.a"],
    [{ "payload.a": [1] }, "/payload.a"],
    [{ "payload.a": { b: 1 } }, "/payload.a/b"],
    [{ "payload.a": { $regex: "(a+)+$" } }, "/payload.a/$regex"],
    [{ "payload.a": { $eq: {} } }, "/payload.a/$eq"],
    [{ "payload.a": { $gt: true } }, "/payload.a/$gt"],
    [{ "payload.a": { $in: [] } }, "/payload.a/$in"],
    [{ "payload.a": { $in: [[1]] } }, "/payload.a/$in"],
    [{ "payload.a": { $in: "abc" } }, "/payload.a/$in"],
    [{ "payload.a": { $exists: 1 } }, "/payload.a/$exists"],
    [{ "payload.a": { $startsWith: 1 } }, "/payload.a/$startsWith"],
    [{ "payload.a": { $contains: "x".repeat(129) } }, "/payload.a/$contains"],
    [{ "payload.a": "x".repeat(1_025) }, "/payload.a"],
    [{ $or: [] }, "/$or"],
    [{ $and: {} }, "/$and"],
    [{ $or: [{}, 1] }, "/$or/1"],
    [{ $not: [] }, "/$not"],
    [{ $nor: [] }, "/$nor"],
    [{ "payload.a/b~c": [] }, "/payload.a~1b~0c"],
    [{ [`payload${".a".repeat(17)}`]: 1 }, `/payload${".a".repeat(17)}`],
    [{ "payload[][][]": 1 }, "/payload[][][]"],
    [nested(9), "/$not".repeat(9)],
    [wide(65, "payload.a"), "/$or"],
    [{ $and: [wide(33, "payload.a"), wide(32, "payload.a")] }, ""],
    [wide(9, "payload.a[]"), ""],
  ])("%j is refused at %j", (filter, pointer) => {
    const compiled = compileFilter(filter);
    expect(compiled.ok ? [] : compiled.problems.map((problem) => problem.pointer)).toEqual([pointer]);
  });

  test("the largest allowed filter is allowed", () => {
    expect(compileFilter(nested(8)).ok).toBe(true);
    expect(compileFilter(wide(64, "payload.a")).ok).toBe(true);
    expect(compileFilter(wide(8, "payload.a[]")).ok).toBe(true);
  });

  test("a filter made of empty groups is refused before it grows", () => {
    const groups = (count: number) => ({ $or: Array.from({ length: count }, () => ({})) });
    const compiled = compileFilter({ $and: [groups(64), groups(64)] });
    expect(compiled.ok ? [] : compiled.problems[0]).toMatchObject({
      pointer: "",
      message: expect.stringMatching(/128 groups/),
    });
  });

  test("a number too large for JSON's readers equals itself", () => {
    expect(
      matches(
        { "payload.n": { $gte: Number.POSITIVE_INFINITY } },
        { ...INPUT, payload: JSON.parse('{"n":1e999}') },
      ),
    ).toBe(true);
  });

  test("every problem is named, up to twenty", () => {
    const one = compileFilter({ amount: 1, "payload.a": { $gt: null }, $or: [{ $x: 1 }] });
    expect(one.ok ? [] : one.problems.map((problem) => problem.pointer)).toEqual([
      "/amount",
      "/payload.a/$gt",
      "/$or/0/$x",
    ]);
    const many = compileFilter(Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`x${i}`, 1])));
    expect(many.ok ? [] : many.problems).toHaveLength(20);
  });

  test("whatever is given as a filter, the answer is a filter or problems, never an exception", () => {
    const keys = fc.constantFrom(
      "payload",
      "payload.a",
      "payload[]",
      "labels.a",
      "type",
      "$and",
      "$or",
      "$not",
      "$gt",
      "$in",
      "__proto__",
    );
    const { filter } = fc.letrec((tie) => ({
      filter: fc.oneof(
        fc.jsonValue(),
        fc.dictionary(keys, tie("filter")),
        fc.array(tie("filter"), { maxLength: 3 }),
      ),
    }));
    fc.assert(
      fc.property(filter, fc.jsonValue(), (candidate, payload) => {
        const compiled = compileFilter(candidate);
        if (compiled.ok) expect(typeof compiled.matches({ ...INPUT, payload })).toBe("boolean");
        else expect(compiled.problems.length).toBeGreaterThan(0);
      }),
    );
  });
});
