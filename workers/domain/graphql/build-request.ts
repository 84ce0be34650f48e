import type { GraphqlSettings } from "./graphql-settings.ts";

type Operation = Pick<GraphqlSettings, "document" | "operationName">;

/** The body of a GraphQL request over HTTP; `variablesJson` is what the mapping made, or the payload. */
export function buildRequest({ document, operationName }: Operation, variablesJson: string): string {
  const name = operationName === null ? "" : `"operationName":${JSON.stringify(operationName)},`;
  return `{"query":${JSON.stringify(document)},${name}"variables":${variablesJson}}`;
}

/** Variables are a map by the specification; servers answer anything else with a puzzle. */
export function areVariables(json: string): boolean {
  return /^\s*(?:\{|null\s*$)/.test(json);
}
