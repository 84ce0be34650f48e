import type { ZodError } from "zod";
import { pointerTo } from "#domain/json-pointer";
import { type ParameterDetail, Problem, type ProblemDetail } from "#domain/problem";

const MAX_ERRORS = 20;

interface Found {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Zod's complaints as a problem document. A bad body is 422; a bad parameter or header is 400. */
export function validationProblem(target: string, issues: ZodError["issues"]): Problem {
  const found = issues.flatMap(locate).slice(0, MAX_ERRORS);
  return target === "json"
    ? new Problem("invalid_body", "The body does not have the expected form; see errors.", found.map(inBody))
    : new Problem(
        "malformed_request",
        `The request's ${target} is not as expected; see errors.`,
        found.map(inParameters),
      );
}

/** Zod reports the object around unknown members; the caller must be led to the members themselves. */
function locate({ path, message, ...issue }: ZodError["issues"][number]): Found[] {
  return issue.code === "unrecognized_keys"
    ? issue.keys.map((key) => ({ path: [...path, key], message }))
    : [{ path, message }];
}

function inBody({ path, message }: Found): ProblemDetail {
  return { pointer: pointerTo(path), message };
}

/** Parameters lie flat: what is below one of them, an entry of a list, is still that parameter. */
function inParameters({ path, message }: Found): ParameterDetail {
  return { parameter: String(path[0] ?? ""), message };
}
