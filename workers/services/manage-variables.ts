import { Problem } from "#domain/problem";
import {
  findVariableProblems,
  MAX_VARIABLES,
  usesVariable,
  type Variable,
} from "#domain/transformation/variable";
import { announceChange } from "./announce-config.ts";
import type { ConfigurationServices } from "./configuration-services.ts";

export interface VariableInput {
  readonly value: string;
  readonly description: string | undefined;
}

export interface PutVariable {
  /** Null for a new one. */
  readonly before: Variable | null;
  readonly after: Variable;
}

/** @throws Problem 404 */
export async function findVariable(
  { repositories }: ConfigurationServices,
  orgId: string,
  name: string,
): Promise<Variable> {
  const variable = await repositories.variables.find(orgId, name);
  if (variable === null) {
    throw new Problem("not_found", `There is no variable ${name}. GET /api/v1/variables lists them.`);
  }
  return variable;
}

/** Make one, or give it another value: from the next delivery on it counts. */
export async function putVariable(
  services: ConfigurationServices,
  orgId: string,
  name: string,
  input: VariableInput,
): Promise<PutVariable> {
  const before = await services.repositories.variables.find(orgId, name);
  const now = services.now();
  const wanted: Variable = {
    name,
    value: input.value,
    description: input.description ?? before?.description ?? "",
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
  };
  const problems = findVariableProblems(wanted);
  if (problems.length > 0) {
    throw new Problem("invalid_body", "Nothing was saved. Correct the members named in errors.", problems);
  }
  const change = await services.repositories.variables.put(orgId, wanted);
  if (change === "limit") {
    throw new Problem(
      "conflict",
      `An organization has at most ${MAX_VARIABLES} variables. Delete one first.`,
    );
  }
  await announceChange(services, change);
  return { before, after: await findVariable(services, orgId, name) };
}

/**
 * Answers the one that is gone.
 * @throws Problem 409 while a transformation uses it: its next event would become a dead letter
 */
export async function deleteVariable(
  services: ConfigurationServices,
  orgId: string,
  name: string,
): Promise<Variable> {
  const variable = await findVariable(services, orgId, name);
  const users = await usersOf(services, orgId, name);
  if (users.length > 0) {
    throw new Problem(
      "conflict",
      `It is used by the transformation of ${users.join(", ")}. Take it out there first.`,
    );
  }
  const change = await services.repositories.variables.remove(orgId, name);
  if (change === null) return findVariable(services, orgId, name);
  await announceChange(services, change);
  return variable;
}

const SHOWN_USERS = 5;

async function usersOf(services: ConfigurationServices, orgId: string, name: string): Promise<string[]> {
  // What was saved a second ago through another isolate counts.
  services.configurations.forget(orgId);
  const config = await services.configurations.load(orgId, 0);
  const using = (config?.integrations ?? []).filter(({ settings: { transform, graphql, proxy } }) =>
    usesVariable(JSON.stringify({ transform, graphql, proxy }), name),
  );
  const shown = using.slice(0, SHOWN_USERS).map((integration) => `${integration.id} (${integration.name})`);
  return using.length > SHOWN_USERS ? [...shown, `${using.length - SHOWN_USERS} more`] : shown;
}
