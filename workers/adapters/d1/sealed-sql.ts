import type { RotationLevel } from "#domain/secrets/key-rotation";
import { NO_ORGANIZATION, type SealedColumn } from "./sealed-places.ts";

/** Column and table names come from the registry in sealed-places.ts; values are bound. */

/** `FROM …` that yields one row per sealed text, which is `text`, and the condition that it is one. */
export function textsOf(column: SealedColumn, table: string = column.table) {
  const value = `${table}.${column.column}`;
  const org = column.org === null ? `'${NO_ORGANIZATION}'` : `${table}.${column.org}`;
  if (column.within === null) return { from: null, text: value, org, where: `${value} IS NOT NULL` };
  return {
    from: `json_tree(${value}, '${column.within}') AS node`,
    text: "node.atom",
    org,
    where: `node.key = 'sealed' AND node.type = 'text' AND node.path <> '${column.within}'`,
  };
}

/** Which data key version a `v2` text names: SQLite reads the digits in front. */
export const versionOf = (text: string) => `CAST(substr(${text}, 4) AS INTEGER)`;
/** Which key-encryption key a `v1` text names. */
export const keyIdOf = (text: string) => `substr(${text}, 4, instr(substr(${text}, 4), '.') - 1)`;

/** Is there a sealed text in this row of the table for which `condition(text)` holds? */
export function someText(
  column: SealedColumn,
  condition: (text: string, org: string) => string,
  table: string = column.table,
): string {
  const { from, text, org, where } = textsOf(column, table);
  if (from === null) return `(${where} AND ${condition(text, org)})`;
  return `EXISTS (SELECT 1 FROM ${from} WHERE ${where} AND ${condition(text, org)})`;
}

/** The newest data key of the organization that is bound to `?1`. */
export const NEWEST_VERSION = "(SELECT max(version) FROM data_keys WHERE org_id = ?1)";

/** Is this text sealed with a key that the level replaces? `?1` is bound to its organization. */
export function isOldText(level: RotationLevel): (text: string) => string {
  return level === "key_encryption_keys"
    ? (text) => `${text} LIKE 'v1.%'`
    : (text) => `${text} NOT LIKE 'v2.' || ifnull(${NEWEST_VERSION}, '') || '.%'`;
}

/** `?1` is bound to the organization in every statement, also where the table knows none. */
export function ofOrganization({ table, org }: SealedColumn): string {
  return org === null ? `?1 = '${NO_ORGANIZATION}'` : `${table}.${org} = ?1`;
}

/** Can this column hold something of the organization? */
export function ownsSome({ org }: SealedColumn, orgId: string): boolean {
  return (org === null) === (orgId === NO_ORGANIZATION);
}
