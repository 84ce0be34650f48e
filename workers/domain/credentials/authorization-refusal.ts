/** Somebody came back from the provider, and the credential is not connected. */
export interface AuthorizationRefusal {
  /** Epoch milliseconds. */
  readonly at: number;
  /** `declined`: the provider said no. `failed`: what it said could not be used. */
  readonly reason: "declined" | "failed";
  /** In our own words. */
  readonly detail: string;
}

/** RFC 6749, section 4.1.2.1, and what OpenID Connect adds for a person who is asked. */
const KNOWN_CODES = [
  "access_denied",
  "consent_required",
  "interaction_required",
  "invalid_request",
  "invalid_scope",
  "login_required",
  "server_error",
  "temporarily_unavailable",
  "unauthorized_client",
  "unsupported_response_type",
];

/** Only codes that we know are repeated: whoever holds the browser wrote the rest. */
export function declinedDetail(code: string): string {
  if (!KNOWN_CODES.includes(code)) return "the provider's page ended with an error";
  return code === "access_denied"
    ? "somebody said no at the provider, or it does not let them agree (access_denied)"
    : `the provider's page ended with an error (${code})`;
}
