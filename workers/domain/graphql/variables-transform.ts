import type { IntegrationSettings } from "../tenancy/organization-config.ts";
import type { TransformSettings } from "../transformation/transform-settings.ts";
import type { GraphqlSettings } from "./graphql-settings.ts";

/** The same settings give the same object: what was compiled from it is found again. */
const made = new WeakMap<GraphqlSettings, TransformSettings>();

/** What makes the request's body of an event: the transformation, or the mapping of a GraphQL target's variables. */
export function transformOf({
  graphql,
  transform,
}: Pick<IntegrationSettings, "graphql" | "transform">): TransformSettings | null {
  if (graphql === null || graphql.variables === null) return transform;
  let mapping = made.get(graphql);
  if (mapping === undefined) {
    mapping = { kind: "simple", mapping: graphql.variables };
    made.set(graphql, mapping);
  }
  return mapping;
}
