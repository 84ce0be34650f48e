import { forEachSafely } from "./for-each-safely.ts";
import type { LookupServices } from "./lookup-services.ts";
import { DRAFT_PATIENCE_MS } from "./write-lookup-version.ts";

const TABLES_PER_TICK = 5;
const ROWS_PER_STEP = 5_000;
const STEPS_PER_TICK = 20;

/** Rows of deleted tables, and of changes whose Worker died. */
export async function tidyLookupTables(
  services: Pick<LookupServices, "lookupTables" | "lookupRows" | "now">,
) {
  const leftovers = await services.lookupTables.leftovers(
    services.now() - DRAFT_PATIENCE_MS,
    TABLES_PER_TICK,
  );
  await forEachSafely(
    "lookup.tidy_failed",
    leftovers,
    async ({ orgId, tableId, version, deleted, draftId }) => {
      const keep = deleted ? -1 : version;
      for (let step = 0; step < STEPS_PER_TICK; step++) {
        const done = await services.lookupRows.removeAbove(orgId, tableId, keep, ROWS_PER_STEP);
        if (!done) continue;
        if (deleted) return services.lookupTables.forget(orgId, tableId);
        if (draftId !== null) await services.lookupRows.abandon({ orgId, tableId, draftId, base: version });
        return;
      }
    },
  );
}
