import type { Integration } from "~/features/integrations/draft-changes.ts";

export type GraphqlSettings = NonNullable<Integration["graphql"]>;

/** What an integration begins with that is to speak GraphQL: it asks nothing but the endpoint's type. */
export const FIRST_SETTINGS: GraphqlSettings = {
  document: "query Ping {\n  __typename\n}\n",
  operationName: null,
  variables: null,
  errorCodes: {},
  partialData: "fail",
  userErrorsPath: null,
};

export const CODE_CATEGORIES = ["AUTH", "VALIDATION", "RATE_LIMIT", "CLIENT_ERROR", "SERVER_ERROR"] as const;

/** Codes as they are typed: separated by commas or spaces. An empty category is left out. */
export function readCodes(typed: string): readonly string[] {
  return typed.split(/[\s,]+/).filter((code) => code !== "");
}

/** The place that a message of the gateway names: `Line 2, column 5: …` */
export function documentPlace(message: string): { readonly line: number | null; readonly column?: number } {
  const found = /^Line (\d+), column (\d+): /.exec(message);
  return found === null ? { line: null } : { line: Number(found[1]), column: Number(found[2]) };
}
