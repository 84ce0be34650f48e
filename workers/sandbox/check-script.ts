import type { CageLimits, ScriptCheck } from "#domain/sandbox/cage";
import { SOURCE_BYTES } from "#domain/sandbox/limits";
import { Cell } from "./cell.ts";
import { crashOf } from "./crash.ts";
import { Failed } from "./failed.ts";
import type { Machine } from "./machine.ts";
import { startMeter } from "./meter.ts";
import { findEntry } from "./run-script.ts";

interface Checked {
  readonly check: ScriptCheck;
  readonly fuelUsed: number;
  readonly stopped: boolean;
}

/** Does it compile, does its top level run within the limits, does it define the function? */
export function checkScript(machine: Machine, source: string, entry: string, limits: CageLimits): Checked {
  const bytes = Buffer.byteLength(source);
  if (bytes > SOURCE_BYTES) {
    const message = `A script has at most ${SOURCE_BYTES} bytes; this has ${bytes}.`;
    return { check: { ok: false, message, line: null }, fuelUsed: 0, stopped: false };
  }
  const meter = startMeter(machine, limits);
  let cell: Cell | null = null;
  try {
    const opened = new Cell(machine, { limits, now: 0, seed: "", codeGeneration: false });
    cell = opened;
    opened.metered(meter, () => {
      opened.evaluate(source);
      findEntry(opened, entry);
    });
    return { check: { ok: true }, fuelUsed: meter.used(), stopped: false };
  } catch (error) {
    const { reason, message, line } = error instanceof Failed ? error : crashOf(machine, meter, error);
    if (reason === "memory") machine.broken = true;
    return { check: { ok: false, message, line }, fuelUsed: meter.used(), stopped: reason === "fuel" };
  } finally {
    cell?.dispose();
  }
}
