import type { Context, Hono } from "hono";
import type { HttpEnv } from "../context.ts";
import { problemResponse } from "../problem.ts";

interface KnownPath {
  readonly pattern: RegExp;
  readonly method: string;
}

/**
 * The answer where no route took the request: 405 with `Allow` (RFC 9110, section 15.5.6) on a path that exists for
 * another method, else 404. The routes are read at the first such request, when all of them are registered.
 */
export function answerUnrouted(app: Hono<HttpEnv>): (c: Context<HttpEnv>) => Response {
  let known: readonly KnownPath[] | null = null;
  return (c) => {
    known ??= knownPaths(app);
    const { method, path } = c.req;
    const allowed = allowedMethods(known, path);
    if (allowed.length === 0) {
      return problemResponse(c.var.requestId, "not_found", `No route for ${method} ${path}. See /docs.`);
    }
    const list = allowed.join(", ");
    const answer = problemResponse(c.var.requestId, "method_not_allowed", `${path} takes ${list}.`);
    answer.headers.set("allow", list);
    return answer;
  };
}

function allowedMethods(known: readonly KnownPath[], path: string): string[] {
  const methods = new Set<string>();
  for (const { pattern, method } of known) {
    if (!pattern.test(path)) continue;
    methods.add(method);
    // Hono answers HEAD wherever it answers GET.
    if (method === "GET") methods.add("HEAD");
  }
  return [...methods].sort();
}

/** Middleware is registered for the method ALL and makes no path exist. */
function knownPaths(app: Hono<HttpEnv>): KnownPath[] {
  return app.routes
    .filter(({ method }) => method !== "ALL")
    .map(({ method, path }) => ({ method, pattern: toPattern(path) }));
}

/** `/a/:id`, `/a/:id{[0-9]+}` and `/a/*` in Hono's notation, as an expression over the whole path. */
function toPattern(path: string): RegExp {
  const segments = path.split("/").map((segment) => {
    if (segment === "*") return ".*";
    if (!segment.startsWith(":")) return segment.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    return /\{(.+)\}$/.exec(segment)?.[1] ?? "[^/]+";
  });
  return new RegExp(`^${segments.join("/")}$`);
}
