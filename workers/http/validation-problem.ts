import type { ZodError } from "zod";
import { Problem } from "#domain/problem";

/** Zod's complaints as a problem document. A bad body is 422; a bad parameter or header is 400. */
export function validationProblem(target: string, issues: ZodError["issues"]): Problem {
  const errors = issues.slice(0, 20).map((issue) => ({
    pointer: issue.path
      .map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`)
      .join(""),
    message: issue.message,
  }));
  return target === "json"
    ? new Problem("invalid_body", "The body does not have the expected form; see errors.", errors)
    : new Problem("malformed_request", `The request's ${target} is not as expected; see errors.`, errors);
}
