import { Problem } from "#domain/problem";
import type { LookupServices } from "./lookup-services.ts";
import { findLookupTable } from "./manage-lookup-table.ts";
import { insistOn, writeLookupVersion } from "./write-lookup-version.ts";

/** Make the table what it was: a new version with the rows of an old one. Only what differs is written. */
export async function restoreLookupVersion(
  services: LookupServices,
  orgId: string,
  name: string,
  version: number,
): Promise<{ readonly version: number; readonly rows: number }> {
  const table = await findLookupTable(services, orgId, name);
  if (version < table.oldestVersion || version > table.version) {
    throw new Problem(
      "not_found",
      `${name} has the versions ${table.oldestVersion} to ${table.version}. GET …/versions lists them.`,
    );
  }
  return writeLookupVersion(services, orgId, table, "restore", async (draft) => {
    let added = 0;
    let removed = 0;
    let after: string | null = "";
    while (after !== null) {
      const step: { readonly added: number; readonly removed: number; readonly next: string | null } =
        insistOn(await services.lookupRows.stageRestored(draft, version, after, services.now()), name);
      added += step.added;
      removed += step.removed;
      after = step.next;
    }
    return { added, removed, columns: null };
  });
}
