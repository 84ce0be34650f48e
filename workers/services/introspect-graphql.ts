import { Problem } from "#domain/problem";
import { callGraphql, type GraphqlCallServices } from "./call-graphql.ts";
import { findGraphqlIntegration, keepSchema, MAX_SDL_LENGTH, type SavedSchema } from "./graphql-schema.ts";

/** The same schema takes two to three times as much as an answer as it does as SDL. */
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

const UPLOAD = "If introspection is switched off there, upload the schema: PUT …/graphql/schema.";

/**
 * Ask the endpoint for its schema and keep it.
 *
 * @throws Problem 404, 409 for an integration that speaks plain HTTP and for an endpoint that does not tell
 */
export async function introspectGraphql(
  services: GraphqlCallServices,
  orgId: string,
  integrationId: string,
  wish: { readonly descriptions: boolean; readonly correlationId: string },
): Promise<SavedSchema> {
  await findGraphqlIntegration(services, orgId, integrationId);
  const { attempt, outcome } = await callGraphql(services, orgId, integrationId, {
    operation: {
      document: services.graphqlDocuments.introspectionQuery(wish.descriptions),
      operationName: "IntrospectionQuery",
    },
    variablesJson: "{}",
    type: "graphql.introspect",
    limits: { readBytes: MAX_ANSWER_BYTES, keepLength: MAX_ANSWER_BYTES },
    correlationId: wish.correlationId,
  });
  const { response } = attempt.trace;
  if (response?.bodyTruncated === true) {
    throw untold(
      `it has more than ${MAX_ANSWER_BYTES} bytes. Ask with {"descriptions": false}, or upload the SDL.`,
    );
  }
  if (outcome.kind === "failure" || response === null) {
    const reason = outcome.kind === "failure" ? outcome.detail : "no answer";
    throw untold(`${reason} (${outcome.kind === "failure" ? outcome.category : "NETWORK"}). ${UPLOAD}`);
  }
  const read = services.graphqlDocuments.readIntrospection(response.body);
  if (!read.ok) throw untold(`${read.message} ${UPLOAD}`);
  if (read.sdl.length > MAX_SDL_LENGTH) {
    throw untold(`it is longer than ${MAX_SDL_LENGTH} characters. Ask with {"descriptions": false}.`);
  }
  const faults = services.graphqlDocuments.checkSdl(read.sdl);
  if (faults[0] !== undefined) throw untold(`${faults[0].message.slice(0, 300)} ${UPLOAD}`);
  return keepSchema(services, orgId, integrationId, read.sdl, "introspected");
}

/** 409 and not 502: the gateway works, and what stands in the way is the integration's endpoint. */
function untold(reason: string): Problem {
  return new Problem("conflict", `The endpoint's schema could not be read: ${reason}`);
}
