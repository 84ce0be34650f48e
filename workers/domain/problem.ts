/**
 * Every refusal the outside may see: one table from reason to status, title and next step. RFC 9457 problem documents
 * are made from it in `http/problem.ts` and nowhere else.
 */
export const PROBLEMS = {
  malformed_json: {
    status: 400,
    title: "The body is not valid JSON",
    advice: "Send UTF-8 JSON that a parser takes, nested at most 64 levels deep.",
  },
  malformed_request: {
    status: 400,
    title: "The request is malformed",
    advice: "Correct the parameters or headers named in errors. Sending the same request again fails again.",
  },
  invalid_cursor: {
    status: 400,
    title: "The cursor is not one of ours",
    advice:
      "Pass nextCursor back exactly as it was answered, with the same filters, or start without a cursor.",
  },
  organization_needed: {
    status: 400,
    title: "The call does not say which organization it is about",
    advice: "Send X-Organization-Id with the id of an organization that you belong to, or that is below one.",
  },
  unauthorized: {
    status: 401,
    title: "A valid key or token is needed",
    advice: "Send Authorization: Bearer with an API key that is not revoked, or sign in for an access token.",
  },
  sign_in_failed: {
    status: 401,
    title: "Signing in failed",
    advice: "Check the address, the password and the code. The answer is the same whichever was wrong.",
  },
  second_factor_needed: {
    status: 401,
    title: "A second factor is needed",
    advice: "Send the same again with the code of your authenticator, or a recovery code.",
  },
  webhook_rejected: {
    status: 401,
    title: "The webhook did not prove where it comes from",
    advice:
      "Nothing was taken. GET /api/v1/sources/{id}/rejected shows the reason and what to check; the sender learns none.",
  },
  forbidden: {
    status: 403,
    title: "You may not do this",
    advice: "Use credentials that hold the permission named in detail, or ask for a role that has it.",
  },
  origin_not_allowed: {
    status: 403,
    title: "This page may not call the gateway",
    advice: "The operator lists the exact origins of trusted pages in ALLOWED_ORIGINS.",
  },
  not_found: {
    status: 404,
    title: "There is nothing here",
    advice: "Check the id and the path. What belongs to another organization reads as absent.",
  },
  method_not_allowed: {
    status: 405,
    title: "This path does not take that method",
    advice: "Use one of the methods in the Allow header.",
  },
  idempotency_conflict: {
    status: 409,
    title: "This key was used for another body",
    advice: "Use a new key or id for the new body, or send the first body again.",
  },
  conflict: {
    status: 409,
    title: "The request conflicts with what is stored",
    advice: "Read the resource again, decide with what it says now, and send the change again.",
  },
  invitation_ended: {
    status: 410,
    title: "The invitation is over",
    advice: "Sign in if it was you who used it. Otherwise ask whoever invited you for another one.",
  },
  precondition_failed: {
    status: 412,
    title: "It was changed since you read it",
    advice: "Read the resource again, decide with what it says now, and send the change with the new ETag.",
  },
  body_too_large: {
    status: 413,
    title: "The body is too large",
    advice: "Send less at once: split a batch, or put the data elsewhere and send a reference.",
  },
  unsupported_media_type: {
    status: 415,
    title: "The body must be JSON",
    advice: "Send Content-Type: application/json, the body in UTF-8 and without Content-Encoding.",
  },
  wrong_region: {
    status: 421,
    title: "This key belongs to another region",
    advice: "Call the region that the key names: igw_eu_… belongs to eu.",
  },
  invalid_event: {
    status: 422,
    title: "The event is not valid",
    advice: "Correct the members named in errors. Nothing of the request was accepted.",
  },
  unknown_event_type: {
    status: 422,
    title: "The event type is not in the catalogue",
    advice: "Add the type to the catalogue first, correct its spelling, or make the catalogue open.",
  },
  invalid_body: {
    status: 422,
    title: "The body is not valid",
    advice: "Correct the members named in errors. Nothing was changed.",
  },
  rate_limited: {
    status: 429,
    title: "Too many requests at once",
    advice: "Wait as long as Retry-After says. The RateLimit headers of every answer show what is left.",
  },
  quota_exceeded: {
    status: 429,
    title: "The organization's quota is used up",
    advice: "Wait until the quota begins anew (Retry-After), or have it raised by whoever set it.",
  },
  invalid_path: {
    status: 400,
    title: "The path cannot be passed on",
    advice:
      "Write it without . and .. segments, empty segments, encoded slashes and characters that need encoding.",
  },
  path_not_allowed: {
    status: 403,
    title: "The integration does not allow this path",
    advice: "Call a path that it allows, or have proxy.path changed by whoever may change the integration.",
  },
  upstream_busy: {
    status: 429,
    title: "The integration's own limit is used up",
    advice: "Wait as long as Retry-After says. The limit protects the upstream; it is in proxy.limits.",
  },
  not_supported: {
    status: 501,
    title: "The gateway does not do this",
    advice: "Use plain HTTP requests: upgrades such as WebSockets are not passed on.",
  },
  upstream_unreachable: {
    status: 502,
    title: "The upstream could not be reached",
    advice: "See the call in GET /api/v1/proxy-calls, and try again if repeating it does no harm.",
  },
  upstream_unusable: {
    status: 502,
    title: "The upstream's answer cannot be passed on",
    advice:
      "See the call in GET /api/v1/proxy-calls: a transformation failed, or the answer is too large for one.",
  },
  upstream_credential: {
    status: 502,
    title: "The gateway cannot sign in at the upstream",
    advice: "Look at the integration's credential: it may have to be connected anew.",
  },
  circuit_open: {
    status: 503,
    title: "The upstream is given a rest",
    advice:
      "Wait as long as Retry-After says. It failed too often; the next calls after the rest try it again.",
  },
  upstream_timeout: {
    status: 504,
    title: "The upstream did not answer in time",
    advice: "Try again if repeating it does no harm, or have timeoutMs raised.",
  },
  internal_error: {
    status: 500,
    title: "The gateway failed",
    advice: "Try again with the same Idempotency-Key. If it persists, give the operator the requestId.",
  },
  insufficient_storage: {
    status: 507,
    title: "The organization's quota has no room left",
    advice: "Delete what is no longer needed, shorten the retention, or have the quota raised.",
  },
  unavailable: {
    status: 503,
    title: "The gateway cannot take this right now",
    advice: "Wait and try again with the same Idempotency-Key: what was accepted is not taken twice.",
  },
} as const satisfies Readonly<Record<string, ProblemKind>>;

interface ProblemKind {
  readonly status: number;
  readonly title: string;
  /** What the caller does next, whatever the details are. Shown at /docs/problems. */
  readonly advice: string;
}

export type ProblemCode = keyof typeof PROBLEMS;

/** One thing that is wrong with the body, with a JSON Pointer (RFC 6901) to where. */
export interface ProblemDetail {
  readonly pointer: string;
  readonly message: string;
}

/** One thing that is wrong with a query parameter, a path parameter or a header, by its name. */
export interface ParameterDetail {
  readonly parameter: string;
  readonly message: string;
}

/** Thrown by services for what the caller did; the HTTP room turns it into a problem document. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly code: ProblemCode;
  readonly errors: readonly (ProblemDetail | ParameterDetail)[];
  /** Answered as Retry-After; null when waiting does not help. */
  readonly retryAfterMs: number | null;

  /** `publicMessage` is shown to the caller and says the next step. */
  constructor(
    code: ProblemCode,
    publicMessage: string,
    errors: readonly (ProblemDetail | ParameterDetail)[] = [],
    retryAfterMs: number | null = null,
  ) {
    super(publicMessage);
    this.code = code;
    this.errors = errors;
    this.retryAfterMs = retryAfterMs;
  }
}
