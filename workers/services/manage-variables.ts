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
  readonly description?: string | undefined;
}

export interface ChangedVariable {
  readonly before: Variable;
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

/** @throws Problem 409 when there is one of this name, or no room for another */
export async function createVariable(
  services: ConfigurationServices,
  orgId: string,
  name: string,
  { value, description = "" }: VariableInput,
): Promise<Variable> {
  const now = services.now();
  const variable = checked({ name, value, description, createdAt: now, updatedAt: now });
  const change = await services.repositories.variables.insert(orgId, variable);
  if (change === "exists") {
    throw new Problem("conflict", `There is a variable ${name} already. Change it by PUT.`);
  }
  if (change === "limit") {
    throw new Problem(
      "conflict",
      `An organization has at most ${MAX_VARIABLES} variables. Delete one first.`,
    );
  }
  await announceChange(services, change);
  return variable;
}

/** Give it another value: from the next delivery on it counts. */
export async function updateVariable(
  services: ConfigurationServices,
  orgId: string,
  name: string,
  { value, description }: VariableInput,
): Promise<ChangedVariable> {
  const before = await findVariable(services, orgId, name);
  const wanted = {
    ...before,
    value,
    description: description ?? before.description,
    updatedAt: services.now(),
  };
  const change = await services.repositories.variables.update(orgId, checked(wanted));
  if (change !== null) await announceChange(services, change);
  return { before, after: await findVariable(services, orgId, name) };
}

function checked(variable: Variable): Variable {
  const problems = findVariableProblems(variable);
  if (problems.length === 0) return variable;
  throw new Problem("invalid_body", "Nothing was saved. Correct the members named in errors.", problems);
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
