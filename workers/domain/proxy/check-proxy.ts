import { under, wholeNumber } from "../check-values.ts";
import { circuitPolicyProblems } from "../delivery/check-circuit.ts";
import { isSensitiveHeader } from "../delivery/redact-headers.ts";
import { escapePointer } from "../json-pointer.ts";
import type { ProblemDetail } from "../problem.ts";
import { isBucketLimit } from "../tenancy/token-bucket.ts";
import { pathFault } from "./map-path.ts";
import { parsePattern, targetProblem } from "./path-pattern.ts";
import { allowanceProblem } from "./proxy-headers.ts";
import {
  type CacheSettings,
  type CallLimitSettings,
  type PathSettings,
  PROXY_METHODS,
  type ProxySettings,
  type QuerySettings,
} from "./proxy-settings.ts";

const MAX_ENTRIES = 100;
const MAX_TEXT = 500;
const MOST_PROBES = 100;

/** Everything wrong with how an integration may be called. Pointers lead into `proxy`. */
export function checkProxy(proxy: ProxySettings): readonly ProblemDetail[] {
  return [
    ...methodProblems(proxy.methods),
    ...under("/path", pathProblems(proxy.path)),
    ...under("/query", queryProblems(proxy.query)),
    ...listProblems("/requestHeaders", proxy.requestHeaders, (entry) => allowanceProblem(entry, "request")),
    ...listProblems("/responseHeaders", proxy.responseHeaders, (entry) =>
      allowanceProblem(entry, "response"),
    ),
    ...wholeNumber("/totalTimeoutMs", proxy.totalTimeoutMs, 100, 3_600_000),
    ...under("/cache", proxy.cache === null ? [] : cacheProblems(proxy.cache)),
    ...under("/limits", limitProblems(proxy.limits)),
    ...under("/circuit", proxy.circuit === null ? [] : circuitPolicyProblems(proxy.circuit, MOST_PROBES)),
  ];
}

function methodProblems(methods: readonly string[]): ProblemDetail[] {
  if (methods.length === 0) return [{ pointer: "/methods", message: "Name at least one method." }];
  return methods.flatMap((method, index) => {
    const pointer = `/methods/${index}`;
    if (!PROXY_METHODS.some((known) => known === method))
      return [{ pointer, message: `Use ${PROXY_METHODS.join(", ")}.` }];
    return methods.indexOf(method) === index ? [] : [{ pointer, message: "It stands there twice." }];
  });
}

function pathProblems({ allow, strip, add, rewrite }: PathSettings): ProblemDetail[] {
  const prefix = (pointer: string, text: string): ProblemDetail[] => {
    if (text === "") return [];
    const message = text.endsWith("/") ? "It does not end with /." : pathFault(text);
    return message === null ? [] : [{ pointer, message }];
  };
  return [
    ...listProblems("/allow", allow, patternProblem),
    ...prefix("/strip", strip),
    ...prefix("/add", add),
    ...tooMany("/rewrite", rewrite.length),
    ...rewrite.slice(0, MAX_ENTRIES).flatMap(({ from, to }, index) => {
      const parse = parsePattern(from);
      if (!parse.ok) return [{ pointer: `/rewrite/${index}/from`, message: parse.message }];
      const message = targetProblem(to, parse.pattern);
      return message === null ? [] : [{ pointer: `/rewrite/${index}/to`, message }];
    }),
  ];
}

function patternProblem(text: string): string | null {
  const parse = parsePattern(text);
  return parse.ok ? null : parse.message;
}

function queryProblems({ allow, deny, rename, set }: QuerySettings): ProblemDetail[] {
  const length = (text: string) =>
    text === "" || text.length > MAX_TEXT ? `It has 1 to ${MAX_TEXT} characters.` : null;
  const record = (root: string, entries: Readonly<Record<string, string>>) => [
    ...tooMany(root, Object.keys(entries).length),
    ...Object.entries(entries).flatMap(([name, value]) => {
      const message = length(name) ?? (value.length > MAX_TEXT ? `At most ${MAX_TEXT} characters.` : null);
      return message === null ? [] : [{ pointer: `${root}/${escapePointer(name)}`, message }];
    }),
  ];
  return [
    ...listProblems("/allow", allow ?? [], length),
    ...listProblems("/deny", deny, length),
    ...record("/rename", rename),
    ...record("/set", set),
    ...Object.keys(set)
      .filter(isSensitiveHeader)
      .map((name) => ({
        pointer: `/set/${escapePointer(name)}`,
        // Settings are shown to everybody who may read them; a credential is sealed.
        message: "This looks like a secret. Make a credential of the kind api_key with in: query instead.",
      })),
  ];
}

function cacheProblems({ ttlSeconds, query, headers, staleIfErrorSeconds }: CacheSettings): ProblemDetail[] {
  return [
    ...wholeNumber("/ttlSeconds", ttlSeconds, 1, 86_400),
    ...wholeNumber("/staleIfErrorSeconds", staleIfErrorSeconds, 0, 604_800),
    ...tooMany("/query", query?.length ?? 0),
    ...listProblems("/headers", headers ?? [], (entry) =>
      entry.endsWith("*") ? "Name the header whole." : allowanceProblem(entry, "request"),
    ),
  ];
}

function limitProblems({ rate, concurrency }: CallLimitSettings): ProblemDetail[] {
  const message =
    "ratePerSecond is 0.001 to 1000000 in steps of 0.001, burst a whole number from 1 to 1000000.";
  return [
    ...(rate === null || isBucketLimit(rate) ? [] : [{ pointer: "/rate", message }]),
    ...(concurrency === null ? [] : wholeNumber("/concurrency", concurrency, 1, 1_000)),
  ];
}

function listProblems(
  root: string,
  entries: readonly string[],
  problemOf: (entry: string) => string | null,
): ProblemDetail[] {
  return [
    ...tooMany(root, entries.length),
    ...entries.slice(0, MAX_ENTRIES).flatMap((entry, index) => {
      const message = problemOf(entry);
      return message === null ? [] : [{ pointer: `${root}/${index}`, message }];
    }),
  ];
}

function tooMany(pointer: string, count: number): ProblemDetail[] {
  return count <= MAX_ENTRIES ? [] : [{ pointer, message: `At most ${MAX_ENTRIES} entries.` }];
}
