import type { ErrorCategory } from "../delivery/error-category.ts";

/** Categories that an integration may sort a server's own codes into. */
export const CODE_CATEGORIES = [
  "AUTH",
  "VALIDATION",
  "RATE_LIMIT",
  "CLIENT_ERROR",
  "SERVER_ERROR",
] as const satisfies readonly ErrorCategory[];

export type CodeCategory = (typeof CODE_CATEGORIES)[number];

/** What is asked of a GraphQL endpoint; the endpoint is the integration's URL. */
export interface GraphqlSettings {
  /** One document: a query or a mutation, possibly several, of which `operationName` is sent. */
  readonly document: string;
  readonly operationName: string | null;
  /** The variables as a template over the event, like a SIMPLE mapping; null for the payload itself. */
  readonly variables: unknown;
  /** The server's own error codes by what they mean; they come before the table of known ones. */
  readonly errorCodes: { readonly [Category in CodeCategory]?: readonly string[] | undefined };
  /** Is an answer with some data beside its errors a failure? */
  readonly partialData: "fail" | "accept";
  /** Where in `data` a mutation lists what it refused, like `productCreate.userErrors`; null for nowhere. */
  readonly userErrorsPath: string | null;
}

export const MAX_DOCUMENT_LENGTH = 32 * 1024;

/** What a GraphQL server may answer with; the newer media type makes it use statuses that mean something. */
export const ACCEPT = "application/graphql-response+json, application/json;q=0.9";
