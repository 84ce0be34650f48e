/** Empty the object's storage. What it remembers is the caller's to forget. */
export async function purgeStorage({ storage }: DurableObjectState): Promise<void> {
  await storage.deleteAlarm();
  await storage.deleteAll();
}

/** Rows, entries and the alarm that the object keeps. Its tables may be there and empty. */
export async function countStored({ storage }: DurableObjectState): Promise<number> {
  const tables = storage.sql
    .exec<{ name: string }>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
    )
    .toArray();
  let found = [...storage.kv.list()].length;
  for (const { name } of tables) {
    found += storage.sql.exec<{ rows: number }>(`SELECT count(*) AS rows FROM "${name}"`).one().rows;
  }
  return found + ((await storage.getAlarm()) === null ? 0 : 1);
}

/** An object that nothing was ever written to has no tables, and asking it must not make any. */
export function hasTable(sql: SqlStorage, name: string): boolean {
  return sql.exec("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", name).next().done !== true;
}
