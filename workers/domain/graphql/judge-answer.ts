import type { AttemptResult } from "../delivery/attempt-result.ts";
import { classifyStatus } from "../delivery/classify-outcome.ts";
import type { ErrorCategory } from "../delivery/error-category.ts";
import { CATCH_ALL, type CodeMeaning, meaningOf, normalizeCode } from "./error-codes.ts";
import { findUserErrors } from "./find-user-errors.ts";
import type { GraphqlSettings } from "./graphql-settings.ts";
import { type AnsweredError, type GraphqlAnswer, hasData, readAnswer } from "./read-answer.ts";

type Answered = Extract<AttemptResult, { kind: "response" }>;
type Refusal = NonNullable<Answered["refusal"]>;

/** As much of an answer is read, and never more parsed. */
export const MAX_ANSWER_BYTES = 1024 * 1024;

/**
 * Of several errors the one that leaves the least hope for the same request decides: without access nothing else
 * matters, what is wrong with the request stays wrong, and of what passes the one that says how long comes first.
 */
const WORST_FIRST: readonly ErrorCategory[] = [
  "AUTH",
  "VALIDATION",
  "CLIENT_ERROR",
  "RATE_LIMIT",
  "TIMEOUT",
  "SERVER_ERROR",
];

const CATCH_ALL_MEANING: CodeMeaning = { category: "SERVER_ERROR", unauthenticated: false };

/**
 * What a GraphQL server says in its body, in the words of every other failure. A 200 may be a failure; of any other
 * status the body may know the reason better.
 *
 * @param truncated the answer goes on behind `body`
 */
export function judgeAnswer(
  settings: GraphqlSettings,
  result: AttemptResult,
  body: string,
  truncated: boolean,
): AttemptResult {
  if (result.kind !== "response") return result;
  // Redirects and 410 mean the same as anywhere; 429 can only be made less clear.
  if ((result.status >= 300 && result.status <= 399) || result.status === 410) return result;
  const refusal = findRefusal(settings, result, body, truncated);
  return refusal === null ? result : { ...result, refusal };
}

function findRefusal(
  settings: GraphqlSettings,
  result: Answered,
  body: string,
  truncated: boolean,
): Refusal | null {
  const success = result.status >= 200 && result.status <= 299;
  const answer = truncated ? null : readAnswer(body);
  if (answer === null) {
    if (saysRateLimit(result)) {
      return refuse("RATE_LIMIT", `answered ${result.status} and says that no requests are left`);
    }
    if (!success) return null;
    // Delivered or not, nobody can tell: once more might do it twice, and would not be read either.
    if (truncated) {
      return refuse(
        "CLIENT_ERROR",
        `answered ${result.status} with more than ${MAX_ANSWER_BYTES} bytes, too much to be judged: let the document select fewer fields`,
      );
    }
    return refuse("SERVER_ERROR", `answered ${result.status} without a GraphQL answer in its body`);
  }
  if (answer.errors.length > 0) return refuseErrors(settings, result, answer);
  if (!success) return null;
  if (answer.data === null || answer.data === undefined) {
    return refuse("SERVER_ERROR", `answered ${result.status} with neither data nor errors`);
  }
  return refuseUserErrors(settings, result, answer);
}

function refuseErrors(settings: GraphqlSettings, result: Answered, answer: GraphqlAnswer): Refusal | null {
  const partial = hasData(answer);
  const success = result.status >= 200 && result.status <= 299;
  if (partial && success && settings.partialData === "accept")
    return refuseUserErrors(settings, result, answer);
  const meanings = answer.errors.map((error) => meaningOfError(settings, result, answer, error));
  const worst = worstOf(meanings);
  const category = result.status === 429 ? "RATE_LIMIT" : worst.category;
  const count = answer.errorCount === 1 ? "1 error" : `${answer.errorCount} errors`;
  const codes = listCodes(answer.errors);
  const detail = `answered ${result.status} with ${count}${codes}${partial ? " beside partial data" : ""}`;
  const waits = [...answer.errors.map(({ retryAfterMs }) => retryAfterMs), answer.retryAfterMs];
  const retryAfterMs = category === "RATE_LIMIT" ? Math.max(0, ...waits.map((wait) => wait ?? 0)) : 0;
  // With data there, something was done: no second request in the same breath.
  const unauthenticated = category === "AUTH" && !partial && meanings.some((each) => each.unauthenticated);
  return refuse(category, detail, retryAfterMs, unauthenticated);
}

