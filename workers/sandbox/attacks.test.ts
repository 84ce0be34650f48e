import { describe, expect, it } from "vitest";
import type { CageResult } from "#domain/sandbox/cage";
import { DEFAULT_LIMITS, LOG_LIMITS } from "#domain/sandbox/limits";
import { createCage } from "#sandbox/cage";
import { ATTACKS } from "#testing/cage-attacks/all";
import type { Attack } from "#testing/cage-attacks/attack";

// Of the wall behind the first: what the machine may still burn when nobody inside asks whether it should stop.
const MOST_FUEL = DEFAULT_LIMITS.fuel * 1.26 + 200_000;
const PROBE = `const kept = Object.getOwnPropertyNames(globalThis).length;
function transform(payload) {
  return [payload.a, kept, {}.polluted === undefined, JSON.stringify([1]), [].concat(1)[0], String(1).slice(0)];
}`;

const cage = createCage();

const run = (orgId: string, source: string): Promise<CageResult> =>
  cage.run({ orgId, source, entry: "transform", argumentsJson: ['{"a":1}'], now: 0, seed: "" });

describe("an attack", () => {
  it.each(ATTACKS)("$name is contained", async ({ name, source, outcome }: Attack) => {
    const clean = await run("org_victim", PROBE);
    const result = await run(`org_${name}`, source);
    expect(result.fuelUsed).toBeLessThan(MOST_FUEL);
    expect(result.log.length).toBeLessThanOrEqual(LOG_LIMITS.lines);
    for (const { text } of result.log) expect(text.length).toBeLessThanOrEqual(LOG_LIMITS.lineChars + 1);
    if ("answers" in outcome) {
      expect(result).toMatchObject({ ok: true, outputJson: JSON.stringify(outcome.answers) });
    } else {
      if (result.ok) throw new Error(`It ran: ${result.outputJson.slice(0, 200)}`);
      expect(outcome.fails, result.message).toContain(result.reason);
      expect(result.message).toContain(outcome.saying ?? "");
      expect(result.message.length).toBeLessThan(700);
    }
    // The next run, of another organization, finds everything as it was.
    // Only the fuel may differ by a little: the allocator's lists have another order.
    expect({ ...(await run("org_victim", PROBE)), fuelUsed: 0 }).toEqual({ ...clean, fuelUsed: 0 });
  });
});

describe("who attacks again and again", () => {
  const SPIN = "function transform() { for (;;); }";

  it("rests, and nobody else does", async () => {
    const reasons = [];
    for (let time = 0; time < 10; time++) {
      const result = await run("org_attacker", SPIN);
      reasons.push(result.ok ? "ran" : result.reason);
    }
    expect(reasons[0]).toBe("fuel");
    expect(reasons.slice(-5)).toEqual(Array(5).fill("resting"));
    expect(await run("org_victim", PROBE)).toMatchObject({ ok: true });
  });

  it("is told when to come back, and then may", async () => {
    let now = 0;
    const patient = createCage(() => now);
    const call = { orgId: "org_1", source: SPIN, entry: "transform", argumentsJson: ["1"], now: 0, seed: "" };
    await patient.run(call);
    now += 1_000;
    await patient.run(call);
    const result = await patient.run(call);
    if (result.ok || result.reason !== "resting") throw new Error("It did not rest.");
    now += result.retryAfterMs + 1;
    expect(await patient.run(call)).toMatchObject({ reason: "fuel" });
  });
});
