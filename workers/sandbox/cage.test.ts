import { describe, expect, it } from "vitest";
import type { CageRun } from "#domain/sandbox/cage";
import { createCage } from "#sandbox/cage";

const cage = createCage();
const NOW = Date.UTC(2026, 9, 20, 12, 30);

const run = (source: string, payload: unknown = {}, more: Partial<CageRun> = {}) =>
  cage.run({
    orgId: "org_1",
    source,
    entry: "transform",
    argumentsJson: [JSON.stringify(payload)],
    now: NOW,
    seed: "seed",
    ...more,
  });

describe("a script", () => {
  it("answers what its function makes of the arguments", async () => {
    const source = "function transform(payload, context) { return { sum: payload.a + context.b }; }";
    const argumentsJson = ['{"a":1}', '{"b":2}'];
    expect(await run(source, {}, { argumentsJson })).toMatchObject({ ok: true, outputJson: '{"sum":3}' });
  });

  it("may be a constant, and may be async", async () => {
    const source = "const transform = async (p) => { await null; return p.a; };";
    expect(await run(source, { a: [1] })).toMatchObject({ ok: true, outputJson: "[1]" });
  });

  it("sees the time that it is given, and it stands still", async () => {
    const source = `function transform() {
      const from = Date.now(); let turns = 0; while (turns < 50000) turns++;
      return [from, Date.now() - from, new Date().toISOString(), new Date().getTimezoneOffset()];
    }`;
    expect(await run(source)).toMatchObject({ outputJson: `[${NOW},0,"2026-10-20T12:30:00.000Z",0]` });
  });

  it("draws the same numbers from the same seed, and others from another", async () => {
    const source = "const transform = () => [Math.random(), Math.random()];";
    const outputs = await Promise.all(
      ["a", "a", "b"].map(async (seed) => {
        const result = await run(source, {}, { seed });
        return result.ok ? result.outputJson : result.reason;
      }),
    );
    expect(outputs[0]).toBe(outputs[1]);
    expect(outputs[0]).not.toBe(outputs[2]);
  });

  it("writes a log", async () => {
    const source =
      'function transform(p) { console.log("got", p, 7n); console.warn(1); console.error(new Error("no")); return 1; }';
    expect((await run(source, { a: 1 })).log).toEqual([
      { level: "log", text: 'got {"a":1} 7' },
      { level: "warn", text: "1" },
      { level: "error", text: "Error: no" },
    ]);
  });

  it("that throws fails with its message and the line of its source", async () => {
    const source =
      "function inner() {\n  throw new Error('no such order');\n}\nfunction transform() { inner(); }";
    expect(await run(source)).toMatchObject({
      ok: false,
      reason: "threw",
      message: "no such order",
      line: 2,
    });
  });

  it("cannot leave anything for the next run", async () => {
    const source = "function transform() { globalThis.n = (globalThis.n ?? 0) + 1; return globalThis.n; }";
    await run(source);
    expect(await run(source)).toMatchObject({ outputJson: "1" });
  });
});

describe("the limits of a run", () => {
  const echo = "const transform = (p) => p;";

  it("refuse an input that is too long or too deep before anything runs", async () => {
    const long = await run(echo, "x".repeat(2_000_000));
    expect(long).toMatchObject({ ok: false, reason: "input_too_large", fuelUsed: 0 });
    const deep = await run(echo, {}, { argumentsJson: ["[".repeat(65) + "]".repeat(65)] });
    expect(deep).toMatchObject({ ok: false, reason: "input_too_deep", fuelUsed: 0 });
  });

  it("hold 100 KB of payload by default, and 900 KB with more fuel", async () => {
    const payload = {
      items: Array.from({ length: 10_000 }, (_, id) => ({ id, name: `item ${id}`, price: 1.5 * id })),
    };
    const bytes = JSON.stringify(payload).length;
    const map = "const transform = (p) => ({ names: p.items.map((item) => item.name) });";
    expect(bytes).toBeGreaterThan(400_000);
    expect(await run(map, { items: payload.items.slice(0, 2_500) })).toMatchObject({ ok: true });
    const more = { limits: { fuel: 100_000_000, memoryBytes: 16_000_000 } };
    expect(await run(map, { items: [...payload.items, ...payload.items] }, more)).toMatchObject({ ok: true });
  });

  it("stop a script that a clock finds too slow, where the clock moves", async () => {
    const limits = { fuel: 10_000_000_000, deadlineMs: 50 };
    const result = await run("function transform() { for (;;); }", {}, { limits, orgId: "org_slow" });
    expect(result).toMatchObject({ ok: false, reason: "fuel", message: expect.stringContaining("50 ms") });
  });

  it("leave the log of a script that broke its machine", async () => {
    const source = `function transform() {
      console.log("before");
      const a = []; for (;;) a.push(new Array(1000).fill(1));
    }`;
    expect(await run(source, {}, { orgId: "org_log" })).toMatchObject({
      ok: false,
      log: [{ level: "log", text: "before" }],
    });
  });

  it("keep numbers, texts and unknown Unicode as they are", async () => {
    const text = '["\\u0000","\\ud800",1e+300,-0.5,"\u{1F600}","é\\n"]';
    expect(await run(echo, {}, { argumentsJson: [text] })).toMatchObject({ ok: true, outputJson: text });
  });
});

describe("checking a script", () => {
  it.each([
    ["function transform(", "syntax", 1],
    ["const a = 1;\nconst a = 2;", "twice", 2],
    ["\n\nmissing();", "throws at its top level", 3],
    ["for (;;);", "never ends", 1],
    ["const transform = 5;", "no function", null],
  ])("refuses %j (%s)", async (source, _why, line) => {
    const check = await cage.checkScript(source);
    expect(check).toMatchObject({ ok: false, line });
  });

  it("refuses one that is too long", async () => {
    const check = await cage.checkScript(`function transform() {} // ${"x".repeat(70_000)}`);
    expect(check).toMatchObject({ ok: false, message: expect.stringContaining("65536 bytes") });
  });

  it("is paid for: who has a script checked that never ends, again and again, rests", async () => {
    const checks = [];
    for (let time = 0; time < 12; time++)
      checks.push(await cage.checkScript("for (;;);", "transform", "org_saver"));
    expect(checks.at(-1)).toMatchObject({ ok: false, retryAfterMs: expect.any(Number) });
  });

  it("is looked at while the organization rests for one that burns: it may be the mended one", async () => {
    const run = {
      orgId: "org_mending",
      source: "function f() { for (;;); }",
      entry: "f",
      argumentsJson: [],
      now: 0,
      seed: "",
    };
    for (let time = 0; time < 3; time++) await cage.run(run);
    expect(await cage.run(run)).toMatchObject({ ok: false, reason: "resting" });
    expect(await cage.checkScript("function transform() {}", "transform", "org_mending")).toEqual({
      ok: true,
    });
  });

  it("accepts one that defines the function", async () => {
    expect(await cage.checkScript("const transform = (p) => p;")).toEqual({ ok: true });
  });
});
