import type { AttemptResult } from "./attempt-result.ts";
import { classifyStatus } from "./classify-outcome.ts";
import type { ErrorCategory } from "./error-category.ts";

/** What is known of a failure in a log, or supposed in a question. */
export interface SupposedFailure {
  readonly category: ErrorCategory | null;
  readonly httpStatus: number | null;
  /** Of the answer, names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
}

const SUPPOSED = "supposed for the plan";
const UNAVAILABLE = 503;

/** A result that is judged like this failure. Of one that nobody has seen yet: the target is away, 503. */
export function failureLike({ category, httpStatus, headers = {} }: SupposedFailure): AttemptResult {
  if (httpStatus !== null) return answered(httpStatus, category, headers);
  switch (category) {
    case null:
      return answered(UNAVAILABLE, null, headers);
    case "NETWORK":
      return { kind: "network_error", message: SUPPOSED };
    case "TIMEOUT":
      return { kind: "timeout", timeoutMs: 0 };
    case "AUTH":
      return { kind: "no_credentials", message: SUPPOSED };
    case "VALIDATION":
      return { kind: "invalid_payload", message: SUPPOSED };
    case "CLIENT_ERROR":
      return { kind: "not_sent", message: SUPPOSED };
    case "RATE_LIMIT":
    case "SERVER_ERROR":
      return { kind: "token_unavailable", category, message: SUPPOSED, retryAt: null };
  }
}

/** A body may have said otherwise than the status: a GraphQL server answers 200 with errors. */
function answered(
  status: number,
  category: ErrorCategory | null,
  headers: Readonly<Record<string, string>>,
): AttemptResult {
  const judged = classifyStatus(status);
  if (category === null || (judged.kind === "failure" && judged.category === category)) {
    return { kind: "response", status, headers };
  }
  const refusal = { category, detail: `the target answered ${status} with an error in its body` };
  return { kind: "response", status, headers, refusal };
}
