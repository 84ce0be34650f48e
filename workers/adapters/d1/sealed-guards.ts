import { DATA_KEY_GONE } from "#domain/secrets/secret-unavailable";
import { SEALED_COLUMNS, type SealedColumn } from "./sealed-places.ts";
import { someText, versionOf } from "./sealed-sql.ts";

export interface Guard {
  readonly name: string;
  readonly sql: string;
}

/**
 * Triggers that refuse to store what nobody could open: a text sealed with a data key that a rotation deleted meanwhile.
 * Whoever seals and then takes long to write (or writes back what it read before) would otherwise lose the secret. They
 * are in a migration, word for word; a test compares.
 */
export const SEALED_GUARDS: readonly Guard[] = SEALED_COLUMNS.flatMap((column) => [
  guard(column, "insert", "BEFORE INSERT"),
  guard(column, "update", `BEFORE UPDATE OF ${column.column}`),
]);

function guard(column: SealedColumn, suffix: string, when: string): Guard {
  const name = `${column.table}_${column.column}_key_${suffix}`;
  const gone = someText(
    column,
    (text, org) =>
      `${text} LIKE 'v2.%' AND NOT EXISTS (SELECT 1 FROM data_keys WHERE data_keys.org_id = ${org} AND data_keys.version = ${versionOf(text)})`,
    "NEW",
  );
  return {
    name,
    sql: `CREATE TRIGGER ${name} ${when} ON ${column.table} WHEN ${gone} BEGIN SELECT RAISE(ABORT, '${DATA_KEY_GONE}'); END`,
  };
}
