import type { HoldReason } from "./flow-gate.ts";

/** Why a delivery is held, for people who look at the log. */
export function holdDetail(why: HoldReason): string {
  switch (why) {
    case "paused":
      return "The integration is paused: it goes out when somebody resumes it.";
    case "circuit":
      return "The circuit is open: it goes out when the target answers again. No attempt is spent.";
    case "rate":
      return "The integration's rate is used up: it goes out when its turn comes.";
    case "concurrency":
      return "As many requests as allowed are under way: it goes out when one of them has ended.";
    case "backlog":
      return "Others that were held before it go out first.";
    case "slow":
      return "The target answers late or not at all: it goes out in a lane of its own.";
  }
}

export const REJECTED_DETAIL =
  "The circuit is open, and the integration rejects meanwhile (flow.circuit.whileOpen). Retry it when the target answers again.";

export const DELAY_DETAIL = "The integration delivers with a delay (flow.delayMs).";
