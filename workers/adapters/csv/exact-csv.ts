import Papa from "papaparse";

/** Rows as RFC 4180 has them, every cell exactly as it is: for files that are read back by programs (lookup tables). */
export function toExactCsv(rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return "";
  const text = Papa.unparse(
    rows.map((row) => [...row]),
    { newline: "\r\n", header: false },
  );
  return `${text}\r\n`;
}
