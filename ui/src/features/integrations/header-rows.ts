export interface HeaderRow {
  readonly name: string;
  readonly value: string;
}

/** What the gateway shows in place of a value that is secret. Sending it back keeps the value. */
const MASK = "••••";

export function isMasked(value: string): boolean {
  return value.startsWith(MASK);
}

export function rowsOf(headers: Readonly<Record<string, string>>): readonly HeaderRow[] {
  return Object.entries(headers).map(([name, value]) => ({ name, value }));
}

/** Rows without a name are not headers yet. */
export function headersOf(rows: readonly HeaderRow[]): Readonly<Record<string, string>> {
  const named = rows.filter(({ name }) => name.trim() !== "");
  return Object.fromEntries(named.map(({ name, value }) => [name.trim(), value]));
}

/** Names that stand there twice: only the last would be sent. */
export function repeatedNames(rows: readonly HeaderRow[]): readonly string[] {
  const names = rows.map(({ name }) => name.trim().toLowerCase()).filter((name) => name !== "");
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
