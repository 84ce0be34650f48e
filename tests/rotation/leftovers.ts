import type { DatabaseSync } from "node:sqlite";

/** A sealed text wherever it stands, alone or within JSON. */
const SEALED = /v([12])\.([A-Za-z0-9_-]{1,32})\.[A-Za-z0-9_-]{16}\.[A-Za-z0-9_-]{22,}/g;

export interface Leftovers {
  /** Sealed texts by what they name: `v1.<key id>` or `v2.<data key version>`. */
  readonly texts: ReadonlyMap<string, number>;
  /** Data keys by the key that wraps them. */
  readonly dataKeys: ReadonlyMap<string, number>;
  /** `table.column` of every column that holds a sealed text. */
  readonly columns: ReadonlySet<string>;
}

/** Looks through every text column of every table, registered or not: what the rotation does not know, it cannot rotate. */
export function findSealed(db: DatabaseSync): Leftovers {
  const texts = new Map<string, number>();
  const columns = new Set<string>();
  const tables = db
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'")
    .all();
  for (const table of tables.map(({ name }) => String(name))) {
    if (table.startsWith("sqlite_") || table === "data_keys") continue;
    for (const row of db.prepare(`SELECT * FROM "${table}"`).iterate()) {
      for (const [column, value] of Object.entries(row)) {
        if (typeof value !== "string" || !value.includes("v")) continue;
        for (const [, format, key] of value.matchAll(SEALED)) {
          const name = `v${format}.${key}`;
          texts.set(name, (texts.get(name) ?? 0) + 1);
          columns.add(`${table}.${column}`);
        }
      }
    }
  }
  const rows = db.prepare("SELECT kek_id, count(*) AS n FROM data_keys GROUP BY kek_id").all();
  return { texts, columns, dataKeys: new Map(rows.map(({ kek_id: id, n }) => [String(id), Number(n)])) };
}