function refuseUserErrors(
  settings: GraphqlSettings,
  result: Answered,
  answer: GraphqlAnswer,
): Refusal | null {
  if (settings.userErrorsPath === null) return null;
  const found = findUserErrors(answer.data, settings.userErrorsPath);
  if (found.length === 0) return null;
  const meanings = found.map(
    ({ codes }): CodeMeaning =>
      knownMeaning(settings, codes)?.means ?? { category: "VALIDATION", unauthenticated: false },
  );
  const { category } = worstOf(meanings);
  const entries = found.length === 1 ? "1 entry" : `${found.length} entries`;
  return refuse(
    category,
    `answered ${result.status} with ${entries} in ${settings.userErrorsPath}${listCodes(found)}`,
  );
}

function meaningOfError(
  settings: GraphqlSettings,
  result: Answered,
  { data }: GraphqlAnswer,
  error: AnsweredError,
): CodeMeaning {
  const known = knownMeaning(settings, error.codes);
  if (known !== null && !known.catchAll) return known.means;
  if (error.status !== null) return meaningOfStatus(error.status);
  if (known !== null) return known.means;
  if (result.status >= 400) return meaningOfStatus(result.status);
  // Never executed, and it points into the document: a request error in the words of the specification.
  if (data === undefined && error.located && error.path === null) {
    return { category: "VALIDATION", unauthenticated: false };
  }
  return CATCH_ALL_MEANING;
}

function knownMeaning(settings: GraphqlSettings, codes: readonly string[]) {
  for (const code of codes) {
    const means = meaningOf(code, settings.errorCodes);
    if (means === null) continue;
    const catchAll = normalizeCode(code) === CATCH_ALL && means.category === "SERVER_ERROR";
    return { means, catchAll };
  }
  return null;
}

function meaningOfStatus(status: number): CodeMeaning {
  const outcome = classifyStatus(status);
  if (outcome.kind === "success") return CATCH_ALL_MEANING;
  return { category: outcome.category, unauthenticated: status === 401 };
}

/** GitHub's limits come as a 200 or 403 without `errors`, and its headers tell them from a refusal. */
function saysRateLimit({ status, headers }: Answered): boolean {
  if (status !== 200 && status !== 403) return false;
  return headers["retry-after"] !== undefined || headers["x-ratelimit-remaining"]?.trim() === "0";
}

function worstOf(meanings: readonly CodeMeaning[]): CodeMeaning {
  const rank = ({ category }: CodeMeaning) => WORST_FIRST.indexOf(category);
  return meanings.toSorted((a, b) => rank(a) - rank(b))[0] ?? CATCH_ALL_MEANING;
}

/** Only words: a digit may be part of somebody's token, and a detail is read by more people than the body is. */
function listCodes(errors: readonly Pick<AnsweredError, "codes">[]): string {
  const words = errors
    .flatMap(({ codes }) => codes.slice(0, 1))
    .filter((code) => /^[A-Za-z_. -]{1,40}$/.test(code));
  const distinct = [...new Set(words)].slice(0, 5);
  return distinct.length === 0 ? "" : ` (${distinct.join(", ")})`;
}

function refuse(category: ErrorCategory, detail: string, retryAfterMs = 0, unauthenticated = false): Refusal {
  return {
    category,
    detail: `the GraphQL server ${detail}`,
    ...(retryAfterMs > 0 ? { retryAfterMs } : {}),
    ...(unauthenticated ? { unauthenticated } : {}),
  };
}
