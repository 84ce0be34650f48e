import type { ProblemDocument } from "./problem.ts";

/** The password, or the code where only that was asked for, is not the right one: said at its field. */
export function isRefusedProof(problem: ProblemDocument | null): boolean {
  return problem?.code === "sign_in_failed";
}
