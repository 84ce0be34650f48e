import { expect, test } from "vitest";
import { createCage } from "#sandbox/cage";
import { createSchemaCage } from "#sandbox/schema/schema-cage";

const cage = createSchemaCage(createCage(), Date.now);

async function codeOf(schema: unknown, coerce = false, draft: "draft-07" | "2020-12" = "draft-07") {
  const compiled = await cage.compile(null, JSON.stringify(schema), draft, coerce);
  if (compiled.kind !== "compiled") throw new Error(JSON.stringify(compiled));
  return compiled;
}

let number = 0;
async function check(schema: unknown, payload: unknown, coerce = false) {
  const { code } = await codeOf(schema, coerce);
  const payloadJson = typeof payload === "string" ? payload : JSON.stringify(payload);
  // Each an organization of its own: what one burns must not make the next one wait.
  const orgId = `org_${number++}`;
  return cage.check({ orgId, key: "k", coerce, payloadJson }, async () => code);
}

const ORDER = {
  type: "object",
  required: ["orderId"],
  properties: {
    orderId: { type: "integer" },
    email: { type: "string", format: "email" },
    currency: { type: "string", default: "EUR" },
    items: { type: "array", items: { $ref: "#/definitions/item" } },
  },
  definitions: {
    item: { type: "object", properties: { sku: { type: "string" } }, additionalProperties: false },
  },
};

test("a payload that fits, fits", async () => {
  expect(await check(ORDER, { orderId: 1, items: [{ sku: "a" }] })).toMatchObject({
    kind: "fits",
    changedJson: null,
  });
});

test("what does not fit is told by field, and no value of the payload is told", async () => {
  const verdict = await check(ORDER, { orderId: "hunter2", email: "hunter2", items: [{ "a/b": "hunter2" }] });
  expect(verdict).toMatchObject({
    kind: "unfit",
    errors: [
      { pointer: "/orderId", keyword: "type" },
      { pointer: "/email", keyword: "format" },
      { pointer: "/items/0/a~1b", keyword: "additionalProperties" },
    ],
  });
  expect(JSON.stringify(verdict)).not.toContain("hunter2");
});

test("coercion changes types and fills defaults in, and says so", async () => {
  expect(await check(ORDER, '{"orderId":"7"}', true)).toMatchObject({
    kind: "fits",
    changedJson: '{"orderId":7,"currency":"EUR"}',
  });
  expect(await check(ORDER, '{"orderId":7,"currency":"USD"}', true)).toMatchObject({ changedJson: null });
  expect(await check({ type: "integer" }, '"7"', true)).toMatchObject({ changedJson: "7" });
});

test("at most 20 errors are told", async () => {
  const verdict = await check({ type: "array", items: { type: "string" } }, Array(1_000).fill(0));
  expect(verdict.kind === "unfit" && verdict.errors.length).toBe(20);
});

test("a pattern that backtracks for ever is stopped, and the next payload is checked", async () => {
  const schema = { type: "string", pattern: "^(a+)+$" };
  const { code } = await codeOf(schema);
  const ask = (payload: string) =>
    cage.check(
      { orgId: "org_1", key: "redos", coerce: false, payloadJson: JSON.stringify(payload) },
      async () => code,
    );
  expect(await ask(`${"a".repeat(40)}!`)).toMatchObject({ kind: "stopped" });
  expect(await ask("aaa")).toMatchObject({ kind: "fits" });
});

test("a schema that is none is refused with pointers into it", async () => {
  const compiled = await cage.compile("org_1", '{"properties":{"a":{"type":"strin"}}}', "draft-07", false);
  expect(compiled).toMatchObject({ kind: "refused", problems: [{ pointer: "/properties/a/type" }, {}, {}] });
});

test("a reference to another document is refused where it stands", async () => {
  const schema = '{"properties":{"a":{"$ref":"https://example.com/other.json"}}}';
  const compiled = await cage.compile("org_1", schema, "draft-07", false);
  expect(compiled).toMatchObject({ kind: "refused", problems: [{ pointer: "/properties/a/$ref" }] });
});

test("unknown keywords and formats are ignored, as the standard says, and told", async () => {
  const compiled = await codeOf({ type: "string", formt: "email", format: "creditcard" });
  console.warn(compiled.warnings);
  expect(compiled.warnings).toHaveLength(2);
});

test("a schema of the largest size compiles and checks", { timeout: 60_000 }, async () => {
  const properties = Object.fromEntries(
    Array.from({ length: 480 }, (_, n) => [
      `field${n}`,
      {
        type: "object",
        required: ["a"],
        properties: { a: { type: "string", maxLength: 20 }, b: { type: "integer", minimum: n } },
      },
    ]),
  );
  const schema = { type: "object", properties };
  expect(JSON.stringify(schema).length).toBeGreaterThan(64_000);
  expect(await check(schema, { field7: { a: "x", b: 7 } })).toMatchObject({ kind: "fits" });
  expect(await check(schema, { field7: { a: "x", b: 6 } })).toMatchObject({ kind: "unfit" });
});

test("a payload of 1 MB is checked within its allowance", async () => {
  const items = Array.from({ length: 48_000 }, (_, n) => ({ sku: `SKU-${n}` }));
  const payloadJson = JSON.stringify({ orderId: 1, items });
  expect(payloadJson.length).toBeGreaterThan(900_000);
  const verdict = await check(ORDER, payloadJson);
  console.warn("1 MB fuel", verdict.fuelUsed);
  expect(verdict).toMatchObject({ kind: "fits" });
});

test("a million things that are wrong are an answer too, and not a crash", async () => {
  const verdict = await check({ type: "array", items: { type: "string" } }, `[${"0,".repeat(499_999)}0]`);
  expect(["unfit", "stopped"]).toContain(verdict.kind);
  expect(await check(ORDER, { orderId: 1 })).toMatchObject({ kind: "fits" });
});

test("code that is gone is asked for again, and a failure to get it is passed on and not kept", async () => {
  const { code } = await codeOf(ORDER);
  const asked = { orgId: "org_1", key: "late", coerce: false, payloadJson: '{"orderId":1}' };
  await expect(cage.check(asked, () => Promise.reject(new Error("D1 is away")))).rejects.toThrow(
    "D1 is away",
  );
  expect(await cage.check(asked, async () => code)).toMatchObject({ kind: "fits" });
});
