import type { GraphqlSettings } from "./graphql-settings.ts";

/** The body of a GraphQL request over HTTP; `variablesJson` is what the mapping made, or the payload. */
export function buildRequest({ document, operationName }: GraphqlSettings, variablesJson: string): string {
  const name = operationName === null ? "" : `"operationName":${JSON.stringify(operationName)},`;
  return `{"query":${JSON.stringify(document)},${name}"variables":${variablesJson}}`;
}
