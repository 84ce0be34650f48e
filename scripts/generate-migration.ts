/**
 * `npm run db:generate -- --name <what>`: drizzle-kit writes the migration, then the log tables become `WITHOUT ROWID`.
 * With a rowid every delivery would cost one billed row more: the table's and its primary key's index entry.
 */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = "migrations";
const WITHOUT_ROWID = [
  "deliveries",
  "attempts",
  "usage",
  "job_pages",
  "lookup_rows",
  "source_tokens",
  "source_activity",
  "rejected_requests",
  "validation_counts",
  "rejected_events",
  "proxy_calls",
  "circuit_states",
];

const before = new Set(sqlFiles());
execFileSync("drizzle-kit", ["generate", ...process.argv.slice(2)], { stdio: "inherit" });
for (const file of sqlFiles().filter((name) => !before.has(name))) {
  const path = join(FOLDER, file);
  writeFileSync(path, withoutRowid(readFileSync(path, "utf8")));
}

function sqlFiles(): string[] {
  return readdirSync(FOLDER).filter((name) => name.endsWith(".sql"));
}

/** Only a table's own `CREATE TABLE` ends in `\n);`, so the first one after its name is its end. */
function withoutRowid(sql: string): string {
  let result = sql;
  for (const table of WITHOUT_ROWID) {
    const start = result.indexOf(`CREATE TABLE \`${table}\``);
    if (start === -1) continue;
    const end = result.indexOf("\n);", start);
    result = `${result.slice(0, end)}\n) WITHOUT ROWID;${result.slice(end + 3)}`;
  }
  return result;
}
