import type { Principal } from "#domain/access/principal";
import type { LookupRow, LookupTable, LookupVersion } from "#domain/lookups/lookup-table";
import { parseExact } from "#domain/transformation/exact-json";
import { toIso } from "./moment.ts";

export function presentLookupTable(table: LookupTable) {
  return {
    name: table.name,
    description: table.description,
    ...(table.defaultJson === null ? {} : { default: JSON.parse(table.defaultJson) as unknown }),
    version: table.version,
    oldestVersion: table.oldestVersion,
    rows: table.rows,
    columns: table.columns === null ? null : [...table.columns],
    createdAt: toIso(table.createdAt),
    updatedAt: toIso(table.updatedAt),
  };
}

export function presentLookupRow({ key, json }: LookupRow) {
  return { key, value: JSON.parse(json) as unknown };
}

/** For answers: whoever reads them gets the digits that are kept. The audit log compares values, and takes plain ones. */
export function presentExactRow({ key, json }: LookupRow) {
  return { key, value: parseExact(json) };
}

/** As a version keeps it. */
export function authorOf({ kind, id }: Principal): string {
  return `${kind}:${id}`;
}

export function presentLookupVersion({ at, ...version }: LookupVersion) {
  return { ...version, at: toIso(at) };
}
