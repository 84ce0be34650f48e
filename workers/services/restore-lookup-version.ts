import type { StagedWalk } from "#domain/lookups/ports";
import { Problem } from "#domain/problem";
import type { LookupServices } from "./lookup-services.ts";
import { findLookupTable } from "./manage-lookup-table.ts";
import { insistOn, writeLookupVersion } from "./write-lookup-version.ts";

/** Make the table what it was: a new version with the rows of an old one. Only what differs is written. */
export async function restoreLookupVersion(
  services: LookupServices,
  orgId: string,
  name: string,
  by: string,
  version: number,
): Promise<{ readonly version: number; readonly rows: number }> {
  const table = await findLookupTable(services, orgId, name);
  if (version < table.oldestVersion || version > table.version) {
    throw new Problem(
      "not_found",
      `${name} has the versions ${table.oldestVersion} to ${table.version}. GET …/versions lists them.`,
    );
  }
  return writeLookupVersion(services, orgId, table, { change: "restore", by }, async (draft) => {
    let [rows, added, removed] = [0, 0, 0];
    let after: string | null = "";
    while (after !== null) {
      const step: StagedWalk = insistOn(
        await services.lookupRows.stageRestored(draft, version, after, services.now()),
        name,
      );
      rows += step.rows;
      added += step.added;
      removed += step.removed;
      after = step.next;
    }
    return { added, changed: rows - added - removed, removed, columns: null };
  });
}
