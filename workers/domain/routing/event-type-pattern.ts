import { isOperationalType } from "./operational-type.ts";

/**
 * Names of event types, such as `order.created`: 1 to 128 characters in segments separated by dots. A segment has
 * letters, digits, `_`, `:`, `/` and `-`, and at least one of them.
 */
const NAME = /^[A-Za-z0-9_:/-]+(?:\.[A-Za-z0-9_:/-]+)*$/;
const SEGMENT = /^[A-Za-z0-9_:/-]+$/;
export const MAX_EVENT_TYPE_LENGTH = 128;
export const MAX_PATTERNS = 100;

/** What is wrong with a pattern, with a JSON Pointer into the list of patterns. */
export interface PatternProblem {
  readonly pointer: string;
  readonly message: string;
}

type TypeMatcher = (type: string) => boolean;

export function isEventTypeName(text: string): boolean {
  return text.length <= MAX_EVENT_TYPE_LENGTH && NAME.test(text);
}

/** What is wrong with one pattern, or null. For the moment it is saved. */
export function checkPattern(pattern: string): string | null {
  if (pattern === "") return "A pattern is an event type such as order.created, order.* or *.";
  if (pattern.length > MAX_EVENT_TYPE_LENGTH)
    return `A pattern has at most ${MAX_EVENT_TYPE_LENGTH} characters.`;
  for (const segment of pattern.split(".")) {
    if (segment === "*") continue;
    if (segment === "") return "A segment between two dots is empty.";
    if (segment.includes("*")) return "* stands for a whole segment: order.* and not ord*.";
    if (!SEGMENT.test(segment)) return "Only letters, digits, _ : / - and dots between segments.";
  }
  return null;
}

/** Check a whole list. An empty list is a problem: it would match nothing, and nobody asks for that. */
export function checkPatterns(patterns: readonly string[]): readonly PatternProblem[] {
  if (patterns.length === 0) return [{ pointer: "", message: "Name at least one event type, or * for all." }];
  if (patterns.length > MAX_PATTERNS) return [{ pointer: "", message: `At most ${MAX_PATTERNS} patterns.` }];
  return patterns.flatMap((pattern, i) => {
    const message = checkPattern(pattern);
    return message === null ? [] : [{ pointer: `/${i}`, message }];
  });
}

/**
 * Prepare patterns for many types. Case matters. `*` in the middle or in front is exactly one segment
 * (`order.*.done`); at the end it is one or more (`order.*`), so that `*` alone matches everything.
 * The gateway's own events (`gateway.…`) go only to who names them: a customer's endpoint that takes everything must not
 * learn how the organization's others fare.
 * No pattern ever becomes a regular expression: a tenant's `(a+)+` could stall the gateway.
 */
export function compilePatterns(patterns: readonly string[]): TypeMatcher {
  const matches = compileAll(patterns);
  const operational = compileAll(patterns.filter(isOperationalType));
  return (type) => (isOperationalType(type) ? operational(type) : matches(type));
}

function compileAll(patterns: readonly string[]): TypeMatcher {
  if (patterns.includes("*")) return () => true;
  const exact = new Set(patterns.filter((pattern) => !pattern.includes("*")));
  const wildcards = patterns.filter((pattern) => pattern.includes("*")).map((pattern) => pattern.split("."));
  if (wildcards.length === 0) return (type) => exact.has(type);
  return (type) => {
    if (exact.has(type)) return true;
    const segments = type.split(".");
    return wildcards.some((wildcard) => matchesSegments(wildcard, segments));
  };
}

/** Does one of the patterns match? Prefer `compilePatterns` where the same patterns meet many types. */
export function matchesEventType(patterns: readonly string[], type: string): boolean {
  return compilePatterns(patterns)(type);
}

function matchesSegments(pattern: readonly string[], segments: readonly string[]): boolean {
  const openEnded = pattern.at(-1) === "*";
  if (openEnded ? segments.length < pattern.length : segments.length !== pattern.length) return false;
  return pattern.every((wanted, i) => wanted === "*" || wanted === segments[i]);
}
