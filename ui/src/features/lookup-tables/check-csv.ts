import Papa from "papaparse";
import type { Delimiter } from "./import-file.ts";

/** What can be seen of a CSV file before it is sent. */
export interface CsvFindings {
  /** The row in which a quote begins that never ends; null: none. */
  readonly unclosedAt: number | null;
  /** Keys that come more than once: the last row with one counts. Some of them. */
  readonly repeated: readonly string[];
  readonly repeatedCount: number;
}

export const NAMED_KEYS = 3;

/** `text` is the whole file: a key may come again at its end, and a quote that is open there is open for good. */
export function checkCsv(text: string, delimiter: Delimiter, keyColumn: string): CsvFindings {
  const seen = new Map<string, number>();
  let row = 0;
  let column = -1;
  let unclosedAt: number | null = null;
  Papa.parse<string[]>(text.replace(/^\uFEFF/, ""), {
    delimiter,
    step: ({ data, errors }) => {
      row++;
      if (errors.some(({ code }) => code === "MissingQuotes")) unclosedAt = row;
      if (row === 1) column = data.findIndex((cell) => cell.trim() === keyColumn);
      else if (column !== -1 && (data.length > 1 || data[0] !== "")) {
        const key = data[column] ?? "";
        seen.set(key, (seen.get(key) ?? 0) + 1);
      }
    },
  });
  const repeated = [...seen].flatMap(([key, times]) => (times > 1 ? [key] : []));
  return {
    unclosedAt,
    repeated: repeated.slice(0, NAMED_KEYS),
    repeatedCount: repeated.length,
  };
}
