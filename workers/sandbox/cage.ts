import type { Cage, CageLimits } from "#domain/sandbox/cage";
import { DEFAULT_LIMITS, MAXIMUM_LIMITS, withinLimits } from "#domain/sandbox/limits";
import { checkScript } from "./check-script.ts";
import { openRoom } from "./machine-room.ts";
import { runScript } from "./run-script.ts";
import { openSessions, type Sessions } from "./session.ts";

const MIB = 1024 * 1024;
/** Data and stack of QuickJS itself, before a script has anything. */
const MACHINE_BYTES = 6 * MIB;

/** The cage and, beside it, kept sessions for the gateway's own code over tenants' data. */
export type QuickjsCage = Cage & Sessions;

export function createCage(): QuickjsCage {
  // Room for the largest input as text and as values, beyond what the script may take.
  const room = openRoom({
    maximumBytes: MACHINE_BYTES + MAXIMUM_LIMITS.memoryBytes + 10 * MIB,
    keptBytes: 24 * MIB,
  });
  return {
    ...openSessions(),
    async checkScript(source, entry = "transform") {
      return checkScript(await room.machine(), source, entry, DEFAULT_LIMITS);
    },
    async run(run) {
      const limits: CageLimits = withinLimits(run.limits);
      return runScript(await room.machine(), run, limits);
    },
  };
}
