/** The log itself, what the platform keeps, and the shadow tables of the search. */
const OWN_BUSINESS = /^(audit_|sqlite_|_cf_|d1_)/;

/**
 * Every row of every table, to compare: what was refused must have changed none. Not when a key was used last: that is
 * noted behind the answer.
 */
export async function dumpDatabase(db: D1Database): Promise<Readonly<Record<string, readonly string[]>>> {
  const { results: tables } = await db
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
    .all<{ name: string }>();
  const names = tables.map(({ name }) => name).filter((name) => !OWN_BUSINESS.test(name));
  const dumped = await db.batch<Record<string, unknown>>(
    names.map((name) => db.prepare(`SELECT * FROM "${name}"`)),
  );
  return Object.fromEntries(
    names.map((name, index) => {
      const rows = dumped[index]?.results ?? [];
      return [name, rows.map(({ last_used_at: _, ...row }) => JSON.stringify(row)).sort()];
    }),
  );
}
