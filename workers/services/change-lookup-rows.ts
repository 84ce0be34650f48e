import { findRowProblem, keepColumns, type LookupRow } from "#domain/lookups/lookup-table";
import type { StagedRow } from "#domain/lookups/ports";
import { Problem } from "#domain/problem";
import type { LookupServices } from "./lookup-services.ts";
import { findLookupTable } from "./manage-lookup-table.ts";
import { insistOn, writeLookupVersion } from "./write-lookup-version.ts";

/** @throws Problem 404 */
export async function findLookupRow(
  services: LookupServices,
  orgId: string,
  name: string,
  key: string,
): Promise<LookupRow> {
  const table = await findLookupTable(services, orgId, name);
  const json = (await services.lookupRows.find(orgId, table.id, table.version, [key])).get(key);
  if (json === undefined) throw noRow(name);
  return { key, json };
}

export interface ChangedRows {
  readonly version: number;
  readonly rows: number;
  /** What the keys had before; null for those that are new. */
  readonly before: ReadonlyMap<string, string>;
}

/** Put rows in, or in place of those with the same keys. @throws Problem 422 with pointers `${pointerOf(index)}` */
export async function putLookupRows(
  services: LookupServices,
  orgId: string,
  name: string,
  by: string,
  rows: readonly LookupRow[],
  pointerOf: (index: number) => string,
): Promise<ChangedRows> {
  const problems = rows.flatMap((row, index) => findRowProblem(row, pointerOf(index)) ?? []);
  if (problems.length > 0) {
    throw new Problem(
      "invalid_body",
      "Nothing was changed. Correct the rows in errors.",
      problems.slice(0, 20),
    );
  }
  return changeRows(services, orgId, name, by, rows);
}

/** @throws Problem 404 */
export async function deleteLookupRow(
  services: LookupServices,
  orgId: string,
  name: string,
  by: string,
  key: string,
): Promise<LookupRow> {
  const row = await findLookupRow(services, orgId, name, key);
  await changeRows(services, orgId, name, by, [{ key, json: null }]);
  return row;
}

async function changeRows(
  services: LookupServices,
  orgId: string,
  name: string,
  by: string,
  rows: readonly StagedRow[],
): Promise<ChangedRows> {
  const table = await findLookupTable(services, orgId, name);
  const last = new Map(rows.map(({ key, json }) => [key, json]));
  const keys = [...last.keys()];
  let before: ReadonlyMap<string, string> = new Map();
  const made = { change: "rows", by } as const;
  const written = await writeLookupVersion(services, orgId, table, made, async (draft) => {
    before = await services.lookupRows.find(orgId, table.id, draft.base, keys);
    const staged = keys.map((key) => ({ key, json: last.get(key) ?? null }));
    const { changed } = insistOn(await services.lookupRows.stage(draft, staged, services.now()), name);
    let columns = table.columns;
    for (const { json } of staged) if (json !== null) columns = keepColumns(columns, json);
    const present = staged.filter(({ json }) => json !== null);
    return {
      added: present.filter(({ key }) => !before.has(key)).length,
      changed,
      removed: staged.filter(({ key, json }) => json === null && before.has(key)).length,
      columns,
    };
  });
  return { ...written, before };
}

function noRow(name: string): Problem {
  return new Problem("not_found", `The lookup table ${name} has no row with this key.`);
}
