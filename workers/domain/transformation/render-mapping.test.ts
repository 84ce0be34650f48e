// biome-ignore-all lint/suspicious/noThenProperty: a mapping says `then`, and nobody awaits it.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LookupAnswer } from "../lookups/ports.ts";
import { compileMapping } from "./compile-mapping.ts";
import { parseExact } from "./exact-json.ts";
import { checkMapping, type Rendered, renderMapping } from "./render-mapping.ts";
import { NO_LOOKUPS, type Scope, type ScopeShape } from "./scope.ts";

const SHAPE: ScopeShape = {
  config: new Set(["tenantId", "region"]),
  env: new Set(["SHOP", "LIMIT"]),
  event: new Set(["id", "type", "labels"]),
  payload: null,
};

const SCOPE: Scope = {
  values: {
    config: { tenantId: "org_1", region: "eu" },
    env: { SHOP: "Blue", LIMIT: "10" },
    event: { id: "evt_1", type: "order.created", labels: { "app.io/name": "shop" } },
    payload: parseExact(`{
      "id": 12345678901234567890, "total": 1299, "name": " Ada ", "note": null, "paid": true, "empty": [],
      "items": [{ "sku": "A-1", "qty": 2 }, { "sku": "B-2", "qty": 0 }], "customer": { "id": 7, "vip": false },
      "country": "de", "at": "2026-03-29T00:30:00Z", "own": { "constructor": "x" }, "deep": { "a": [[1, 2], [3]] }
    }`),
  },
  now: Date.UTC(2026, 0, 31, 23, 30),
  lookups: NO_LOOKUPS,
};

function render(mapping: unknown, scope: Scope = SCOPE): Rendered {
  const compiled = compileMapping(mapping, SHAPE);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return renderMapping(compiled, scope);
}

function made(mapping: unknown): unknown {
  const rendered = render(mapping);
  if (rendered.kind !== "json") throw new Error(JSON.stringify(rendered));
  return JSON.parse(rendered.json);
}

