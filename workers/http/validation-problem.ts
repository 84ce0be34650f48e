import type { ZodError } from "zod";
import { pointerTo } from "#domain/json-pointer";
import { Problem, type ProblemDetail } from "#domain/problem";

const MAX_ERRORS = 20;

/** Zod's complaints as a problem document. A bad body is 422; a bad parameter or header is 400. */
export function validationProblem(target: string, issues: ZodError["issues"]): Problem {
  const errors = issues.flatMap(describe).slice(0, MAX_ERRORS);
  return target === "json"
    ? new Problem("invalid_body", "The body does not have the expected form; see errors.", errors)
    : new Problem("malformed_request", `The request's ${target} is not as expected; see errors.`, errors);
}

function describe(issue: ZodError["issues"][number]): ProblemDetail[] {
  // Zod reports the object around unknown members; the caller must be led to the members themselves.
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      pointer: pointerTo([...issue.path, key]),
      message: "Unknown member. Check its spelling, or leave it out.",
    }));
  }
  return [{ pointer: pointerTo(issue.path), message: issue.message }];
}
