import type { ProblemDetail } from "../problem.ts";
import type { GraphqlSettings } from "./graphql-settings.ts";

export const PROTOCOLS = ["HTTP", "GRAPHQL"] as const;
export type Protocol = (typeof PROTOCOLS)[number];

interface Said {
  readonly protocol?: Protocol | undefined;
  readonly graphql?: GraphqlSettings | null | undefined;
}

/** An integration speaks GraphQL when it has `graphql`: there is nothing to get out of step with. */
export function protocolOf({ graphql }: { readonly graphql: GraphqlSettings | null }): Protocol {
  return graphql === null ? "HTTP" : "GRAPHQL";
}

/** What a caller's `protocol` and `graphql` make of what is stored: HTTP alone takes `graphql` away. */
export function chooseGraphql(
  { protocol, graphql }: Said,
  stored: GraphqlSettings | null,
): GraphqlSettings | null {
  if (graphql !== undefined) return graphql;
  return protocol === "HTTP" ? null : stored;
}

/** @param graphql what `chooseGraphql` answered */
export function findProtocolProblems({ protocol }: Said, graphql: GraphqlSettings | null): ProblemDetail[] {
  if (protocol === undefined || protocol === protocolOf({ graphql })) return [];
  const message =
    protocol === "GRAPHQL"
      ? "The protocol GRAPHQL needs it: at least a document."
      : "The protocol HTTP has none: leave it out or send null, or make the protocol GRAPHQL.";
  return [{ pointer: "/graphql", message }];
}
