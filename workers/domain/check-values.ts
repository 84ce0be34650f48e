import type { ProblemDetail } from "./problem.ts";

/** Nothing when the value is a whole number within its bounds. */
export function wholeNumber(pointer: string, value: number, least: number, most: number): ProblemDetail[] {
  const fits = Number.isInteger(value) && value >= least && value <= most;
  return fits ? [] : [{ pointer, message: `It must be a whole number from ${least} to ${most}.` }];
}

/** The same problems, with pointers that begin further out. */
export function under(root: string, problems: readonly ProblemDetail[]): ProblemDetail[] {
  return problems.map(({ pointer, message }) => ({ pointer: root + pointer, message }));
}
