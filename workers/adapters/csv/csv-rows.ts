import Papa from "papaparse";

/**
 * A cell that begins so is taken for a formula by some spreadsheet; it gets an apostrophe in front. The full-width forms
 * are typed in East Asian locales and normalised on import. Papa's own pattern would let a cell pass that has a line
 * break further on.
 */
const FORMULA = /^(?:\s*[=+\-@＝＋－＠]|[\t\r\n])/;

/** Rows as RFC 4180 has them: every line, also the last, ends in CRLF. */
export function toCsvRows(rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return "";
  const text = Papa.unparse(
    rows.map((row) => [...row]),
    { escapeFormulae: FORMULA, newline: "\r\n", header: false },
  );
  return `${text}\r\n`;
}
