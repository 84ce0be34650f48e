import type { AttemptResult } from "./attempt-result.ts";
import type { ErrorCategory } from "./error-category.ts";

export type Outcome =
  | { readonly kind: "success" }
  | {
      readonly kind: "failure";
      readonly category: ErrorCategory;
      /** One line for people. Never the body or a header of the response: they may hold secrets. */
      readonly detail: string;
    };

/** Judge one attempt. Only a 2xx status is a success (RFC 9110, section 15.3). */
export function classifyOutcome(result: AttemptResult): Outcome {
  switch (result.kind) {
    case "response":
      return result.refusal === undefined
        ? classifyStatus(result.status)
        : failure(result.refusal.category, result.refusal.detail);
    case "cancelled":
      return { kind: "success" };
    case "invalid_payload":
      return failure("VALIDATION", `not sent: the payload does not fit the schema: ${result.message}`);
    case "transform_failed":
      return failure("VALIDATION", `not sent: the transformation failed: ${result.message}`);
    case "network_error":
      return failure("NETWORK", `no connection to the target: ${result.message}`);
    case "timeout":
      return failure("TIMEOUT", `no complete answer within ${result.timeoutMs} ms`);
    case "not_sent":
      return failure("CLIENT_ERROR", `not sent: ${result.message}`);
    case "unresolved":
      return failure("NETWORK", `not sent: ${result.message}`);
    case "no_credentials":
      return failure("AUTH", `not sent: ${result.message}`);
    case "token_unavailable":
      return failure(result.category, `not sent, because there is no access token: ${result.message}`);
    case "credential_refused":
      return failure(
        "AUTH",
        `not sent: the credential ${result.credentialId} needs a person: ${result.message}`,
      );
  }
}

/** What a status alone says. */
export function classifyStatus(status: number): Outcome {
  if (status >= 200 && status <= 299) return { kind: "success" };
  const answered = `the target answered ${status}`;
  if (status >= 300 && status <= 399) {
    // Following would send a signed payload to a host that nobody configured or checked.
    return failure("CLIENT_ERROR", `${answered}: redirects are never followed`);
  }
  if (status >= 400 && status <= 499) return failure(clientCategory(status), answered);
  if (status >= 500 && status <= 599) return failure("SERVER_ERROR", answered);
  return failure("SERVER_ERROR", `${answered}, which is no final HTTP status`);
}

function clientCategory(status: number): ErrorCategory {
  switch (status) {
    case 400:
    case 422:
      return "VALIDATION";
    case 401:
    case 403:
      return "AUTH";
    case 408:
      return "TIMEOUT";
    case 429:
      return "RATE_LIMIT";
    default:
      return "CLIENT_ERROR";
  }
}

function failure(category: ErrorCategory, detail: string): Outcome {
  return { kind: "failure", category, detail };
}
