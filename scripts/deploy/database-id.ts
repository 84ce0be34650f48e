/** The text of wrangler.toml with the region's `database_id`. Text, because a TOML writer would drop the comments. */
export function writeDatabaseId(toml: string, region: string, id: string): string {
  const header = `[[env.${region}.d1_databases]]`;
  const start = toml.indexOf(header);
  if (start === -1) throw new Error(`wrangler.toml has no ${header}.`);
  const next = toml.indexOf("\n[", start);
  const end = next === -1 ? toml.length : next;
  const table = toml.slice(start, end);
  if (!/^database_id = ".*"$/m.test(table)) throw new Error(`${header} has no line database_id = "…".`);
  return (
    toml.slice(0, start) + table.replace(/^database_id = ".*"$/m, `database_id = "${id}"`) + toml.slice(end)
  );
}

/** The id of the database in what `wrangler d1 list --json` prints, or null. */
export function findDatabaseId(json: string, name: string): string | null {
  const databases = JSON.parse(json) as readonly { readonly name?: string; readonly uuid?: string }[];
  return databases.find((database) => database.name === name)?.uuid ?? null;
}
