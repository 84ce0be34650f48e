import type { ErrorCategory } from "../delivery/error-category.ts";
import { CODE_CATEGORIES, type CodeCategory, type GraphqlSettings } from "./graphql-settings.ts";

/** What one error means. `unauthenticated`: another access token might help. */
export interface CodeMeaning {
  readonly category: ErrorCategory;
  readonly unauthenticated: boolean;
}

const UNAUTHENTICATED: CodeMeaning = { category: "AUTH", unauthenticated: true };
const meaning = (category: CodeCategory): CodeMeaning => ({ category, unauthenticated: false });

/**
 * Codes as `normalizeCode` writes them, by who sends them. No standard names any: the GraphQL specification leaves
 * `extensions` to each server.
 */
const KNOWN: ReadonlyMap<string, CodeMeaning> = new Map(
  [
    {
      means: UNAUTHENTICATED,
      codes: [
        ...["UNAUTHENTICATED", "UNAUTHORIZED", "NOT_AUTHENTICATED", "INVALID_CREDENTIALS"],
        ...["AUTHENTICATION_ERROR"], // Linear
        ...["AUTH_NOT_AUTHENTICATED"], // Hot Chocolate
        ...["INVALID_JWT", "INVALID_HEADERS"], // Hasura
        ...["INVALID_TOKEN", "TOKEN_EXPIRED"], // Directus
        ...["UNAUTHORIZED_EXCEPTION"], // AWS AppSync
        ...["INVALID_TOKEN_ERROR", "EXPIRED_SIGNATURE_ERROR"], // Saleor
      ],
    },
    {
      means: meaning("AUTH"),
      codes: [
        ...["FORBIDDEN", "ACCESS_DENIED", "PERMISSION_DENIED", "NOT_AUTHORIZED", "AUTH_NOT_AUTHORIZED"],
        ...["PERMISSION_ERROR"], // Hasura
        ...["INSUFFICIENT_SCOPES"], // GitHub
        ...["USER_UNAUTHORIZED_EXCEPTION"], // monday.com
      ],
    },
    {
      means: meaning("VALIDATION"),
      codes: [
        ...["GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED", "BAD_USER_INPUT", "BAD_REQUEST"], // Apollo
        ...["OPERATION_RESOLUTION_FAILURE", "INTROSPECTION_DISABLED", "MAX_RECURSIVE_SELECTIONS_EXCEEDED"],
        ...[
          "VALIDATION_FAILED",
          "PARSE_FAILED",
          "CONSTRAINT_VIOLATION",
          "CONSTRAINT_ERROR",
          "DATA_EXCEPTION",
        ], // Hasura
        ...["INVALID_VARIABLE", "UNDEFINED_FIELD", "VARIABLE_MISMATCH", "SELECTION_MISMATCH"], // graphql-ruby
        ...["ARGUMENT_LITERALS_INCOMPATIBLE", "MISSING_REQUIRED_ARGUMENTS", "MAX_COST_EXCEEDED"], // and Shopify on it
        ...["UNPROCESSABLE", "MAX_NODE_LIMIT_EXCEEDED"], // GitHub
        ...["VALIDATION_ERROR", "INVALID_SYNTAX"], // graphql-java
        ...["FAILED_VALIDATION", "INVALID_PAYLOAD", "INVALID_QUERY", "UNPROCESSABLE_CONTENT"], // Directus
        ...["MER_ERR_GQL_VALIDATION", "INVALID_ARGUMENT", "INVALID_INPUT"],
      ],
    },
    {
      means: meaning("RATE_LIMIT"),
      codes: [
        ...["THROTTLED"], // Shopify
        ...["RATE_LIMITED", "RATE_LIMIT"], // GitHub
        ...["RATELIMITED"], // Linear
        ...["COMPLEXITY_BUDGET_EXHAUSTED", "COMPLEXITY_EXCEPTION", "DAILY_LIMIT_EXCEEDED"], // monday.com
        ...["TOO_MANY_REQUESTS", "REQUESTS_EXCEEDED", "RESOURCE_EXHAUSTED", "MAX_CONCURRENCY_EXCEEDED"],
      ],
    },
    {
      means: meaning("CLIENT_ERROR"),
      codes: ["NOT_FOUND", "CONFLICT", "GONE", "PERSISTED_QUERY_NOT_SUPPORTED", "SHOP_INACTIVE"],
    },
    {
      means: meaning("SERVER_ERROR"),
      codes: [
        ...["INTERNAL_SERVER_ERROR", "INTERNAL_ERROR", "INTERNAL", "UNEXPECTED", "UNAVAILABLE"],
        ...["SERVICE_UNAVAILABLE", "PERSISTED_QUERY_NOT_FOUND", "POSTGRES_ERROR", "TIMEOUT"],
      ],
    },
  ].flatMap(({ means, codes }) => codes.map((code) => [code, means] as const)),
);

/** For codes that nobody listed: whole words that leave no doubt. */
const BY_WORDS: readonly (readonly [words: RegExp, means: CodeMeaning])[] = [
  [/RATE_?LIMIT|THROTTL|TOO_MANY_REQUESTS/, meaning("RATE_LIMIT")],
  [/UNAUTHENTICATED|NOT_AUTHENTICATED|TOKEN_EXPIRED|EXPIRED_TOKEN/, UNAUTHENTICATED],
  [/FORBIDDEN|UNAUTHORIZED|NOT_AUTHORIZED|ACCESS_DENIED|PERMISSION_DENIED/, meaning("AUTH")],
  [/VALIDATION/, meaning("VALIDATION")],
];

/** Apollo and those like it say this of every error that its author did not name. */
export const CATCH_ALL = "INTERNAL_SERVER_ERROR";

/** `validation-failed`, `undefinedField`, `BAD_USER_INPUT`: one way of writing for all. */
export function normalizeCode(code: string): string {
  return code
    .slice(0, 200)
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .toUpperCase();
}

/** What a code means to this integration; null for one that nobody knows. */
export function meaningOf(code: string, errorCodes: GraphqlSettings["errorCodes"]): CodeMeaning | null {
  const word = normalizeCode(code);
  for (const category of CODE_CATEGORIES) {
    if (errorCodes[category]?.some((own) => normalizeCode(own) === word) === true) {
      // The owner's word on the category; whether another token helps, only a known code says.
      return { category, unauthenticated: category === "AUTH" && KNOWN.get(word)?.unauthenticated === true };
    }
  }
  return KNOWN.get(word) ?? BY_WORDS.find(([words]) => words.test(word))?.[1] ?? null;
}
