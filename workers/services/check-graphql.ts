import { findGraphqlProblems, findVariableProblems } from "#domain/graphql/check-settings";
import { findProtocolProblems } from "#domain/graphql/choose-protocol";
import type { GraphqlSettings } from "#domain/graphql/graphql-settings";
import type { ProblemDetail } from "#domain/problem";
import type { IntegrationInput } from "#domain/tenancy/integration-draft";
import type { StoredSettings } from "#domain/tenancy/stored-settings";
import { deliveryShape } from "#domain/transformation/delivery-scope";
import { compileSimple } from "#domain/transformation/simple-transform";
import { invalidIntegration } from "./check-integration.ts";
import type { ConfigurationServices } from "./configuration-services.ts";

type Services = Pick<ConfigurationServices, "graphqlDocuments" | "graphqlSchemas" | "repositories">;

/** The integration that is about to be changed. */
interface Saved {
  readonly id: string;
  readonly settings: StoredSettings;
}

/**
 * Refuse a GraphQL integration whose requests could not succeed. What is unchanged is not judged anew: a schema that
 * changed since must not keep anybody from switching the integration off.
 *
 * @param saved null for a new integration, of whose endpoint no schema is known
 * @throws Problem 422 with pointers into the body
 */
export async function checkGraphql(
  services: Services,
  orgId: string,
  input: IntegrationInput,
  settings: StoredSettings,
  saved: Saved | null,
): Promise<void> {
  const { graphql, method, bodyFormat, transform } = settings;
  const problems = findProtocolProblems(input, graphql);
  if (problems.length > 0) throw invalidIntegration(problems);
  if (graphql === null) return;
  problems.push(...findGraphqlProblems({ graphql, method, bodyFormat, transform }));
  if (problems.length === 0 && !isSame(graphql, saved?.settings.graphql ?? null)) {
    const schema = saved === null ? null : await services.graphqlSchemas.find(orgId, saved.id);
    problems.push(...findDocumentProblems(services, graphql, schema?.sdl ?? null));
    problems.push(...(await findMappingProblems(services, orgId, settings)));
  }
  if (problems.length > 0) throw invalidIntegration(problems.slice(0, 20));
}

/** What does not fit: the document in itself and with the schema, the variables with what the operation declares. */
export function findDocumentProblems(
  { graphqlDocuments }: Pick<Services, "graphqlDocuments">,
  graphql: GraphqlSettings,
  sdl: string | null,
): readonly ProblemDetail[] {
  const check = graphqlDocuments.check(graphql, sdl);
  return check.ok
    ? findVariableProblems(graphql.variables, check.variables)
    : check.faults.map(({ member, message }) => ({ pointer: `/graphql/${member}`, message }));
}

/** The mapping is written in the language of transformations. */
async function findMappingProblems(
  { repositories }: Services,
  orgId: string,
  { graphql, signing }: StoredSettings,
): Promise<readonly ProblemDetail[]> {
  const mapping = graphql?.variables ?? null;
  if (mapping === null) return [];
  const names = (await repositories.variables.all(orgId)).map(({ name }) => name);
  const compilation = compileSimple({ kind: "simple", mapping }, deliveryShape(names), signing);
  if (compilation.ok) return [];
  return compilation.problems.map(({ pointer, message }) => ({
    pointer: pointer.replace(/^\/mapping/, "/graphql/variables"),
    message,
  }));
}

function isSame(a: GraphqlSettings, b: GraphqlSettings | null): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
