/** A value as one line of a table: text as it is, everything else as JSON. */
export function valueText(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

export function memberText(value: unknown, column: string): string {
  if (typeof value !== "object" || value === null) return "";
  const member = (value as Readonly<Record<string, unknown>>)[column];
  return member === undefined ? "" : valueText(member);
}

/**
 * The value's own JSON text out of an answered row, so that its digits stay when it is edited: parsed and written again,
 * 12345678901234567890 would be another number.
 */
export function exactValue(rowText: string, key: string): string {
  const start = `{"key":${JSON.stringify(key)},"value":`;
  if (rowText.startsWith(start) && rowText.endsWith("}")) return rowText.slice(start.length, -1);
  return JSON.stringify((JSON.parse(rowText) as { readonly value?: unknown }).value ?? null);
}
