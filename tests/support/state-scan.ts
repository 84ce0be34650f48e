import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** Where one of the texts was found: a file, and in a database the table. */
export interface Finding {
  readonly file: string;
  readonly table: string | null;
  readonly text: string;
  readonly row: string;
}

/** Look for texts in everything that a runtime keeps in its state folder: every row of every database, every blob. */
export function scanState(folder: string, texts: readonly string[]): Finding[] {
  return filesOf(folder).flatMap((file) =>
    file.endsWith(".sqlite") ? scanDatabase(file, texts) : scanBytes(file, texts),
  );
}

/**
 * Rows that were deleted stay in a database's free pages until they are overwritten. Written anew without them, the
 * files' very bytes can be searched.
 */
export function scanCompactedBytes(folder: string, texts: readonly string[]): Finding[] {
  const files = filesOf(folder);
  for (const file of files.filter((name) => name.endsWith(".sqlite"))) {
    const database = new DatabaseSync(file);
    database.exec("VACUUM");
    database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    database.close();
  }
  return filesOf(folder).flatMap((file) => scanBytes(file, texts));
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile() && !/-(wal|shm)$/.test(path));
}

function scanDatabase(file: string, texts: readonly string[]): Finding[] {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
    return tables.flatMap(({ name }) => {
      const select = database.prepare(`SELECT * FROM "${String(name)}"`);
      // Alarms are kept in nanoseconds.
      select.setReadBigInts(true);
      return select.all().flatMap((row) => {
        const written = Object.values(row).map(readable).join(" ");
        return texts
          .filter((text) => written.includes(text))
          .map((text) => ({ file, table: String(name), text, row: written.slice(0, 300) }));
      });
    });
  } finally {
    database.close();
  }
}

function readable(value: unknown): string {
  return value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : String(value);
}

function scanBytes(file: string, texts: readonly string[]): Finding[] {
  const bytes = readFileSync(file);
  return texts.filter((text) => bytes.includes(text)).map((text) => ({ file, table: null, text, row: "" }));
}
