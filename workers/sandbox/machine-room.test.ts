import { expect, it } from "vitest";
import type { CageRun } from "#domain/sandbox/cage";
import { withinLimits } from "#domain/sandbox/limits";
import { openRoom } from "./machine-room.ts";
import { runScript } from "./run-script.ts";

const MIB = 1024 * 1024;
const LIMITS = withinLimits();
const call = (body: string): CageRun => ({
  orgId: "org_1",
  source: `function transform() { ${body} }`,
  entry: "transform",
  argumentsJson: ["1"],
  now: 0,
  seed: "",
});

it("a machine stays warm from run to run", async () => {
  const room = openRoom({ maximumBytes: 30 * MIB, keptBytes: 20 * MIB });
  for (let run = 0; run < 50; run++) runScript(await room.machine(), call("return 1;"), LIMITS);
  expect(room.generation).toBe(1);
});

it("one that is broken is never used again", async () => {
  const room = openRoom({ maximumBytes: 30 * MIB, keptBytes: 20 * MIB });
  const machine = await room.machine();
  runScript(machine, call("const a = []; for (;;) a.push('x'.repeat(1e5) + a.length);"), LIMITS);
  expect(machine.broken).toBe(true);
  expect(await room.machine()).not.toBe(machine);
});

it("one is renewed after so many runs", async () => {
  const room = openRoom({ maximumBytes: 30 * MIB, keptBytes: 20 * MIB, runs: 10 });
  for (let run = 0; run < 35; run++) runScript(await room.machine(), call("return 1;"), LIMITS);
  expect(room.generation).toBe(4);
});

it("one that grew fat is not kept", async () => {
  const room = openRoom({ maximumBytes: 30 * MIB, keptBytes: 8 * MIB });
  const machine = await room.machine();
  const limits = withinLimits({ memoryBytes: 16 * MIB });
  expect(runScript(machine, call("return new Uint8Array(6e6).length;"), limits)).toMatchObject({ ok: true });
  expect(machine.broken).toBe(false);
  expect(await room.machine()).not.toBe(machine);
});

it("runs of every size leave a machine as large as it was", async () => {
  const room = openRoom({ maximumBytes: 30 * MIB, keptBytes: 30 * MIB });
  const sizes = (from: number) =>
    call(
      `const a = []; for (let i = 0; i < 80; i++) a.push("x".repeat((i * ${from}) % 7919) + i); return a.length;`,
    );
  const machine = await room.machine();
  for (let run = 0; run < 50; run++) runScript(machine, sizes(run), LIMITS);
  const bytes = machine.memoryBytes();
  for (let run = 50; run < 150; run++) runScript(machine, sizes(run), LIMITS);
  expect(machine.memoryBytes()).toBe(bytes);
});

it("nothing grows past the most that the room allows, whatever a script is granted", async () => {
  const room = openRoom({ maximumBytes: 12 * MIB, keptBytes: 12 * MIB });
  const machine = await room.machine();
  const result = runScript(
    machine,
    call("const a = []; for (;;) a.push(new Uint8Array(1e6));"),
    withinLimits({ memoryBytes: 16 * MIB }),
  );
  expect(result).toMatchObject({ ok: false, reason: "memory" });
  expect(machine.memoryBytes()).toBeLessThanOrEqual(12 * MIB);
});
