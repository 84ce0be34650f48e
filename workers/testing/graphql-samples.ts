import { buildSchema, introspectionFromSchema } from "graphql";
import type { GraphqlSettings } from "#domain/graphql/graphql-settings";
import type { SendRequest } from "#domain/ports";
import type { Services } from "#services/composition";
import { uploadSchema } from "#services/graphql-schema";
import { createIntegration } from "./seed.ts";

const ASKING: GraphqlSettings = {
  document: "{ __typename }",
  operationName: null,
  variables: null,
  errorCodes: {},
  partialData: "fail",
  userErrorsPath: null,
};

/** An integration that speaks GraphQL, with a schema that is known; `word` is a name in both. */
export async function createGraphqlIntegration(
  env: Env,
  services: Services,
  orgId: string,
  word: string,
  more: { readonly url?: string; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<string> {
  const { id } = await createIntegration(env, orgId, { name: word, graphql: ASKING, ...more });
  await uploadSchema(services, orgId, id, `type Query { ${word}: Int }`);
  return id;
}

/** A GraphQL server that tells its schema whatever it is asked. */
export const answerIntrospection: SendRequest = async () => ({
  result: { kind: "response", status: 200, headers: {} },
  durationMs: 1,
  body: JSON.stringify({ data: introspectionFromSchema(buildSchema("type Query { a: Int }")) }),
  bodyTruncated: false,
});
