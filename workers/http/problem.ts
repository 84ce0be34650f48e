import type { Context } from "hono";
import {
  type ParameterDetail,
  PROBLEMS,
  Problem,
  type ProblemCode,
  type ProblemDetail,
} from "#domain/problem";
import type { HttpEnv } from "./context.ts";

/** RFC 9457 problem document. `code` is the stable word for programs, `detail` the sentence for people. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail: string;
  readonly requestId: string;
  readonly errors?: readonly (ProblemDetail | ParameterDetail)[];
}

export function problemResponse(
  requestId: string,
  code: ProblemCode,
  detail: string,
  errors: readonly (ProblemDetail | ParameterDetail)[] = [],
): Response {
  const { status, title } = PROBLEMS[code];
  const document: ProblemDocument = {
    type: `/docs/problems#${code}`,
    title,
    status,
    code,
    detail,
    requestId,
    ...(errors.length === 0 ? {} : { errors }),
  };
  const headers = {
    "content-type": "application/problem+json",
    "x-request-id": requestId,
    "cache-control": "no-store",
  };
  return new Response(JSON.stringify(document), { status, headers });
}

/** What was thrown, as the outside may see it. Anything but a Problem is our own fault: logged, and not explained. */
export function errorResponse(error: unknown, c: Context<HttpEnv>): Response {
  const requestId = c.get("requestId") ?? "unknown";
  if (error instanceof Problem) {
    const answer = problemResponse(requestId, error.code, error.message, error.errors);
    if (error.retryAfterSeconds !== null) answer.headers.set("retry-after", String(error.retryAfterSeconds));
    return answer;
  }
  console.error(
    JSON.stringify({
      event: "http.failed",
      requestId,
      method: c.req.method,
      path: c.req.path,
      error: describe(error),
    }),
  );
  return problemResponse(
    requestId,
    "internal_error",
    "The gateway failed to answer. Nothing that was acknowledged is lost. Try again, and name this request id if it persists.",
  );
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
