import { Failed } from "./failed.ts";
import type { Machine } from "./machine.ts";
import type { Meter } from "./meter.ts";

/**
 * What a host exception from the machine means. Whatever it was, the machine is broken: it was left in the middle of
 * something.
 */
export function crashOf(machine: Machine, meter: Meter, error: unknown): Failed {
  machine.broken = true;
  if (meter.exhausted) return meter.failure(null);
  // The host's own stack ended before QuickJS counted its limit: the script nests too deep all the same.
  if (error instanceof RangeError) return new Failed("stack", "The script nests calls or values too deep.");
  return new Failed("crashed", "The script broke the machine that ran it.");
}
