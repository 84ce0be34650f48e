import type { Cage } from "#domain/sandbox/cage";
import { MAXIMUM_LIMITS, withinLimits } from "#domain/sandbox/limits";
import { checkScript } from "./check-script.ts";
import { type Fairness, openFairness } from "./fairness.ts";
import { openRoom } from "./machine-room.ts";
import { runScript } from "./run-script.ts";
import { openSessions, type Sessions } from "./session.ts";

const MIB = 1024 * 1024;
/** Data and stack of QuickJS itself, before a script has anything. */
const MACHINE_BYTES = 6 * MIB;
/** The largest input as text, and what the allocator needs around everything. */
const SPARE_BYTES = 8 * MIB;

/** The top level of a script defines things; what takes longer belongs into its function. */
const CHECK_LIMITS = withinLimits({ fuel: 2_000_000 });

/** The cage and, beside it, kept sessions for the gateway's own code over tenants' data. */
export type QuickjsCage = Cage & Sessions & { readonly fairness: Fairness };

/** One per isolate: what it keeps warm and whom it lets rest are the isolate's. */
export function createCage(now: () => number = Date.now): QuickjsCage {
  const room = openRoom({
    maximumBytes: MACHINE_BYTES + MAXIMUM_LIMITS.memoryBytes + SPARE_BYTES,
    keptBytes: 20 * MIB,
  });
  const fairness = openFairness(now);
  return {
    ...openSessions(fairness),
    fairness,
    async checkScript(source, entry = "transform", orgId) {
      const owner = orgId ?? null;
      const resting = await fairness.admit(owner, "check");
      if (resting !== null) return { ...resting, line: null };
      const machine = await room.machine();
      const { check, fuelUsed, stopped } = checkScript(machine, source, entry, CHECK_LIMITS);
      fairness.pay(owner, { fuelUsed, exhausted: stopped || machine.broken }, "check");
      return check;
    },
    async run(run) {
      const resting = await fairness.admit(run.orgId);
      if (resting !== null) return { ...resting, line: null, log: [], fuelUsed: 0 };
      const machine = await room.machine();
      const result = runScript(machine, run, withinLimits(run.limits));
      const stopped = !result.ok && result.reason === "fuel";
      fairness.pay(run.orgId, { fuelUsed: result.fuelUsed, exhausted: stopped || machine.broken });
      return result;
    },
  };
}
