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
  return {
    ...unreachable().problem,
    code: "dashboard_error",
    title: "The dashboard failed",
    detail: String(error),
  };
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
