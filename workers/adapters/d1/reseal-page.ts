import type { RotationLevel, TextCursor } from "#domain/secrets/key-rotation";
import type { RewrittenPage } from "#domain/secrets/ports";
import type { SecretBox, SecretPlace } from "../crypto/secret-box.ts";
import { orUnreadable } from "./or-unreadable.ts";
import { findSealedTexts, SEALED_COLUMNS, type SealedColumn } from "./sealed-places.ts";
import { isOldText, ofOrganization, ownsSome, someText } from "./sealed-sql.ts";

interface FoundRow {
  readonly column: SealedColumn;
  readonly row: Readonly<Record<string, string>>;
}

/** Up to `limit` rows of one organization that have something to seal anew, over all columns of the registry. */
export async function resealPage(
  db: D1Database,
  box: SecretBox,
  orgId: string,
  level: RotationLevel,
  cursor: TextCursor | null,
  limit: number,
): Promise<RewrittenPage> {
  const from = cursor?.column ?? 0;
  const columns = SEALED_COLUMNS.slice(from).filter((column) => ownsSome(column, orgId));
  if (columns.length === 0) return { rewritten: 0, unreadable: [], next: null };
  const pages = await db.batch<Record<string, string>>(
    columns.map((column) => {
      const after = SEALED_COLUMNS[from] === column ? (cursor?.after ?? []) : [];
      return selectPage(db, column, orgId, level, after, limit);
    }),
  );
  const found = columns.flatMap((column, index) =>
    (pages[index]?.results ?? []).map((row): FoundRow => ({ column, row })),
  );
  const taken = found.slice(0, limit);
  const written = await resealRows(db, box, orgId, level, taken);
  const last = taken.at(-1);
  // A full page of any column has a next one, or an empty one, which costs a look.
  return { ...written, next: found.length >= limit && last !== undefined ? cursorBehind(last) : null };
}

/** In the order of the primary key, so that what cannot be opened is passed by and not met again and again. */
function selectPage(
  db: D1Database,
  column: SealedColumn,
  orgId: string,
  level: RotationLevel,
  after: readonly string[],
  limit: number,
): D1PreparedStatement {
  const keys = column.keys.join(", ");
  const behind =
    after.length === 0 ? "" : `AND (${keys}) > (${after.map((_, index) => `?${index + 3}`).join(", ")})`;
  return db
    .prepare(
      `SELECT ${keys}, ${column.column} AS sealed_value FROM ${column.table}
       WHERE ${ofOrganization(column)} ${behind} AND ${someText(column, isOldText(level))} ORDER BY ${keys} LIMIT ?2`,
    )
    .bind(orgId, limit, ...after);
}

function cursorBehind({ column, row }: FoundRow): TextCursor {
  return { column: SEALED_COLUMNS.indexOf(column), after: keyOf(column, row) };
}

function keyOf(column: SealedColumn, row: FoundRow["row"]): string[] {
  return column.keys.map((name) => row[name] ?? "");
}

/** Each row only while it is what was read: whoever wrote it meanwhile is not overwritten, and the proof comes by again. */
async function resealRows(
  db: D1Database,
  box: SecretBox,
  orgId: string,
  level: RotationLevel,
  found: readonly FoundRow[],
): Promise<Omit<RewrittenPage, "next">> {
  const rows = await Promise.all(found.map((item) => resealRow(box, orgId, level, item)));
  const unreadable = rows.flatMap((row) => row.unreadable);
  const changed = rows.filter(({ texts }) => texts > 0);
  if (changed.length === 0) return { rewritten: 0, unreadable };
  const results = await db.batch(
    changed.map(({ column, key, before, after }) => {
      const where = column.keys.map((name, index) => `${name} = ?${index + 3}`).join(" AND ");
      return db
        .prepare(
          `UPDATE ${column.table} SET ${column.column} = ?1 WHERE ${where} AND ${column.column} = ?2 RETURNING 1`,
        )
        .bind(after, before, ...key);
    }),
  );
  const rewritten = changed.map(({ texts }, index) =>
    (results[index]?.results.length ?? 0) > 0 ? texts : 0,
  );
  return { rewritten: rewritten.reduce((sum, texts) => sum + texts, 0), unreadable };
}

async function resealRow(box: SecretBox, orgId: string, level: RotationLevel, { column, row }: FoundRow) {
  const key = keyOf(column, row);
  const before = row.sealed_value ?? "";
  const unreadable: string[] = [];
  let after = before;
  let texts = 0;
  for (const { sealed, path } of findSealedTexts(column, before)) {
    if (level === "key_encryption_keys" && !sealed.startsWith("v1.")) continue;
    const place = column.place(orgId, key, path);
    const fresh = await orUnreadable(box.reseal(sealed, place));
    if (!fresh.ok) unreadable.push(describe(place));
    else if (fresh.value !== null) {
      // As text, not parsed and printed: a sealed text has no character that JSON escapes, and all else stays as it is.
      after = after.split(sealed).join(fresh.value);
      texts++;
    }
  }
  return { column, key, before, after, texts, unreadable };
}

function describe({ orgId, table, row, field }: SecretPlace): string {
  return [table, orgId, row, field].filter((part) => part !== "").join(" ");
}
