import type { LookupRow, LookupTable } from "#domain/lookups/lookup-table";
import { Problem } from "#domain/problem";
import type { LookupServices } from "./lookup-services.ts";
import type { LookupFormat } from "./read-lookup-source.ts";

export const LOOKUP_MEDIA_TYPES: Readonly<Record<LookupFormat, string>> = {
  csv: "text/csv; charset=utf-8",
  json: "application/json",
  ndjson: "application/x-ndjson",
};

const ROWS_PER_PAGE = 2_000;

type Services = Pick<LookupServices, "lookupRows"> & {
  readonly writeCsv: (rows: readonly (readonly string[])[]) => string;
};

/** The rows of one version, page by page: what this answers can be imported again. */
export async function* exportLookupTable(
  services: Services,
  orgId: string,
  table: LookupTable,
  version: number,
  format: LookupFormat,
): AsyncGenerator<string> {
  // Only the newest version's columns are known; an older one may have other values.
  const columns = version === table.version ? table.columns : null;
  if (format === "csv") yield services.writeCsv([["key", ...(columns ?? ["value"])]]);
  if (format === "json") yield "[";
  let first = true;
  for await (const rows of pages(services, orgId, table.id, version)) {
    if (rows.length === 0) continue;
    switch (format) {
      case "csv":
        yield services.writeCsv(rows.map((row) => csvCells(row, columns)));
        break;
      case "ndjson":
        yield rows.map((row) => `${rowJson(row)}\n`).join("");
        break;
      case "json":
        yield `${first ? "" : ","}${rows.map(rowJson).join(",")}`;
    }
    first = false;
  }
  if (format === "json") yield "]";
}

/** @throws Problem 404 for a version that is not kept any more */
export function readableVersion(table: LookupTable, version: number | null): number {
  const wanted = version ?? table.version;
  if (wanted >= table.oldestVersion && wanted <= table.version) return wanted;
  throw new Problem(
    "not_found",
    `${table.name} has the versions ${table.oldestVersion} to ${table.version}. GET …/versions lists them.`,
  );
}

async function* pages({ lookupRows }: Services, orgId: string, tableId: string, version: number) {
  let after: string | null = null;
  do {
    const page: { readonly items: readonly LookupRow[]; readonly next: string | null } =
      await lookupRows.page(orgId, tableId, version, "", { limit: ROWS_PER_PAGE, after });
    yield page.items;
    after = page.next;
  } while (after !== null);
}

function rowJson({ key, json }: LookupRow): string {
  return `{"key":${JSON.stringify(key)},"value":${json}}`;
}

/** A text is its own cell; anything else is JSON, so that nothing is lost. */
function csvCells({ key, json }: LookupRow, columns: readonly string[] | null): string[] {
  const value = JSON.parse(json) as unknown;
  if (columns !== null) {
    return [key, ...columns.map((column) => String((value as Record<string, unknown>)[column] ?? ""))];
  }
  return [key, typeof value === "string" ? value : json];
}
