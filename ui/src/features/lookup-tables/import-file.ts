import Papa from "papaparse";

export const FORMATS = ["csv", "json", "ndjson"] as const;
export type Format = (typeof FORMATS)[number];
export const DELIMITERS = [",", ";", "\t", "|"] as const;
export type Delimiter = (typeof DELIMITERS)[number];

export const MEDIA_TYPES: Readonly<Record<Format, string>> = {
  csv: "text/csv",
  json: "application/json",
  ndjson: "application/x-ndjson",
};

/** By the name, else by how it begins. */
export function formatOf(name: string, begin: string): Format {
  const extension = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase();
  if (extension === "json" || extension === "ndjson") return extension;
  if (extension === "jsonl") return "ndjson";
  if (extension === "csv" || extension === "tsv" || extension === "txt") return "csv";
  const text = begin.trimStart();
  if (text.startsWith("[")) return "json";
  return text.startsWith("{") ? "ndjson" : "csv";
}

/** The one that the first line has most of. */
export function delimiterOf(begin: string): Delimiter {
  const line = /^[^\r\n]*/.exec(begin)?.[0] ?? "";
  const counted = DELIMITERS.map((delimiter) => ({ delimiter, times: line.split(delimiter).length }));
  return counted.toSorted((a, b) => b.times - a.times)[0]?.delimiter ?? ",";
}

const PREVIEWED_ROWS = 6;

/** The header and the first rows. */
export function previewCsv(begin: string, delimiter: Delimiter): readonly (readonly string[])[] {
  const { data } = Papa.parse<string[]>(begin.replace(/^\uFEFF/, ""), { delimiter, preview: PREVIEWED_ROWS });
  return data.filter((cells) => cells.length > 1 || cells[0] !== "");
}

export interface ImportProblem {
  /** The number of the row as an editor or a spreadsheet shows it, or the key; null: the file as a whole. */
  readonly place: number | string | null;
  readonly message: string;
}

/** The gateway's pointers as places in the file: `/3` is the third row of a CSV, and the fourth entry of a JSON list. */
export function problemsOf(
  errors: readonly { readonly pointer: string; readonly message: string }[],
  format: Format,
): readonly ImportProblem[] {
  return errors.map(({ pointer, message }) => {
    const token = pointer.replace(/^\//, "").replaceAll("~1", "/").replaceAll("~0", "~");
    if (token === "") return { place: null, message };
    if (!/^\d+$/.test(token)) return { place: token, message };
    return { place: Number(token) + (format === "json" ? 1 : 0), message };
  });
}

/** What the named rows of a CSV or NDJSON file say, so that nobody has to count lines. */
export async function rowsAt(
  file: Blob,
  format: Format,
  delimiter: Delimiter,
  numbers: ReadonlySet<number>,
): Promise<ReadonlyMap<number, string>> {
  const found = new Map<number, string>();
  if (format === "json" || numbers.size === 0) return found;
  const last = Math.max(...numbers);
  const text = await file.text();
  if (format === "ndjson") {
    const lines = text.split("\n", last);
    for (const number of numbers) found.set(number, lines[number - 1] ?? "");
    return found;
  }
  let number = 0;
  Papa.parse<string[]>(text.replace(/^\uFEFF/, ""), {
    delimiter,
    step: ({ data }, parser) => {
      number++;
      if (numbers.has(number)) found.set(number, data.join(delimiter));
      if (number >= last) parser.abort();
    },
  });
  return found;
}
