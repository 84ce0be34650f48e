import { isTableName, type LookupTable, MAX_TABLES, MAX_VALUE_LENGTH } from "#domain/lookups/lookup-table";
import { Problem, type ProblemDetail } from "#domain/problem";
import { announceChange } from "./announce-config.ts";
import type { LookupServices } from "./lookup-services.ts";
import { untilUnchanged } from "./until-unchanged.ts";

/** What is left out stays, or gets its default. `defaultJson` null: no default. */
export interface LookupTableInput {
  readonly description?: string | undefined;
  readonly defaultJson?: string | null | undefined;
}

/** @throws Problem 409 for a name that is taken, 422 for one that templates could not speak. */
export async function createLookupTable(
  services: LookupServices,
  orgId: string,
  name: string,
  input: LookupTableInput,
): Promise<LookupTable> {
  const createdAt = services.now();
  const table: LookupTable = {
    id: services.createId("lkp"),
    name,
    description: input.description ?? "",
    defaultJson: input.defaultJson ?? null,
    version: 1,
    oldestVersion: 1,
    rows: 0,
    columns: null,
    createdAt,
    updatedAt: createdAt,
  };
  const problems = [
    ...(isTableName(name)
      ? []
      : [{ pointer: "/name", message: "A name is a letter, then up to 63 letters, digits and _." }]),
    ...defaultProblems(table),
  ];
  if (problems.length > 0) throw invalid(problems);
  const change = await services.lookupTables.insert(orgId, table);
  if (change === "exists") {
    throw new Problem("conflict", `There is a lookup table ${name} already. Change it by PATCH.`);
  }
  if (change === "limit") {
    throw new Problem(
      "conflict",
      `An organization has at most ${MAX_TABLES} lookup tables. Delete one first.`,
    );
  }
  await announceChange(services, change);
  return table;
}

/** @throws Problem 404 */
export async function findLookupTable(
  services: Pick<LookupServices, "lookupTables">,
  orgId: string,
  name: string,
): Promise<LookupTable> {
  const table = await services.lookupTables.find(orgId, name);
  if (table === null) {
    throw new Problem("not_found", `There is no lookup table ${name}. GET /api/v1/lookup-tables lists them.`);
  }
  return table;
}

export interface ChangedTable {
  readonly before: LookupTable;
  readonly after: LookupTable;
}

export function updateLookupTable(
  services: LookupServices,
  orgId: string,
  name: string,
  input: LookupTableInput,
  expectedUpdatedAt: number | null,
): Promise<ChangedTable> {
  return untilUnchanged(expectedUpdatedAt, async (expect) => {
    const before = await findLookupTable(services, orgId, name);
    expect(before);
    const after: LookupTable = {
      ...before,
      description: input.description ?? before.description,
      // Null is a value here: it takes the default away.
      defaultJson: input.defaultJson === undefined ? before.defaultJson : input.defaultJson,
      updatedAt: Math.max(services.now(), before.updatedAt + 1),
    };
    const problems = defaultProblems(after);
    if (problems.length > 0) throw invalid(problems);
    const change = await services.lookupTables.update(orgId, after, before.updatedAt);
    if (change === null) return null;
    await announceChange(services, change);
    return { before, after };
  });
}

/** @throws Problem 409 while integrations speak of it: their deliveries would fail. */
export async function deleteLookupTable(
  services: LookupServices,
  orgId: string,
  name: string,
): Promise<LookupTable> {
  const table = await findLookupTable(services, orgId, name);
  const users = await services.lookupTables.usedBy(orgId, name);
  if (users.length > 0) {
    throw new Problem(
      "conflict",
      `Integrations use this table: ${users.join(", ")}. Take {{lookup.${name}…}} out of their transformations first.`,
    );
  }
  const change = await services.lookupTables.remove(orgId, table.id, services.now());
  if (change !== null) await announceChange(services, change);
  return table;
}

function defaultProblems({ defaultJson }: LookupTable): ProblemDetail[] {
  if (defaultJson === null || defaultJson.length <= MAX_VALUE_LENGTH) return [];
  return [{ pointer: "/default", message: `A value has at most ${MAX_VALUE_LENGTH} characters as JSON.` }];
}

function invalid(problems: readonly ProblemDetail[]): Problem {
  return new Problem("invalid_body", "Nothing was saved. Correct the members named in errors.", problems);
}
