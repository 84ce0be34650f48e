import type { CageLimits, ScriptCheck } from "#domain/sandbox/cage";
import { SOURCE_BYTES } from "#domain/sandbox/limits";
import { Cell } from "./cell.ts";
import { crashOf } from "./crash.ts";
import { Failed } from "./failed.ts";
import type { Machine } from "./machine.ts";
import { startMeter } from "./meter.ts";
import { findEntry } from "./run-script.ts";

/** Does it compile, does its top level run within the limits, does it define the function? */
export function checkScript(
  machine: Machine,
  source: string,
  entry: string,
  limits: CageLimits,
): ScriptCheck {
  const bytes = Buffer.byteLength(source);
  if (bytes > SOURCE_BYTES) {
    return {
      ok: false,
      message: `A script has at most ${SOURCE_BYTES} bytes; this has ${bytes}.`,
      line: null,
    };
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
    return { ok: true };
  } catch (error) {
    const { reason, message, line } = error instanceof Failed ? error : crashOf(machine, meter, error);
    if (reason === "memory") machine.broken = true;
    return { ok: false, message, line };
  } finally {
    cell?.dispose();
  }
}