describe("a template", () => {
  test.each<[string, unknown]>([
    ["plain", "plain"],
    ["", ""],
    ["{{payload.total}}", 1299],
    ["{{ payload.total }} cents", "1299 cents"],
    ["{{payload.paid}}", true],
    ["{{payload.note}}", null],
    ["{{payload.customer}}", { id: 7, vip: false }],
    ["{{payload.items[0].sku}}", "A-1"],
    ["{{payload.items.1.sku}}", "B-2"],
    ["{{payload.items[-1].sku}}", "B-2"],
    ["{{payload['items'][0]['sku']}}", "A-1"],
    ["{{payload.deep.a[0][1]}}", 2],
    ["{{event.labels['app.io/name']}}", "shop"],
    ["{{config.tenantId}}/{{env.SHOP}}", "org_1/Blue"],
    ["{{payload.name | trim | upper}}", "ADA"],
    ["{{payload.nick | default: 'none'}}", "none"],
    ["{{payload.note | default: payload.total}}", 1299],
    ["{{payload.nick | default: []}}", []],
    ["{{payload.total | divide: 100 | number: 2}} EUR", "12.99 EUR"],
    ["{{payload.items | pluck: 'sku' | join: ', '}}", "A-1, B-2"],
    ["{{payload.items | length}}", 2],
    ["{{payload.items | first}}", { sku: "A-1", qty: 2 }],
    ["{{payload.country | replace: 'd', 'b'}}", "be"],
    ["{{env.LIMIT | int}}", 10],
    ["{{payload.total | string}}", "1299"],
    ["{{payload.customer | json}}", '{"id":7,"vip":false}'],
    ["{{payload.name | base64}}", "IEFkYSA="],
    ["{{payload.name | urlencode}}", "%20Ada%20"],
    ["{{1.005 | round: 2}}", 1.01],
    ["{{date.today()}}", "2026-01-31"],
    ["{{date.today('Asia/Tokyo')}}", "2026-02-01"],
    ["{{date.now()}}", "2026-01-31T23:30:00.000Z"],
    ["{{date.now('HH:mm XXX', 'Europe/Berlin')}}", "00:30 +01:00"],
    ["{{date.add(1, 'month', 'yyyy-MM-dd')}}", "2026-02-28"],
    ["{{date.add(-1, 'day')}}", "2026-01-30T23:30:00.000Z"],
    ["{{payload.at | date: \"d MMM yyyy 'at' h:mm a\", 'Europe/Berlin'}}", "29 Mar 2026 at 1:30 AM"],
    ["{{payload.at | dateAdd: 1, 'hour' | date: 'HH:mm XXX', 'Europe/Berlin'}}", "03:30 +02:00"],
    ["{{payload.at | date: 'unix'}}", 1774744200],
    ["\\{{not this}} but {{payload.total}}", "{{not this}} but 1299"],
    ["a } b }} c { d", "a } b }} c { d"],
    ["{{'}}'}}", "}}"],
  ])("%s gives %j", (template, expected) => {
    expect(made(template)).toEqual(expected);
  });

  test("a number of twenty digits keeps them, alone, in a text and inside what is taken whole", () => {
    const text = '["{{payload.id}}","{{payload.id | string}}","{{payload.id | int}}","{{payload}}"]';
    const rendered = render(JSON.parse(text));
    const json = rendered.kind === "json" ? rendered.json : "";
    expect(json.startsWith('[12345678901234567890,"12345678901234567890",12345678901234567890,{')).toBe(true);
    expect(json).toContain('"id":12345678901234567890');
  });

  test.each<[string, RegExp]>([
    ["{{payload.nick}}", /payload\.nick is missing/],
    ["{{payload.tota}}", /Did you mean total\?/],
    ["{{payload.items[5].sku}}", /is missing/],
    ["{{payload.note | upper}}", /payload\.note is null/],
    ["to {{payload.note}}", /null/],
    ["to {{payload.customer}}", /Use \| join: … or json/],
    ["{{payload.name | int}}", /number is needed/],
    ["{{payload.total | divide: 0}}", /not a number/],
    ["{{payload.empty | first}}", /empty/],
    ["{{payload.name | date}}", /date is needed/],
    ["{{payload[payload.customer]}}", /is an object, and no key/],
  ])("%s fails and says why", (template, message) => {
    const rendered = render({ a: [template] });
    expect(rendered).toMatchObject({
      kind: "failed",
      pointer: "/a/0",
      message: expect.stringMatching(message),
    });
  });

  test.each<[string, RegExp]>([
    ["{{payload.a", /does not end|missing/],
    ["{{}}", /missing/],
    ["{{payload.}}", /name is expected/],
    ["{{payload.a b}}", /not expected/],
    ["{{payload.a | uper}}", /no pipe uper\. Did you mean upper\?/],
    ["{{payload.a | replace: 'x'}}", /takes what, by/],
    ["{{payload.a | upper: 1}}", /takes nothing/],
    ["{{payload.a | date: 'QQQ'}}", /QQQ is not a part of a date format/],
    ["{{payload.a | date: 'HH', 'Europe/Belin'}}", /not a time zone/],
    ["{{payload.a | number: 'two'}}", /is a number/],
    ["{{payload.a | optional | upper}}", /last pipe/],
    ["{{payloads.a}}", /payloads is unknown\. Did you mean payload\?/],
    ["{{config.tenantid}}", /Did you mean tenantId\?/],
    ["{{env.SHOPS}}", /env\.SHOPS is unknown\. Did you mean SHOP\?/],
    ["{{env[payload.a]}}", /stands a name/],
    ["{{env}}", /alone is no value/],
    ["{{date.tomorrow()}}", /no function date\.tomorrow/],
    ["{{date.today}}", /functions only/],
    ["{{lookup.countries}}", /lookup\.table\.key/],
    ["{{payload.__proto__}}", /not a name/],
    ["{{payload['constructor']}}", /not a name/],
    ["{{'open}}", /does not end/],
    ["{{payload.a ; b}}", /not expected/],
  ])("%s is refused when it is saved", (template, message) => {
    expect(checkMapping({ a: template }, SHAPE, "/transform/mapping")).toEqual([
      { pointer: "/transform/mapping/a", message: expect.stringMatching(message) },
    ]);
  });

  test("names of the machinery never resolve, also by a key that the event brings", () => {
    const scope = {
      ...SCOPE,
      values: { ...SCOPE.values, payload: { key: "constructor", own: { constructor: 1 } } },
    };
    expect(render("{{payload.own[payload.key]}}", scope)).toMatchObject({ kind: "failed" });
    expect(render("{{payload.own[payload.key] | default: 'none'}}", scope)).toEqual({
      kind: "json",
      json: '"none"',
    });
    expect(render("{{payload.key.length | default: 'none'}}", scope)).toEqual({
      kind: "json",
      json: '"none"',
    });
  });
});

