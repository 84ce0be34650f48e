import type { CageLimits } from "#domain/sandbox/cage";
import { Failed } from "./failed.ts";
import type { Machine } from "./machine.ts";

/**
 * Counts what a run burns. Two walls: QuickJS asks `shouldStop` now and then and ends a script cleanly, with the line
 * where it was; where it asks too late, inside one long native call, the machine itself traps a quarter later.
 */
export interface Meter {
  readonly stopped: boolean;
  /** The machine trapped because nothing was left. */
  readonly exhausted: boolean;
  used(): number;
  shouldStop(): boolean;
  /** @throws Failed when it was stopped. */
  check(): void;
  count<T>(work: () => T): T;
  failure(description: string | null): Failed;
}

export function startMeter(machine: Machine, limits: Pick<CageLimits, "fuel" | "deadlineMs">): Meter {
  const granted = BigInt(Math.ceil(limits.fuel * 1.25) + 100_000);
  const deadlineAt = Date.now() + limits.deadlineMs;
  let left = granted;
  let running = false;
  let reason: "fuel" | "deadline" | null = null;
  const used = (): number => Number(granted - (running ? machine.fuel.value : left));

  return {
    get stopped() {
      return reason !== null;
    },
    get exhausted() {
      return left < 0n;
    },
    used,
    shouldStop() {
      if (reason === null && used() > limits.fuel) reason = "fuel";
      if (reason === null && Date.now() > deadlineAt) reason = "deadline";
      return reason !== null;
    },
    check() {
      if (this.shouldStop()) throw this.failure(null);
    },
    count(work) {
      const outer = machine.fuel.value;
      machine.fuel.value = left;
      running = true;
      try {
        return work();
      } finally {
        left = machine.fuel.value;
        running = false;
        machine.fuel.value = outer;
      }
    },
    failure(description) {
      const line = description === null ? null : Failed.fromDescription(description).line;
      const what =
        reason === "deadline"
          ? `took longer than ${limits.deadlineMs} ms`
          : `used up its fuel of ${limits.fuel} steps`;
      return new Failed("fuel", `The script ${what} and was stopped.`, line);
    },
  };
}
