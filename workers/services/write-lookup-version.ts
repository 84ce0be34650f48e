import { type LookupChange, type LookupTable, MAX_ROWS } from "#domain/lookups/lookup-table";
import type { LookupDraft } from "#domain/lookups/ports";
import { Problem } from "#domain/problem";
import { announceChange } from "./announce-config.ts";
import type { LookupServices } from "./lookup-services.ts";

/** A draft that nobody has touched for so long is dead: its Worker was. */
export const DRAFT_PATIENCE_MS = 5 * 60_000;
/** Old versions are taken away now and then, not with every change: it walks over the table. */
const PRUNE_EVERY = 10;
const PRUNE_ROWS = 5_000;

/** What a draft did to the table. */
export interface DraftSummary {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly columns: readonly string[] | null;
}

/**
 * Every change of rows goes this way: it is written under the next version, which nobody reads before it is whole, and counts in
 * one step. A change that fails or dies in the middle has changed nothing.
 *
 * @throws Problem 409 while another change is being written
 */
export async function writeLookupVersion(
  services: LookupServices,
  orgId: string,
  table: LookupTable,
  made: { readonly change: LookupChange; readonly by: string },
  write: (draft: LookupDraft) => Promise<DraftSummary>,
): Promise<{ readonly version: number; readonly rows: number }> {
  const now = services.now();
  const draftId = services.createId("lkd");
  const draft = await services.lookupRows.begin(orgId, table, draftId, now, now - DRAFT_PATIENCE_MS);
  if (draft === null) throw busy(table.name);
  try {
    const summary = await write(draft);
    const rows = table.rows + summary.added - summary.removed;
    if (rows > MAX_ROWS) throw tooMany();
    const newVersion = { ...made, ...summary, rows };
    const committed = await services.lookupRows.commit(draft, newVersion, services.now());
    if (committed === null) throw busy(table.name);
    await announceChange(services, committed);
    const version = draft.base + 1;
    if (version % PRUNE_EVERY === 0) services.inBackground(prune(services, orgId, table.name));
    return { version, rows };
  } catch (error) {
    await services.lookupRows.abandon(draft);
    throw error;
  }
}

/** One of a walk's steps was refused: the draft is not ours any more. */
export function insistOn<Staged>(staged: Staged | null, name: string): Staged {
  if (staged === null) throw busy(name);
  return staged;
}

export function tooMany(): Problem {
  return new Problem("invalid_body", `A lookup table has at most ${MAX_ROWS} rows. Nothing was changed.`);
}

function busy(name: string): Problem {
  return new Problem(
    "conflict",
    `Another change of ${name} is being written, or was a moment ago. Nothing was changed; read the table and try again.`,
  );
}

async function prune(services: LookupServices, orgId: string, name: string): Promise<void> {
  try {
    const table = await services.lookupTables.find(orgId, name);
    if (table === null) return;
    while (!(await services.lookupRows.prune(orgId, table.id, table.oldestVersion, PRUNE_ROWS)));
  } catch (error) {
    console.warn(JSON.stringify({ event: "lookup.not_pruned", orgId, name, error: String(error) }));
  }
}
