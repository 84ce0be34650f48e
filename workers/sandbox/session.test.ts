import { describe, expect, it } from "vitest";
import { createCage } from "#sandbox/cage";

const COUNTER = "let n = 0; function add(x) { n += x; return n; } function spin() { for (;;); }";
// A native that asks nobody: only the machine's own meter ends it, by a trap.
const TRAP = "function trap() { const a = []; for (;;) a.push(new Array(1000).fill(1)); }";

describe("a session", () => {
  it("keeps what its code keeps, from call to call", async () => {
    const session = createCage().openSession();
    await session.evaluate(COUNTER);
    await session.call("add", ["2"]);
    expect(await session.call("add", ["3"])).toMatchObject({ ok: true, outputJson: "5" });
  });

  it("goes on after a call that was stopped", async () => {
    const session = createCage().openSession({ limits: { fuel: 1_000_000 } });
    await session.evaluate(COUNTER);
    expect(await session.call("spin", [])).toMatchObject({ ok: false, reason: "fuel" });
    expect(await session.call("add", ["1"])).toMatchObject({ ok: true, outputJson: "1" });
  });

  it("is made again from its code when its machine is gone", async () => {
    const cage = createCage();
    const [session, other] = [cage.openSession(), cage.openSession()];
    await session.evaluate(COUNTER);
    await session.call("add", ["2"]);
    await other.evaluate(TRAP);
    expect(await other.call("trap", [])).toMatchObject({ ok: false });
    expect(await session.call("add", ["2"])).toMatchObject({ ok: true, outputJson: "2" });
  });

  it("answers null for a function that answers nothing", async () => {
    const session = createCage().openSession();
    await session.evaluate("function nothing() {}");
    expect(await session.call("nothing", [])).toMatchObject({ ok: true, outputJson: "null" });
  });

  it("makes code from text only when it may", async () => {
    const code = 'function make() { return new Function("return 7")(); }';
    const plain = createCage().openSession();
    const compiler = createCage().openSession({ codeGeneration: true });
    await plain.evaluate(code);
    await compiler.evaluate(code);
    expect(await plain.call("make", [])).toMatchObject({ ok: false, reason: "threw" });
    expect(await compiler.call("make", [])).toMatchObject({ ok: true, outputJson: "7" });
  });

  it("gives way when many are open, and is there again when it is called", async () => {
    const cage = createCage();
    const sessions = Array.from({ length: 40 }, () => cage.openSession());
    for (const session of sessions) await session.evaluate(COUNTER);
    for (const session of sessions) {
      expect(await session.call("add", ["1"])).toMatchObject({ ok: true, outputJson: "1" });
    }
  });
});
