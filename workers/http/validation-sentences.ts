import { z } from "@hono/zod-openapi";

type RawIssue = z.core.$ZodRawIssue;

const TYPES: Readonly<Record<string, string>> = {
  string: "a string",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};

/** From here on zod speaks in sentences that say what is wanted. What has no sentence here keeps zod's own words. */
export function speakInSentences(): void {
  z.config({ customError: sentenceFor });
}

function sentenceFor(issue: RawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      if (issue.input === undefined) return "It is required.";
      return TYPES[issue.expected] === undefined ? undefined : `It must be ${TYPES[issue.expected]}.`;
    case "invalid_value":
      return `It must be ${oneOf(issue.values.map(String))}.`;
    case "too_small":
      return bound(issue.origin, "at least", issue.minimum);
    case "too_big":
      return bound(issue.origin, "at most", issue.maximum);
    case "invalid_format":
      return issue.format === "datetime"
        ? "It must be a moment of RFC 3339 with a zone, such as 2026-01-31T12:00:00Z."
        : undefined;
    case "unrecognized_keys":
      return `Unknown here: check its spelling, or leave it out. Known: ${knownNames(issue.inst).join(", ")}.`;
    case "invalid_union":
      return Array.isArray(issue.options) ? `It must be ${oneOf(issue.options.map(String))}.` : undefined;
    default:
      return undefined;
  }
}

function bound(origin: string, words: string, limit: number | bigint): string | undefined {
  switch (origin) {
    case "string":
      return `It must have ${words} ${limit} character${Number(limit) === 1 ? "" : "s"}.`;
    case "array":
      return `It must have ${words} ${limit} entr${Number(limit) === 1 ? "y" : "ies"}.`;
    case "number":
    case "int":
      return `It must be ${words} ${limit}.`;
    default:
      return undefined;
  }
}

function knownNames(inst: RawIssue["inst"]): readonly string[] {
  return inst instanceof z.ZodObject ? Object.keys(inst.shape) : [];
}

function oneOf(values: readonly string[]): string {
  return values.length === 1 ? `${values[0]}` : `one of ${values.join(", ")}`;
}
