import type { ErrorCategory } from "./error-category.ts";

/** Why there is no access token right now, in the words of a delivery's own failures. */
export type TokenFailureCategory = "NETWORK" | "TIMEOUT" | "RATE_LIMIT" | "SERVER_ERROR";

/** What came back from one attempt, before anybody judges it. Header names are in lower case. */
export type AttemptResult =
  | {
      readonly kind: "response";
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      /** What the body says against its status: a GraphQL server answers 200 with `errors`. */
      readonly refusal?: {
        readonly category: ErrorCategory;
        readonly detail: string;
        /** How long the body asks to wait. */
        readonly retryAfterMs?: number;
        /** Nothing was done because the access token is not good any more. */
        readonly unauthenticated?: boolean;
      };
    }
  | { readonly kind: "network_error"; readonly message: string }
  | { readonly kind: "timeout"; readonly timeoutMs: number }
  /** The target was refused before a connection was made: a private address, a forbidden scheme. */
  | { readonly kind: "not_sent"; readonly message: string }
  /** The payload does not fit the integration's schema. */
  | { readonly kind: "invalid_payload"; readonly message: string }
  /** The integration's transformation failed on this event. */
  | { readonly kind: "transform_failed"; readonly message: string }
  /** The integration's transformation decided that nothing is to be sent. */
  | { readonly kind: "cancelled"; readonly message: string }
  /** Nothing was sent either, but because the DNS does not know the target now. */
  | { readonly kind: "unresolved"; readonly message: string }
  /** A secret that the request needs cannot be had. Nothing was sent, and the same bytes can go out once it is mended. */
  | { readonly kind: "no_credentials"; readonly message: string }
  /** There is no access token to send it with, and a later try may get one. */
  | {
      readonly kind: "token_unavailable";
      readonly category: TokenFailureCategory;
      readonly message: string;
      /** When the provider wants to be asked again, in epoch milliseconds; null when it did not say. */
      readonly retryAt: number | null;
    }
  /** A person has to mend the credential first. `changes` says after which change of it this was so. */
  | {
      readonly kind: "credential_refused";
      readonly credentialId: string;
      readonly changes: number;
      readonly message: string;
    };
