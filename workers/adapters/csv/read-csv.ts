import Papa from "papaparse";
import type { CsvPart } from "#domain/lookups/ports";

/**
 * The complete rows at the beginning of a text, so that a file of any length is read piece by piece. Only `last` takes the last row
 * too: before that nobody knows whether it is complete.
 */
export function readCsv(
  text: string,
  { delimiter, newline, last }: { delimiter: string; newline: string; last: boolean },
): CsvPart {
  const parser = new Papa.Parser({ delimiter, newline: newline as "\n" });
  const parsed = parser.parse(text, 0, !last) as Papa.ParseResult<string[]>;
  const [error] = parsed.errors;
  return {
    rows: parsed.data,
    rest: last ? "" : text.slice(parsed.meta.cursor),
    problem: error === undefined ? null : `row ${(error.row ?? 0) + 1}: ${error.message}`,
  };
}
