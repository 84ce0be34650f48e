import type { ProblemDetail } from "../problem.ts";

/** Values that transformations look up by a key: `{{lookup.countries.NL}}`. */
export interface LookupTable {
  readonly id: string;
  /** Part of templates, so it is a word. */
  readonly name: string;
  readonly description: string;
  /** JSON text of what stands in for a missing key; null: a missing key is an error. */
  readonly defaultJson: string | null;
  /** Grows by one with every change of its rows. */
  readonly version: number;
  /** The oldest version that can still be read. */
  readonly oldestVersion: number;
  readonly rows: number;
  /** Names of the columns when every value is an object of just these, as a CSV file gives them. Null: any values. */
  readonly columns: readonly string[] | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** One row. `json` is the value's JSON text. */
export interface LookupRow {
  readonly key: string;
  readonly json: string;
}

export const LOOKUP_CHANGES = ["import", "rows", "restore"] as const;
export type LookupChange = (typeof LOOKUP_CHANGES)[number];

/** What made a version. */
export interface LookupVersion {
  readonly version: number;
  readonly at: number;
  readonly change: LookupChange;
  /** Rows there were then. */
  readonly rows: number;
  readonly added: number;
  /** Keys that mean something else than before. Null for versions from before this was counted. */
  readonly changed: number | null;
  readonly removed: number;
  /** Who made it: `user:user_…`, `api_key:key_…`. Null for versions from before this was kept. */
  readonly by: string | null;
}

export const MAX_TABLES = 100;
export const MAX_ROWS = 500_000;
export const MAX_KEY_LENGTH = 256;
export const MAX_VALUE_LENGTH = 4_096;
/** Older versions are forgotten. */
export const KEPT_VERSIONS = 50;

const NAME = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;

export function isTableName(text: string): boolean {
  return NAME.test(text) && !Object.hasOwn(Object.prototype, text);
}

/** Null when the row can be kept. `pointer` says where it stands in what the caller sent. */
export function findRowProblem({ key, json }: LookupRow, pointer: string): ProblemDetail | null {
  if (key === "" || key.length > MAX_KEY_LENGTH) {
    return { pointer, message: `A key has 1 to ${MAX_KEY_LENGTH} characters.` };
  }
  if (!key.isWellFormed() || !json.isWellFormed()) {
    return { pointer, message: "It contains half of a surrogate pair, which no encoding can carry." };
  }
  if (json.length > MAX_VALUE_LENGTH) {
    return { pointer, message: `A value has at most ${MAX_VALUE_LENGTH} characters as JSON.` };
  }
  return null;
}

/** The table's columns after this row: null as soon as one value is not an object of just these strings. */
export function keepColumns(columns: readonly string[] | null, json: string): readonly string[] | null {
  if (columns === null) return null;
  const value = JSON.parse(json) as unknown;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const names = Object.keys(value);
  const fits =
    names.length === columns.length &&
    columns.every((name) => typeof (value as Record<string, unknown>)[name] === "string");
  return fits ? columns : null;
}
