import type { EndpointSchema } from "#domain/graphql/ports";
import { Problem, type ProblemDetail } from "#domain/problem";
import { findDocumentProblems } from "./check-graphql.ts";
import type { ConfigurationServices } from "./configuration-services.ts";
import { findIntegration } from "./find-integration.ts";

/** In characters; Shopify's and GitHub's with all their descriptions have less. */
export const MAX_SDL_LENGTH = 4 * 1024 * 1024;

export interface SavedSchema {
  readonly schema: EndpointSchema;
  /** What was kept until now, null when nothing was. */
  readonly before: EndpointSchema | null;
  /** What of the integration's document does not fit it. A warning: what is saved goes on being sent. */
  readonly problems: readonly ProblemDetail[];
}

/** @throws Problem 404 when there is no such integration, or no schema of its endpoint */
export async function findSchema(
  services: ConfigurationServices,
  orgId: string,
  integrationId: string,
): Promise<EndpointSchema> {
  await findIntegration(services, orgId, integrationId);
  const schema = await services.graphqlSchemas.find(orgId, integrationId);
  if (schema !== null) return schema;
  throw new Problem(
    "not_found",
    "No schema of this endpoint is known. POST …/graphql/introspect asks for it, PUT …/graphql/schema uploads it.",
  );
}

/** @throws Problem 404, 409 for an integration that speaks plain HTTP, 422 with what is wrong with the SDL */
export async function uploadSchema(
  services: ConfigurationServices,
  orgId: string,
  integrationId: string,
  sdl: string,
): Promise<SavedSchema> {
  await findGraphqlIntegration(services, orgId, integrationId);
  if (sdl.length > MAX_SDL_LENGTH) {
    throw invalidSdl([`It may have at most ${MAX_SDL_LENGTH} characters. Leave its descriptions out.`]);
  }
  const faults = services.graphqlDocuments.checkSdl(sdl);
  if (faults.length > 0) throw invalidSdl(faults.map(({ message }) => message));
  return keepSchema(services, orgId, integrationId, sdl, "uploaded");
}

/** Answers what is gone. @throws Problem 404 when nothing is kept */
export async function removeSchema(
  services: ConfigurationServices,
  orgId: string,
  integrationId: string,
): Promise<EndpointSchema> {
  const schema = await findSchema(services, orgId, integrationId);
  await services.graphqlSchemas.remove(orgId, integrationId);
  return schema;
}

/** An integration with its `graphql`. @throws Problem 404, 409 for one that speaks plain HTTP */
export async function findGraphqlIntegration(
  services: ConfigurationServices,
  orgId: string,
  integrationId: string,
) {
  const { settings } = await findIntegration(services, orgId, integrationId);
  if (settings.graphql !== null) return settings.graphql;
  throw new Problem(
    "conflict",
    "This integration speaks plain HTTP. Give it the protocol GRAPHQL and a document first.",
  );
}

/** Keep a schema that was found to be in order, and hold the integration's document against it. */
export async function keepSchema(
  services: ConfigurationServices,
  orgId: string,
  integrationId: string,
  sdl: string,
  source: EndpointSchema["source"],
): Promise<SavedSchema> {
  const before = await services.graphqlSchemas.find(orgId, integrationId);
  const schema: EndpointSchema = { sdl, source, hash: services.sha256(sdl), updatedAt: services.now() };
  const kept = await services.graphqlSchemas.put(orgId, integrationId, schema);
  if (kept === "too_large") {
    throw invalidSdl(["It is too large to be kept, even compressed. Leave its descriptions out."]);
  }
  if (kept === "absent") throw new Problem("not_found", "The integration was deleted a moment ago.");
  const { graphql } = (await findIntegration(services, orgId, integrationId)).settings;
  const problems = graphql === null ? [] : findDocumentProblems(services, graphql, sdl);
  return { schema, before, problems };
}

function invalidSdl(messages: readonly string[]): Problem {
  return new Problem(
    "invalid_body",
    "The schema was not kept. Correct what errors names and send it again.",
    messages.map((message) => ({ pointer: "/sdl", message: message.slice(0, 500) })),
  );
}
