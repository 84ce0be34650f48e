import type { Outcome } from "#domain/delivery/classify-outcome";
import { areVariables } from "#domain/graphql/build-request";
import type { DocumentCheck } from "#domain/graphql/ports";
import { Problem, type ProblemDetail } from "#domain/problem";
import type { Attempt } from "./attempt-delivery.ts";
import { callGraphql, type GraphqlCallServices } from "./call-graphql.ts";
import { findGraphqlIntegration } from "./graphql-schema.ts";

/** Enough to read in a playground. */
const LIMITS = { readBytes: 1024 * 1024, keepLength: 256 * 1024 };

export interface PlaygroundCall {
  readonly document: string;
  readonly operationName: string | null;
  readonly variablesJson: string;
  readonly correlationId: string;
}

export interface PlaygroundResult {
  readonly operation: Extract<DocumentCheck, { ok: true }>;
  readonly attempt: Attempt;
  readonly outcome: Outcome;
}

/**
 * Send an operation of the caller's own to an integration's endpoint, with its credential.
 *
 * @throws Problem 404, 409 for an integration that speaks plain HTTP, 422 for what cannot be sent
 */
export async function executeGraphql(
  services: GraphqlCallServices,
  orgId: string,
  integrationId: string,
  { document, operationName, variablesJson, correlationId }: PlaygroundCall,
): Promise<PlaygroundResult> {
  await findGraphqlIntegration(services, orgId, integrationId);
  // Not against the known schema: what the server itself says of it is what a playground is for.
  const operation = services.graphqlDocuments.check({ document, operationName, userErrorsPath: null }, null);
  if (!operation.ok) {
    throw invalid(operation.faults.map(({ member, message }) => ({ pointer: `/${member}`, message })));
  }
  if (!areVariables(variablesJson)) {
    throw invalid([{ pointer: "/variables", message: "Variables are an object, or null." }]);
  }
  const { attempt, outcome } = await callGraphql(services, orgId, integrationId, {
    operation: { document, operationName },
    variablesJson,
    type: "graphql.execute",
    limits: LIMITS,
    correlationId,
  });
  return { operation, attempt, outcome };
}

function invalid(problems: readonly ProblemDetail[]): Problem {
  return new Problem("invalid_body", "Nothing was sent. Correct the members named in errors.", problems);
}
