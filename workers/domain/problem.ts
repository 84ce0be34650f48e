/**
 * Every refusal the outside may see: one table from reason to status, title and next step. RFC 9457 problem documents
 * are made from it in `http/problem.ts` and nowhere else.
 */
export const PROBLEMS = {
  malformed_json: { status: 400, title: "The body is not valid JSON" },
  malformed_request: { status: 400, title: "The request is malformed" },
  invalid_cursor: { status: 400, title: "The cursor is not one of ours" },
  unauthorized: { status: 401, title: "A valid API key is needed" },
  not_found: { status: 404, title: "There is nothing here" },
  method_not_allowed: { status: 405, title: "This path does not take that method" },
  idempotency_conflict: { status: 409, title: "This key was used for another body" },
  conflict: { status: 409, title: "The request conflicts with what is stored" },
  body_too_large: { status: 413, title: "The body is too large" },
  unsupported_media_type: { status: 415, title: "The body must be JSON" },
  wrong_region: { status: 421, title: "This key belongs to another region" },
  invalid_event: { status: 422, title: "The event is not valid" },
  unknown_event_type: { status: 422, title: "The event type is not in the catalogue" },
  invalid_body: { status: 422, title: "The body is not valid" },
  internal_error: { status: 500, title: "The gateway failed" },
  unavailable: { status: 503, title: "The gateway cannot take this right now" },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly title: string }>>;

export type ProblemCode = keyof typeof PROBLEMS;

/** One thing that is wrong, with a JSON Pointer (RFC 6901) to where. */
export interface ProblemDetail {
  readonly pointer: string;
  readonly message: string;
}

/** Thrown by services for what the caller did; the HTTP room turns it into a problem document. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly code: ProblemCode;
  readonly errors: readonly ProblemDetail[];

  /** `publicMessage` is shown to the caller and says the next step. */
  constructor(code: ProblemCode, publicMessage: string, errors: readonly ProblemDetail[] = []) {
    super(publicMessage);
    this.code = code;
    this.errors = errors;
  }
}