describe("directives", () => {
  test.each<[unknown, unknown]>([
    [
      { a: 1, b: [true, null], c: "{{payload.total}}" },
      { a: 1, b: [true, null], c: 1299 },
    ],
    [{ a: "{{payload.nick | optional}}", b: 1 }, { b: 1 }],
    [["{{payload.nick | optional}}", 1], [1]],
    [{ a: "x {{payload.nick | optional}}" }, {}],
    [{ $each: "payload.items", do: "{{item.sku}}" }, ["A-1", "B-2"]],
    [
      { $each: "payload.items", as: "line", index: "n", do: { n: "{{n}}", sku: "{{line.sku}}" } },
      [
        { n: 0, sku: "A-1" },
        { n: 1, sku: "B-2" },
      ],
    ],
    [{ $each: "payload.items", where: { "item.qty": { $gt: 0 } }, do: "{{item.sku}}" }, ["A-1"]],
    [{ $each: "payload.nothing | default: []", do: "{{item}}" }, []],
    [{ list: { $each: "payload.nothing | optional", do: "{{item}}" } }, {}],
    [{ $each: "payload.deep.a", do: { $each: "item", as: "inner", do: "{{inner}}" } }, [[1, 2], [3]]],
    [{ $if: { "payload.paid": true }, then: "yes", else: "no" }, "yes"],
    [{ $if: { "payload.total": { $gte: 5000 } }, then: "yes", else: "no" }, "no"],
    [{ a: { $if: { "payload.total": { $gte: 5000 } }, then: 1 }, b: 2 }, { b: 2 }],
    [{ $if: { "payload.nick": { $exists: false } }, then: 1, else: 2 }, 1],
    [{ $if: { $or: [{ "env.SHOP": "Red" }, { $not: { "payload.country": "fr" } }] }, then: 1, else: 2 }, 1],
    [{ $if: { "payload.items[0].qty": { $in: [1, 2] } }, then: 1, else: 2 }, 1],
    [{ $if: {}, then: 1 }, 1],
    [
      { $spread: "{{payload.customer}}", vip: true, at: 1 },
      { id: 7, vip: true, at: 1 },
    ],
    [
      { $spread: ["{{payload.customer}}", { x: 1 }], id: "{{payload.nick | optional}}" },
      { vip: false, x: 1 },
    ],
    [{ $spread: "{{payload.note}}", a: 1 }, { a: 1 }],
    [{ $literal: { $each: "{{not a template}}" } }, { $each: "{{not a template}}" }],
  ])("%j gives %j", (mapping, expected) => {
    expect(made(mapping)).toEqual(expected);
  });

  test.each<[unknown, string]>([
    [{ $eech: "payload.items" }, "/$eech"],
    [{ $each: "payload.items" }, ""],
    [{ $each: "{{payload.items}}", do: 1 }, "/$each"],
    [{ $each: ["x"], do: 1 }, "/$each"],
    [{ $each: "payload.items", do: 1, then: 2 }, "/then"],
    [{ $each: "payload.items", as: "payload", do: 1 }, "/as"],
    [{ $each: "payload.items", do: { $each: "item.a", do: 1 } }, "/do/as"],
    [{ $each: "payload.items", do: "{{line.sku}}" }, "/do"],
    [{ $each: "payload.items", where: { "item.qty": { $regex: "x" } }, do: 1 }, "/where/item.qty/$regex"],
    [{ $if: { "payload.a": {} }, then: 1 }, "/$if/payload.a"],
    [{ $if: { "payload.a | upper": 1 }, then: 1 }, "/$if/payload.a | upper"],
    [{ $if: { nothing: 1 }, then: 1 }, "/$if/nothing"],
    [{ $if: {} }, ""],
    [{ "{{payload.key}}": 1 }, "/{{payload.key}}"],
    [JSON.parse('{"__proto__":1}'), "/__proto__"],
    [{ $literal: 1, a: 2 }, "/a"],
  ])("%j is refused when it is saved", (mapping, pointer) => {
    expect(checkMapping(mapping, SHAPE).map((problem) => problem.pointer)).toEqual([pointer]);
  });

  test("a mapping that is too large or too deep is refused", () => {
    const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
    expect(
      checkMapping(
        Array.from({ length: 3_000 }, () => 1),
        SHAPE,
      ),
    ).toHaveLength(1);
    expect(checkMapping(nested(33), SHAPE)).toHaveLength(1);
    expect(checkMapping(nested(32), SHAPE)).toEqual([]);
  });

  test("what is left out as a whole says so", () => {
    expect(render({ $if: { "payload.paid": false }, then: 1 })).toEqual({ kind: "omitted" });
  });
});

