import { keepColumns, type LookupRow, MAX_ROWS } from "#domain/lookups/lookup-table";
import type { LookupDraft } from "#domain/lookups/ports";
import type { LookupServices } from "./lookup-services.ts";
import { findLookupTable } from "./manage-lookup-table.ts";
import { readLookupSource, type SourceOptions } from "./read-lookup-source.ts";
import { insistOn, tooMany, writeLookupVersion } from "./write-lookup-version.ts";

/** `replace`: afterwards the table has the file's rows and no others. `merge`: others stay. */
export const IMPORT_MODES = ["replace", "merge"] as const;
export type ImportMode = (typeof IMPORT_MODES)[number];

export interface ImportReport {
  readonly version: number;
  /** Rows of the table afterwards. */
  readonly rows: number;
  readonly read: number;
  readonly added: number;
  /** Keys that were there and mean something else now. */
  readonly changed: number;
  readonly removed: number;
  /** Rows of the file whose key came again further down: the last one counts. */
  readonly repeated: number;
}

/** Rows per statement: half a megabyte at most, since D1 takes 2 MB per bound value. */
const ROWS_PER_STEP = 2_000;
const LENGTH_PER_STEP = 500_000;

/**
 * The file is read piece by piece and written under the next version; that counts when the last row is in. Memory holds one piece.
 * @throws Problem 422 with numbers of rows, 409 while another change is being written; nothing was changed then
 */
export async function importLookupRows(
  services: LookupServices,
  orgId: string,
  name: string,
  chunks: AsyncIterable<string>,
  options: SourceOptions & { readonly mode: ImportMode; readonly by: string },
): Promise<ImportReport> {
  const table = await findLookupTable(services, orgId, name);
  const counts = { read: 0, added: 0, changed: 0, removed: 0, repeated: 0 };
  const made = { change: "import", by: options.by } as const;
  const written = await writeLookupVersion(services, orgId, table, made, async (draft) => {
    const source = readLookupSource(chunks, options, services.readCsv);
    for await (const piece of inSteps(source.parts)) {
      counts.read += piece.length;
      if (counts.read > MAX_ROWS * 2) throw tooMany();
      await stagePiece(services, draft, piece, counts, name);
    }
    source.finish();
    if (options.mode === "replace") counts.removed = await removeOthers(services, draft, name);
    const kept =
      options.mode === "replace" || table.rows === 0
        ? source.columns
        : mergeColumns(table.columns, source.columns);
    const { added, changed, removed } = counts;
    return { added, changed, removed, columns: kept };
  });
  return { ...written, ...counts };
}

async function stagePiece(
  services: LookupServices,
  draft: LookupDraft,
  piece: readonly LookupRow[],
  counts: { added: number; changed: number; repeated: number },
  name: string,
): Promise<void> {
  const last = new Map(piece.map((row) => [row.key, row]));
  const rows = [...last.values()];
  const before = insistOn(await services.lookupRows.stage(draft, rows, services.now()), name);
  counts.repeated += piece.length - rows.length + before.repeated;
  counts.changed += before.changed;
  counts.added += rows.length - before.existed - before.repeatedNew;
}

async function removeOthers(services: LookupServices, draft: LookupDraft, name: string): Promise<number> {
  let removed = 0;
  let after: string | null = "";
  while (after !== null) {
    const step: { readonly removed: number; readonly next: string | null } = insistOn(
      await services.lookupRows.stageRemovals(draft, after, services.now()),
      name,
    );
    removed += step.removed;
    after = step.next;
  }
  return removed;
}

function mergeColumns(
  ours: readonly string[] | null,
  theirs: readonly string[] | null,
): readonly string[] | null {
  if (ours === null || theirs === null) return null;
  return keepColumns(ours, JSON.stringify(Object.fromEntries(theirs.map((column) => [column, ""]))));
}

async function* inSteps(parts: AsyncIterable<readonly LookupRow[]>): AsyncGenerator<readonly LookupRow[]> {
  let piece: LookupRow[] = [];
  let length = 0;
  for await (const part of parts) {
    for (const row of part) {
      piece.push(row);
      length += row.key.length + row.json.length;
      if (piece.length < ROWS_PER_STEP && length < LENGTH_PER_STEP) continue;
      yield piece;
      piece = [];
      length = 0;
    }
  }
  if (piece.length > 0) yield piece;
}
