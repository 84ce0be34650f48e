import { expect, test } from "vitest";
import type { Asker } from "#domain/sandbox/fuel-account";
import { createCage } from "#sandbox/cage";
import { createSchemaCage } from "#sandbox/schema/schema-cage";

const REDOS = { type: "string", pattern: "^(a+)+$" };
const GOOD = { type: "string" };
const BURNING = `${"a".repeat(40)}!`;
/** Its meta-schema wants every value to differ from every other. */
const DEAR = { enum: Array.from({ length: 7_000 }, (_, n) => `v${n}`) };

/** An isolate with a clock of its own. */
function open() {
  const clock = { now: 1_000_000 };
  const qjs = createCage(() => clock.now);
  const cage = createSchemaCage(qjs, () => clock.now);
  const codes = new Map<unknown, string>();
  const compile = (schema: unknown, orgId: string | null = null) =>
    cage.compile(orgId, JSON.stringify(schema), "draft-07", false);
  async function check(orgId: string, schema: unknown, payload: unknown, asker: Asker = "delivery") {
    if (!codes.has(schema)) {
      const compiled = await compile(schema);
      codes.set(schema, compiled.kind === "compiled" ? compiled.code : "");
    }
    const key = JSON.stringify(schema).slice(0, 50);
    const asked = { orgId, key, coerce: false, payloadJson: JSON.stringify(payload), asker };
    return cage.check(asked, async () => codes.get(schema) ?? "");
  }
  return { clock, qjs, compile, check };
}

async function burn({ check }: ReturnType<typeof open>, orgId: string, schema: unknown = REDOS) {
  for (let time = 0; time < 20; time++) {
    const verdict = await check(orgId, schema, BURNING);
    if (verdict.kind === "resting") return verdict;
  }
  throw new Error(`${orgId} burns for ever`);
}

test("a pattern that backtracks for ever gets about ten milliseconds on a small payload, and more on a large one", async () => {
  const { check } = open();
  const small = await check("org_1", REDOS, `${"a".repeat(1_000)}!`);
  expect(small.kind).toBe("stopped");
  // Ten milliseconds or so are four million steps; what makes the machine ready is in it.
  expect(small.fuelUsed).toBeLessThan(4_000_000);
  expect((await check("org_2", REDOS, `${"a".repeat(100_000)}!`)).fuelUsed).toBeGreaterThan(30_000_000);
});

test("who is stopped again and again rests, and is asked again later", async () => {
  const isolate = open();
  const { retryAfterMs } = await burn(isolate, "org_1");
  expect(await isolate.check("org_1", REDOS, "aaa")).toMatchObject({ kind: "resting", fuelUsed: 0 });
  isolate.clock.now += retryAfterMs + 60_000;
  expect(await isolate.check("org_1", REDOS, "aaa")).toMatchObject({ kind: "fits" });
});

test("a hundred schemas of one organization burn no more than one of them", async () => {
  const isolate = open();
  const schemas = Array.from({ length: 20 }, (_, n) => ({ title: String(n), ...REDOS }));
  let stopped = 0;
  for (const schema of schemas) {
    if ((await isolate.check("org_1", schema, BURNING)).kind === "stopped") stopped++;
  }
  expect(stopped).toBeGreaterThan(0);
  expect(stopped).toBeLessThan(5);
});

test("others go on, and so do the scripts of the one that rests", async () => {
  const isolate = open();
  await burn(isolate, "org_1");
  expect(await isolate.check("org_2", REDOS, "aaa")).toMatchObject({ kind: "fits" });
  const run = { source: "function f() {}", entry: "f", argumentsJson: [], now: 0, seed: "" };
  expect(await isolate.qjs.run({ ...run, orgId: "org_1" })).not.toMatchObject({ reason: "resting" });
});

test("a mended schema can be compiled while its organization rests for the broken one", async () => {
  const isolate = open();
  await burn(isolate, "org_1");
  expect(await isolate.compile(GOOD, "org_1")).toMatchObject({ kind: "compiled" });
});

test("a hundred small schemas in a row are compiled, and so are a dozen of 12 KB", {
  timeout: 60_000,
}, async () => {
  const { compile } = open();
  for (let n = 0; n < 100; n++) {
    const compiled = await compile({ properties: { [`p${n}`]: { type: "string", maxLength: n } } }, "org_1");
    expect(compiled.kind).toBe("compiled");
  }
  const member = { type: "object", required: ["a"], properties: { a: { type: "string", maxLength: 20 } } };
  for (let n = 0; n < 12; n++) {
    const properties = Object.fromEntries(Array.from({ length: 120 }, (_, i) => [`f${n}_${i}`, member]));
    expect(await compile({ properties }, "org_2")).toMatchObject({ kind: "compiled" });
  }
});

test("a schema that burns is refused, the mended one is compiled, and after a second one its organization waits", {
  timeout: 60_000,
}, async () => {
  const { clock, compile } = open();
  expect(await compile(DEAR, "org_1")).toMatchObject({ kind: "refused" });
  expect(await compile(GOOD, "org_1")).toMatchObject({ kind: "compiled" });
  expect(await compile({ ...DEAR, title: "again" }, "org_1")).toMatchObject({ kind: "refused" });
  const resting = await compile(GOOD, "org_1");
  expect(resting).toMatchObject({ kind: "resting" });
  expect(await compile(GOOD, "org_2")).toMatchObject({ kind: "compiled" });
  clock.now += resting.kind === "resting" ? resting.retryAfterMs + 1 : 0;
  expect(await compile(GOOD, "org_1")).toMatchObject({ kind: "compiled" });
});

test("who uses many schemas pushes out its own validators, and pays for loading them again", async () => {
  const { check } = open();
  await check("org_2", GOOD, "x");
  const many = Array.from({ length: 20 }, (_, n) => ({ title: String(n), ...GOOD }));
  for (const schema of many) await check("org_1", schema, "x");
  const again = await check("org_1", many[0], "x");
  expect(again.kind).toBe("fits");
  expect(again.fuelUsed).toBeGreaterThan(2_000_000);
  expect((await check("org_2", GOOD, "x")).fuelUsed).toBeLessThan(100_000);
});

test("a post that was begun is finished", async () => {
  const { check } = open();
  const items = Array.from({ length: 48_000 }, (_, n) => `SKU-${n}`);
  const schema = { items: { type: "string", maxLength: 20 } };
  const kinds: string[] = [];
  for (let n = 0; n < 16; n++)
    kinds.push((await check("org_1", schema, items, n === 0 ? "request" : "begun")).kind);
  expect(new Set(kinds)).toEqual(new Set(["fits"]));
  expect(await check("org_1", schema, [], "request")).toMatchObject({ kind: "resting" });
});

test("between checks, and between schemas that are compiled, everybody else gets a turn", async () => {
  const { check, compile } = open();
  const items = Array.from({ length: 20_000 }, (_, n) => `SKU-${n}`);
  const schema = { items: { type: "string", maxLength: 20 } };
  await check("org_0", schema, items);
  const order: string[] = [];
  // Promises alone would let all of them pass before any timer.
  const checks = [1, 2, 3].map((n) => check(`org_${n}`, schema, items).then(() => order.push("check")));
  const other = scheduler.wait(0).then(() => order.push("other"));
  await Promise.all([...checks, other]);
  expect(order.at(-1)).toBe("check");

  const compiled = [1, 2, 3].map((n) => compile({ title: n }, `org_${n}`).then(() => order.push("compiled")));
  const next = scheduler.wait(0).then(() => order.push("next"));
  await Promise.all([...compiled, next]);
  expect(order.at(-1)).toBe("compiled");
});
