import { exceedsDepth } from "../ingress/payload-slice.ts";

/** Far more than any schema nests, and little enough for every walk over it. */
const MAX_DEPTH = 200;
/** A server that lists more has said what it has to say. */
const MAX_ERRORS = 50;

export interface AnsweredError {
  /** Whatever might be a code, the most telling first. */
  readonly codes: readonly string[];
  /** The HTTP status that the server would have used for it, when it says. */
  readonly status: number | null;
  /** The field that failed; without one nothing was executed. */
  readonly path: readonly (string | number)[] | null;
  /** It points into the document: the document, or its variables, are what is wrong. */
  readonly located: boolean;
  readonly retryAfterMs: number | null;
}

/** The body of a GraphQL answer, as far as anybody judges it. */
export interface GraphqlAnswer {
  /** The entry `data`: undefined when there is none. */
  readonly data: unknown;
  readonly errors: readonly AnsweredError[];
  /** How many there were before `MAX_ERRORS`. */
  readonly errorCount: number;
  readonly retryAfterMs: number | null;
}

type Members = Readonly<Record<string, unknown>>;

/** Null for what is not a GraphQL answer: no JSON, no object, neither `data` nor `errors`. */
export function readAnswer(body: string): GraphqlAnswer | null {
  const root = parseObject(body);
  if (root === null) return null;
  const listed = Array.isArray(root.errors) ? (root.errors as readonly unknown[]) : null;
  // By the specification the entry is left out; many servers write null, and their answers count all the same.
  const free = root.errors === undefined || root.errors === null;
  if (listed === null && !("data" in root && free)) return null;
  const errors = (listed ?? []).slice(0, MAX_ERRORS).map((error) => readError(error, root));
  return { data: root.data, errors, errorCount: listed?.length ?? 0, retryAfterMs: costWait(root) };
}

/** Did anything of what was asked for come back? `{"createOrder": null}` is nothing. */
export function hasData({ data }: Pick<GraphqlAnswer, "data">): boolean {
  return isMembers(data) && Object.values(data).some((value) => value !== null);
}

function parseObject(text: string): Members | null {
  if (!/^\s*\{/.test(text)) return null;
  try {
    if (exceedsDepth(text, MAX_DEPTH)) return null;
    const value: unknown = JSON.parse(text);
    return isMembers(value) ? value : null;
  } catch {
    return null;
  }
}

/** Where the servers in error-codes.ts put their codes. */
function readError(error: unknown, root: Members): AnsweredError {
  const own = membersOf(error);
  const extensions = membersOf(own.extensions);
  const exception = membersOf(extensions.exception);
  const original = membersOf(extensions.originalError);
  const codes = [
    ...[extensions.code, extensions.errorType, membersOf(extensions.classification).type],
    ...[extensions.classification, exception.code, own.type, own.errorType, own.code, extensions.type],
    root.error_code,
  ].filter((code) => typeof code === "string" && code !== "");
  const statuses = [
    ...[membersOf(extensions.http).status, extensions.status, extensions.statusCode, extensions.status_code],
    ...[original.statusCode, exception.status, root.status_code],
  ];
  return {
    codes: codes as string[],
    status: statuses.map(Number).find((status) => status >= 400 && status <= 599) ?? null,
    path: Array.isArray(own.path) ? (own.path as (string | number)[]) : null,
    located: Array.isArray(own.locations) && own.locations.length > 0,
    retryAfterMs: firstWait([
      ...[extensions.retry_in_seconds, extensions.retryAfter, extensions.retry_after],
      extensions.retryAfterSeconds,
    ]),
  };
}

/** Shopify counts costs: the bucket has what this request costs again after so long. */
function costWait(root: Members): number | null {
  const cost = membersOf(membersOf(root.extensions).cost);
  const throttle = membersOf(cost.throttleStatus);
  const missing = Number(cost.requestedQueryCost) - Number(throttle.currentlyAvailable);
  const seconds = missing / Number(throttle.restoreRate);
  return seconds > 0 && Number.isFinite(seconds) ? Math.ceil(seconds * 1_000) : null;
}

function firstWait(seconds: readonly unknown[]): number | null {
  const found = seconds.find((value) => typeof value === "number" && value > 0 && Number.isFinite(value));
  return found === undefined ? null : Math.ceil((found as number) * 1_000);
}

function membersOf(value: unknown): Members {
  return isMembers(value) ? value : {};
}

function isMembers(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
