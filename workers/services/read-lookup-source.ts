import { findRowProblem, type LookupRow } from "#domain/lookups/lookup-table";
import type { ReadCsv } from "#domain/lookups/ports";
import { Problem, type ProblemDetail } from "#domain/problem";
import { parseExact } from "#domain/transformation/exact-json";

export const LOOKUP_FORMATS = ["csv", "json", "ndjson"] as const;
export type LookupFormat = (typeof LOOKUP_FORMATS)[number];

export interface SourceOptions {
  readonly format: LookupFormat;
  /** The CSV column that holds the key; null: the first one. */
  readonly keyColumn: string | null;
  readonly delimiter: string;
}

export interface LookupSource {
  /** Filled while the rows are read: the value columns of a CSV file with more than one. */
  columns: readonly string[] | null;
  readonly parts: AsyncIterable<readonly LookupRow[]>;
}

/** A JSON document is parsed whole; CSV and NDJSON are read piece by piece. */
const MAX_JSON_LENGTH = 10 * 1024 * 1024;
/** A row that is longer than this is no row: a quote was not closed. */
const MAX_ROW_LENGTH = 64 * 1024;
const MAX_PROBLEMS = 20;

/** Rows as they come out of a file. Problems are gathered until there are twenty; whoever reads to the end asks `finish`. */
export function readLookupSource(
  chunks: AsyncIterable<string>,
  options: SourceOptions,
  readCsv: ReadCsv,
): LookupSource & { finish(): void } {
  const problems: ProblemDetail[] = [];
  const source: LookupSource & { finish(): void } = {
    columns: null,
    parts: { [Symbol.asyncIterator]: () => checked(rowsOf()) },
    finish: () => {
      if (problems.length > 0) throw refused(problems);
    },
  };

  function rowsOf(): AsyncGenerator<readonly PlacedRow[]> {
    switch (options.format) {
      case "csv":
        return csvRows(chunks, options, readCsv, (columns) => {
          source.columns = columns;
        });
      case "ndjson":
        return ndjsonRows(chunks);
      case "json":
        return jsonRows(chunks);
    }
  }

  async function* checked(parts: AsyncIterable<readonly PlacedRow[]>): AsyncGenerator<readonly LookupRow[]> {
    for await (const part of parts) {
      const good: LookupRow[] = [];
      for (const { place, ...row } of part) {
        const problem =
          row.json === null
            ? { pointer: place, message: row.problem }
            : findRowProblem({ key: row.key, json: row.json }, place);
        if (problem === null && row.json !== null) good.push({ key: row.key, json: row.json });
        else if (problem !== null) problems.push(problem);
        if (problems.length >= MAX_PROBLEMS) throw refused(problems);
      }
      yield good;
    }
  }
  return source;
}

type PlacedRow = { readonly place: string; readonly key: string } & (
  | { readonly json: string; readonly problem?: never }
  | { readonly json: null; readonly problem: string }
);

async function* csvRows(
  chunks: AsyncIterable<string>,
  { keyColumn, delimiter }: SourceOptions,
  readCsv: ReadCsv,
  nameColumns: (columns: readonly string[] | null) => void,
): AsyncGenerator<readonly PlacedRow[]> {
  let header: readonly string[] | null = null;
  let keyIndex = 0;
  let newline = "";
  let text = "";
  let number = 0;
  const read = (last: boolean): PlacedRow[] => {
    if (newline === "") newline = /\r\n|\r|\n/.exec(text)?.[0] ?? "\n";
    const part = readCsv(text, { delimiter, newline, last });
    if (part.problem !== null)
      throw refused([{ pointer: "", message: `The CSV text is broken in ${part.problem}.` }]);
    text = part.rest;
    return part.rows.flatMap((cells): PlacedRow[] => {
      number++;
      if (cells.length === 1 && cells[0] === "") return [];
      if (header === null) {
        header = cells.map((cell) => cell.trim());
        keyIndex = keyColumn === null ? 0 : header.indexOf(keyColumn);
        checkHeader(header, keyColumn, keyIndex);
        const names = header.filter((_, index) => index !== keyIndex);
        nameColumns(names.length > 1 ? names : null);
        return [];
      }
      return [rowOf(cells, header, keyIndex, `/${number}`)];
    });
  };
  for await (const chunk of chunks) {
    text += text === "" && number === 0 ? chunk.replace(/^\uFEFF/, "") : chunk;
    // A line break may be cut in two between chunks.
    if (!text.endsWith("\r")) yield read(false);
    if (text.length > MAX_ROW_LENGTH * 4) {
      throw refused([
        { pointer: `/${number + 1}`, message: "The row does not end: a quote may not be closed." },
      ]);
    }
  }
  if (text !== "") yield read(true);
  if (header === null)
    throw refused([{ pointer: "/1", message: "The first row names the columns, and there is none." }]);
}

