import { AuthorizationResponseError, UnsupportedOperationError } from "oauth4webapi";
import type { FetchFailure } from "#domain/credentials/token-state";
import { readRetryAfter } from "#domain/delivery/rate-limit-wait";
import type { Exchange } from "#domain/ports";

/**
 * What a failed token call means. Told in our own words: an answer's body, its `error_description` even, is somebody
 * else's text and may quote a secret.
 */
export function judgeFailure(error: unknown, exchange: Exchange | null, now: number): FetchFailure {
  if (exchange === null) return beforeTheCall(error);
  const { result } = exchange;
  switch (result.kind) {
    case "timeout":
      return transient("TIMEOUT", `the token endpoint did not answer within ${result.timeoutMs} ms`);
    case "network_error":
      return transient("NETWORK", "no connection to the token endpoint");
    case "unresolved":
      return transient("NETWORK", "the token endpoint's name is not known now");
    case "not_sent":
    case "no_credentials":
    case "invalid_payload":
    case "transform_failed":
    case "cancelled":
    case "token_unavailable":
    case "credential_refused":
      return { kind: "refused", detail: "the token endpoint was not called" };
    case "response":
      break;
  }
  const { status, headers } = result;
  const answered = `the token endpoint answered ${status}`;
  if (exchange.bodyTruncated)
    return { kind: "refused", detail: `${answered} with more text than a token has` };
  const code = errorCode(exchange.body);
  const named = code === null ? answered : `${answered} (${code})`;
  if (status === 429) return transient("RATE_LIMIT", named, readRetryAfter(headers, now)?.at ?? null);
  if (status === 408) return transient("TIMEOUT", named);
  if (status >= 500) return transient("SERVER_ERROR", named, readRetryAfter(headers, now)?.at ?? null);
  if (status >= 400) return { kind: "refused", detail: named };
  if (status >= 300) return { kind: "refused", detail: `${answered}: redirects are never followed` };
  if (code !== null) return { kind: "refused", detail: named };
  if (error instanceof UnsupportedOperationError) {
    return { kind: "refused", detail: "the provider gives tokens of a type that cannot be sent as Bearer" };
  }
  // A proxy's maintenance page comes with 200 too.
  return transient("SERVER_ERROR", `${answered} with something that is no token`);
}

function beforeTheCall(error: unknown): FetchFailure {
  if (error instanceof AuthorizationResponseError) {
    return { kind: "refused", detail: "the provider's page ended without its consent" };
  }
  return { kind: "refused", detail: "the answer of the provider's page is not valid" };
}

const KNOWN_CODES = [
  "invalid_grant",
  "invalid_client",
  "unauthorized_client",
  "invalid_request",
  "invalid_scope",
  "invalid_target",
  "unsupported_grant_type",
  "access_denied",
  "bad_refresh_token",
  "incorrect_client_credentials",
];

/** Only codes that we know are repeated. */
function errorCode(body: string): string | null {
  try {
    const { error } = JSON.parse(body) as { readonly error?: unknown };
    if (typeof error !== "string") return null;
    return KNOWN_CODES.find((code) => code === error) ?? "another error";
  } catch {
    return null;
  }
}

export function transient(
  category: "NETWORK" | "TIMEOUT" | "RATE_LIMIT" | "SERVER_ERROR",
  detail: string,
  retryAt: number | null = null,
): FetchFailure {
  return { kind: "transient", category, detail, retryAt };
}
