/** What the API answers when it refuses (RFC 9457), and what the dashboard makes of an answer that never came. */
export interface ProblemDocument {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly requestId: string | null;
  readonly errors: readonly { readonly pointer: string; readonly message: string }[];
  readonly retryAfterMs: number | null;
}

export class ApiProblem extends Error {
  readonly problem: ProblemDocument;

  constructor(problem: ProblemDocument) {
    super(problem.detail);
    this.problem = problem;
  }
}

/** The gateway could not be reached, or its answer was cut off: nothing is known about what it did. */
export function unreachable(): ApiProblem {
  return new ApiProblem({
    status: 0,
    code: "unreachable",
    title: "No answer",
    detail: "The gateway did not answer. Check the connection, then try again.",
    requestId: null,
    errors: [],
    retryAfterMs: null,
  });
}

/** Nothing was sent: nobody is signed in any more. */
export function sessionEnded(): ApiProblem {
  return new ApiProblem({
    status: 401,
    code: "session_ended",
    title: "Your session has ended",
    detail: "Sign in again, then repeat this.",
    requestId: null,
    errors: [],
    retryAfterMs: null,
  });
}

export function readProblem(response: Response, body: unknown): ApiProblem {
  const given = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
  const retryAfter = Number(response.headers.get("retry-after") ?? Number.NaN);
  return new ApiProblem({
    status: response.status,
    code: text(given.code) ?? `http_${response.status}`,
    title: text(given.title) ?? `The gateway answered ${response.status}`,
    detail: text(given.detail) ?? `The gateway answered ${response.status} and did not say why.`,
    requestId: text(given.requestId) ?? response.headers.get("x-request-id"),
    errors: Array.isArray(given.errors) ? (given.errors as ProblemDocument["errors"]) : [],
    retryAfterMs: Number.isFinite(retryAfter) ? retryAfter * 1_000 : null,
  });
}

/** Whatever was thrown, as something that can be shown. */
export function asProblem(error: unknown): ProblemDocument {
  if (error instanceof ApiProblem) return error.problem;
  if (isPartMissing(error)) {
    return {
      ...unreachable().problem,
      code: "part_missing",
      title: "A part of this page could not be loaded",
      detail:
        "The connection may be gone, or there is a newer version of the dashboard. Load the page again.",
    };
  }
  return {
    ...unreachable().problem,
    code: "dashboard_error",
    title: "The dashboard failed",
    detail: String(error),
  };
}

/** A module that is loaded when it is needed did not come: offline, or from before a deployment. Each browser has its words. */
export function isPartMissing(error: unknown): boolean {
  return (
    error instanceof TypeError && /dynamically imported module|module script failed/i.test(error.message)
  );
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
