import type { Context } from "hono";
import {
  type ParameterDetail,
  PROBLEMS,
  Problem,
  type ProblemCode,
  type ProblemDetail,
} from "#domain/problem";
import { secretFailure } from "#domain/secrets/secret-unavailable";
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
    // Whose answer is it? An upstream's problem document looks like ours, and its header of this name is never passed on.
    "x-gateway-error": code,
  };
  return new Response(JSON.stringify(document), { status, headers });
}

/** What was thrown, as the outside may see it. Anything but a Problem is our own fault: logged, and not explained. */
export function errorResponse(error: unknown, c: Context<HttpEnv>): Response {
  const requestId = c.get("requestId") ?? "unknown";
  if (error instanceof Problem) {
    const response = problemResponse(requestId, error.code, error.message, error.errors);
    if (error.retryAfterMs !== null) {
      response.headers.set("retry-after", String(Math.ceil(error.retryAfterMs / 1_000)));
    }
    return response;
  }
  const locked = secretFailure(error);
  console.error(
    JSON.stringify({
      event: locked === null ? "http.failed" : "secrets.unavailable",
      requestId,
      method: c.req.method,
      path: loggablePath(c.req.path),
      error: describe(locked ?? error),
    }),
  );
  if (locked !== null) return problemResponse(requestId, "unavailable", SECRETS_UNAVAILABLE);
  return problemResponse(
    requestId,
    "internal_error",
    "The gateway failed to answer. Nothing that was acknowledged is lost. Try again, and name this request id if it persists.",
  );
}

/** Which key or secret it is stays in the log: the caller can neither mend it nor should know. */
const SECRETS_UNAVAILABLE =
  "A key that this needs is not at hand right now. Nothing was changed. Try again in a moment, and name this request id to the operator if it persists.";

/** The address of a source is a secret, and all of it stands in the path. */
function loggablePath(path: string): string {
  return path.startsWith("/in/") ? "/in/…" : path;
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
