import Ajv, { type Options } from "ajv";
import Ajv2020 from "ajv/dist/2020";
import { expect, test } from "vitest";
import { createCage } from "#sandbox/cage";
import { createSchemaCage } from "#sandbox/schema/schema-cage";

/** The code of large schemas is cut into parts (inside/smaller-functions.ts), which no schema of the public suite is long enough for. */
const MEMBERS = 60;
const address = {
  type: "object",
  required: ["city"],
  additionalProperties: false,
  properties: {
    city: { type: "string", minLength: 2 },
    zip: { type: ["string", "null"], pattern: "^[0-9]+$" },
    tags: { type: "array", uniqueItems: true, contains: { const: "x" }, items: { type: "string" } },
    kind: { oneOf: [{ const: "a" }, { type: "integer" }, { type: "number", minimum: 10 }] },
    inner: { $ref: "#/definitions/inner" },
  },
};
const inner = {
  type: "object",
  properties: Object.fromEntries(
    Array.from({ length: MEMBERS }, (_, n) => [
      `inner${n}`,
      { type: "integer", minimum: n, default: n, description: "something that makes it long" },
    ]),
  ),
  patternProperties: { "^x-": { type: "boolean" } },
  additionalProperties: false,
};
const SCHEMA = {
  type: "object",
  required: ["member1", "member2"],
  properties: {
    ...Object.fromEntries(Array.from({ length: MEMBERS }, (_, n) => [`member${n}`, address])),
    constructor: { type: "string" },
    count: { type: "integer", default: 3 },
  },
  dependencies: { member3: ["member4"] },
  definitions: { inner },
};
const OPEN = { ...SCHEMA, definitions: undefined, $defs: { inner }, unevaluatedProperties: false };
const OPEN_SCHEMA = JSON.parse(JSON.stringify(OPEN).replaceAll("#/definitions/", "#/$defs/")) as object;

const PAYLOADS: readonly unknown[] = [
  {},
  [],
  { member1: { city: "Rome" }, member2: { city: "Bonn", zip: "53111", tags: ["x", "y"], kind: "a" } },
  { member1: { city: "R", zip: 5, more: 1 }, member2: { zip: "no", tags: ["y", "y"], kind: 11 }, count: "7" },
  {
    member1: { city: "Rome", inner: { inner7: 6, inner59: "60", "x-a": "true", other: 1 } },
    member2: 1,
    member3: {},
  },
  {
    member1: null,
    member2: { city: ["Rome"] },
    member59: { city: 7 },
    constructor: 5,
    foreign: true,
    count: 1.5,
  },
];

const OPTIONS: Options = { allErrors: true, ownProperties: true, strict: false, validateSchema: false };
const short = ({ instancePath, keyword }: { instancePath: string; keyword: string }) =>
  `${instancePath} ${keyword}`;

test.each([
  ["draft-07", false, SCHEMA],
  ["draft-07", true, SCHEMA],
  ["2020-12", false, OPEN_SCHEMA],
  ["2020-12", true, OPEN_SCHEMA],
] as const)(
  "a large schema of %s, coercing %s, is decided as Ajv itself decides it",
  async (draft, coerce, schema) => {
    const schemaJson = JSON.stringify(schema);
    expect(schemaJson.length).toBeGreaterThan(20_000);
    const cage = createSchemaCage(createCage(), Date.now);
    const compiled = await cage.compile("org_1", schemaJson, draft, coerce);
    if (compiled.kind !== "compiled") throw new Error(JSON.stringify(compiled));
    const Class = draft === "2020-12" ? Ajv2020 : Ajv;
    const validate = new Class({ ...OPTIONS, coerceTypes: coerce, useDefaults: coerce }).compile(schema);

    for (const payload of PAYLOADS) {
      const payloadJson = JSON.stringify(payload);
      const check = { orgId: "org_1", key: "k", coerce, payloadJson };
      const verdict = await cage.check(check, async () => compiled.code);
      const copy: unknown = JSON.parse(payloadJson);
      const whole = { payload: copy };
      const fits = validate(copy);
      if (verdict.kind === "fits") {
        expect([payloadJson, fits]).toEqual([payloadJson, true]);
        const changed = JSON.stringify(whole.payload);
        expect(verdict.changedJson).toBe(changed === payloadJson ? null : changed);
        continue;
      }
      if (verdict.kind !== "unfit") throw new Error(verdict.message);
      const told = verdict.errors.map(({ pointer, keyword }) =>
        keyword.endsWith("ditionalProperties") || keyword === "unevaluatedProperties"
          ? `${pointer.slice(0, pointer.lastIndexOf("/"))} ${keyword}`
          : `${pointer} ${keyword}`,
      );
      expect([payloadJson, told]).toEqual([payloadJson, (validate.errors ?? []).map(short).slice(0, 20)]);
    }
  },
);