function checkHeader(header: readonly string[], keyColumn: string | null, keyIndex: number): void {
  if (keyIndex === -1) throw refused([{ pointer: "/1", message: `There is no column ${keyColumn}.` }]);
  if (header.length < 2)
    throw refused([{ pointer: "/1", message: "A key column and at least one more are needed." }]);
  if (new Set(header).size !== header.length || header.includes("") || header.includes("__proto__")) {
    throw refused([{ pointer: "/1", message: "Every column needs a name of its own." }]);
  }
}

function rowOf(
  cells: readonly string[],
  header: readonly string[],
  keyIndex: number,
  place: string,
): PlacedRow {
  const key = cells[keyIndex] ?? "";
  if (cells.length !== header.length) {
    return {
      place,
      key,
      json: null,
      problem: `It has ${cells.length} cells, and the header ${header.length}.`,
    };
  }
  const values = cells.flatMap((cell, index) =>
    index === keyIndex ? [] : [[header[index] ?? "", cell] as const],
  );
  const [first] = values;
  const value = values.length === 1 ? first?.[1] : Object.fromEntries(values);
  return { place, key, json: JSON.stringify(value) };
}

async function* ndjsonRows(chunks: AsyncIterable<string>): AsyncGenerator<readonly PlacedRow[]> {
  let rest = "";
  let number = 0;
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    yield lines.flatMap((line) => jsonLine(line, ++number));
    if (rest.length > MAX_ROW_LENGTH)
      throw refused([{ pointer: `/${number + 1}`, message: "The line is too long." }]);
  }
  yield jsonLine(rest, ++number);
}

function jsonLine(line: string, number: number): PlacedRow[] {
  if (line.trim() === "") return [];
  try {
    return [keyAndValue(parseExact(line), `/${number}`)];
  } catch {
    return [{ place: `/${number}`, key: "", json: null, problem: "The line is not JSON." }];
  }
}

async function* jsonRows(chunks: AsyncIterable<string>): AsyncGenerator<readonly PlacedRow[]> {
  let text = "";
  for await (const chunk of chunks) {
    text += chunk;
    if (text.length > MAX_JSON_LENGTH) {
      throw new Problem(
        "body_too_large",
        "A JSON document may have at most 10 MB. Send NDJSON or CSV instead.",
      );
    }
  }
  let value: unknown;
  try {
    value = parseExact(text);
  } catch {
    throw new Problem("malformed_json", "The body does not parse as JSON.");
  }
  if (Array.isArray(value)) {
    yield value.map((row: unknown, index) => keyAndValue(row, `/${index}`));
  } else if (typeof value === "object" && value !== null) {
    yield Object.entries(value).map(([key, member]) => ({
      place: `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`,
      key,
      json: JSON.stringify(member),
    }));
  } else {
    throw refused([{ pointer: "", message: "Send [{key, value}, …] or {key: value, …}." }]);
  }
}

function keyAndValue(row: unknown, place: string): PlacedRow {
  const { key, value } = (typeof row === "object" && row !== null ? row : {}) as Record<string, unknown>;
  return typeof key === "string" && value !== undefined
    ? { place, key, json: JSON.stringify(value) }
    : { place, key: "", json: null, problem: "A row is {key: text, value: anything}." };
}

function refused(problems: readonly ProblemDetail[]): Problem {
  return new Problem(
    "invalid_body",
    "Nothing was imported. Pointers are numbers of rows; correct them and send the file again.",
    problems,
  );
}
