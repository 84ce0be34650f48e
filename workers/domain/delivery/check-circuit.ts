import { wholeNumber } from "../check-values.ts";
import type { ProblemDetail } from "../problem.ts";
import type { CircuitPolicy } from "./circuit-breaker.ts";

const DAY_MS = 86_400_000;

/** What is wrong with a circuit's numbers. Pointers lead into it. */
export function circuitPolicyProblems(policy: CircuitPolicy, mostProbes: number): ProblemDetail[] {
  const { restMs, maxRestMs } = policy;
  return [
    ...wholeNumber("/consecutiveFailures", policy.consecutiveFailures, 1, 10_000),
    ...wholeNumber("/failureRatePercent", policy.failureRatePercent, 1, 100),
    ...wholeNumber("/minimumCalls", policy.minimumCalls, 1, 100_000),
    ...wholeNumber("/windowMs", policy.windowMs, 1_000, 3_600_000),
    ...wholeNumber("/restMs", restMs, 100, 3_600_000),
    ...wholeNumber("/maxRestMs", maxRestMs, 100, DAY_MS),
    ...wholeNumber("/probes", policy.probes, 1, mostProbes),
    ...(maxRestMs < restMs ? [{ pointer: "/maxRestMs", message: "It is not below restMs." }] : []),
  ];
}