describe("lookups", () => {
  const answers = (known: Readonly<Record<string, LookupAnswer>>): Scope => ({
    ...SCOPE,
    lookups: { get: ({ table, key }) => known[`${table}.${key}`] },
  });
  const mapping = { a: "{{lookup.countries[payload.country].name}}", b: "{{lookup.codes.x | default: 0}}" };

  test("all keys of a mapping are asked for at once", () => {
    expect(render(mapping)).toEqual({
      kind: "wanted",
      keys: [
        { table: "countries", key: "de" },
        { table: "codes", key: "x" },
      ],
    });
  });

  test("what was found is used, and its members; a key that is not there has a default", () => {
    const scope = answers({
      "countries.de": { kind: "value", json: '{"name":"Germany"}' },
      "codes.x": { kind: "no_key" },
    });
    expect(render(mapping, scope)).toEqual({ kind: "json", json: '{"a":"Germany","b":0}' });
  });

  test("what was found keeps the digits of its numbers", () => {
    const scope = answers({ "codes.x": { kind: "value", json: "12345678901234567890" } });
    expect(render({ b: "{{lookup.codes.x}}" }, scope)).toEqual({
      kind: "json",
      json: '{"b":12345678901234567890}',
    });
  });

  test("a table that is not there fails, whatever the default", () => {
    const scope = answers({ "countries.de": { kind: "value", json: "{}" }, "codes.x": { kind: "no_table" } });
    expect(render({ b: mapping.b }, scope)).toMatchObject({
      kind: "failed",
      message: /no lookup table codes/,
    });
  });
});

describe("hostile mappings and payloads", () => {
  const big = (payload: unknown): Scope => ({ ...SCOPE, values: { ...SCOPE.values, payload } });
  const list = Array.from({ length: 20_000 }, (_, index) => index);
  const text = "a".repeat(900_000);

  test.each<[string, unknown, unknown]>([
    ["repeats the payload for each element", { $each: "payload.list", do: "{{payload}}" }, { list }],
    ["repeats a long text", { $each: "payload.list", do: "{{payload.text}}" }, { list, text }],
    ["multiplies lists", { $each: "payload.list", do: { $each: "payload.list", as: "b", do: 1 } }, { list }],
    [
      "changes a long text for each element",
      { $each: "payload.list", do: "{{payload.text | upper | length}}" },
      { list, text },
    ],
    [
      "replaces each letter by much",
      "{{payload.text | replace: 'a', payload.text}}",
      { text: "a".repeat(9_000) + text.slice(0, 9_000).replaceAll("a", "b") },
    ],
    [
      "searches a long text for each element",
      { $each: "payload.list", where: { "payload.text": { $contains: "b" } }, do: 1 },
      { list, text },
    ],
    [
      "filters without end",
      { $each: "payload.list", do: { $each: "payload.list", as: "b", where: { b: -1 }, do: 1 } },
      { list },
    ],
  ])("one that %s ends in an error", (_name, mapping, payload) => {
    expect(render(mapping, big(payload))).toMatchObject({ kind: "failed" });
  });

  test("whatever a mapping is, the answer is a mapping or problems; whatever the payload, a result or an error", () => {
    const pieces = fc.constantFrom(
      "{{",
      "}}",
      "payload",
      ".",
      "a",
      "[",
      "]",
      "0",
      "|",
      "default",
      ":",
      "'",
      "x",
      "item",
      " ",
      "date.now(",
      ")",
      "lookup.t.k",
      "upper",
      "optional",
      "\\",
      "json",
    );
    const template = fc.array(pieces, { maxLength: 14 }).map((parts) => parts.join(""));
    const { mapping } = fc.letrec((tie) => ({
      mapping: fc.oneof(
        template,
        fc.jsonValue(),
        fc.dictionary(
          fc.constantFrom("a", "$each", "do", "$if", "then", "$spread", "__proto__"),
          tie("mapping"),
        ),
        fc.array(tie("mapping"), { maxLength: 3 }),
      ),
    }));
    fc.assert(
      fc.property(mapping, fc.jsonValue(), (candidate, payload) => {
        const compiled = compileMapping(candidate, SHAPE);
        if (compiled.ok)
          expect(renderMapping(compiled, big(payload)).kind).toMatch(/json|omitted|wanted|failed/);
        else expect(compiled.problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});
