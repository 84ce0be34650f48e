import type { HealthSign } from "#domain/delivery/circuit-breaker";
import { healthSignOf } from "#domain/delivery/circuit-breaker";
import { classifyOutcome } from "#domain/delivery/classify-outcome";
import type { ErrorCategory } from "#domain/delivery/error-category";
import { isSensitiveHeader } from "#domain/delivery/redact-headers";
import { PROBLEMS, Problem, type ProblemCode } from "#domain/problem";
import type { CacheWord } from "#domain/proxy/ports";
import type { CallStep, CallTrace } from "./call-trace.ts";
import type { ProxyRequest, ProxyServices } from "./proxy-services.ts";
import type { CallFacts } from "./reshape-body.ts";

/** What is told when a call has ended. */
export interface CallEnd {
  readonly status: number;
  readonly responseBytes: number | null;
  readonly detail: string | null;
}

/** Gathers what happens in one call and hands it to the log once. */
export class CallRecord {
  readonly id: string;
  readonly startedAt: number;
  readonly #services: ProxyServices;
  readonly #request: ProxyRequest;
  readonly #steps: CallStep[] = [];
  #ended = false;
  cache: CacheWord = "bypass";
  requestBytes: number | null = null;
  sent: CallTrace["request"] = null;
  came: CallTrace["response"] = null;
  #headersAt: number | null = null;

  constructor(services: ProxyServices, request: ProxyRequest) {
    this.#services = services;
    this.#request = request;
    this.id = services.createId("pxc");
    this.startedAt = services.now();
  }

  step(name: CallStep["name"], from: number, detail: string): void {
    this.#steps.push({ name, durationMs: this.#services.now() - from, detail });
  }

  /** What a transformation may know of the call. */
  facts(status: number | null): CallFacts {
    const { method, path, correlationId } = this.#request;
    return { id: this.id, method, path, correlationId, status };
  }

  headersThere(): void {
    this.#headersAt = this.#services.now();
  }

  /** The gateway refused or failed. What is no Problem is our own fault, and is logged as such. */
  refused(error: unknown): void {
    const code: ProblemCode = error instanceof Problem ? error.code : "internal_error";
    const detail = error instanceof Problem ? error.message : "the gateway failed";
    const end = { status: PROBLEMS[code].status, responseBytes: null, detail };
    this.#end(end, code, categoryOfRefusal(code));
  }

  answered(end: CallEnd, category: ErrorCategory | null): void {
    this.#end(end, null, category);
  }

  #end(
    { status, responseBytes, detail }: CallEnd,
    gatewayError: string | null,
    category: ErrorCategory | null,
  ) {
    if (this.#ended) return;
    this.#ended = true;
    const { orgId, integrationId, method, path, search, caller, correlationId } = this.#request;
    const endedAt = this.#services.now();
    const call = {
      id: this.id,
      integrationId,
      at: this.startedAt,
      method,
      path: path.slice(0, 2_000) + shownQuery(search),
      httpStatus: status,
      gatewayError,
      category,
      cache: this.cache,
      durationMs: (this.#headersAt ?? endedAt) - this.startedAt,
      totalMs: endedAt - this.startedAt,
      requestBytes: this.requestBytes,
      responseBytes,
      caller,
      correlationId,
      detail,
    };
    const trace = {
      startedAt: this.startedAt,
      steps: this.#steps,
      request: this.sent,
      response: this.came,
      error: gatewayError === null ? null : detail,
    };
    this.#services.logCall(orgId, call, trace);
  }
}

/** A proxy passes redirects and `304` on: they are answers like any other. */
export function categoryOfStatus(status: number): ErrorCategory | null {
  if (status < 400) return null;
  const outcome = classifyOutcome({ kind: "response", status, headers: {} });
  return outcome.kind === "failure" ? outcome.category : null;
}

export function signOfStatus(status: number): HealthSign {
  return healthSignOf(categoryOfStatus(status));
}

function categoryOfRefusal(code: ProblemCode): ErrorCategory {
  switch (code) {
    case "upstream_unreachable":
      return "NETWORK";
    case "upstream_timeout":
      return "TIMEOUT";
    case "upstream_credential":
      return "AUTH";
    case "upstream_busy":
      return "RATE_LIMIT";
    case "circuit_open":
    case "upstream_unusable":
    case "internal_error":
    case "unavailable":
      return "SERVER_ERROR";
    default:
      return "VALIDATION";
  }
}

/** A caller may put a key of its own into the query; what it is called tells. */
function shownQuery(search: string): string {
  if (search === "") return "";
  const parts = search
    .slice(1, 2_000)
    .split("&")
    .map((part) => {
      const at = part.indexOf("=");
      return at !== -1 && isSensitiveHeader(part.slice(0, at)) ? `${part.slice(0, at)}=redacted` : part;
    });
  return `?${parts.join("&")}`;
}
