import type { ConfigChange, Page, PageRequest } from "../configuration-ports.ts";
import type { LookupChange, LookupRow, LookupTable, LookupVersion } from "./lookup-table.ts";

/** A value of a lookup table, by table and key. */
export interface LookupKey {
  readonly table: string;
  readonly key: string;
}

export type LookupAnswer =
  /** JSON text. */
  | { readonly kind: "value"; readonly json: string }
  /** The table's default stands in for the missing key. */
  | { readonly kind: "default"; readonly json: string }
  | { readonly kind: "no_key" }
  | { readonly kind: "no_table" };

/** Where transformations look values up. Remembers what it found, per isolate and version of the table. */
export interface LookupValues {
  /** In the order of `keys`. One question to the store, however many keys. */
  find(orgId: string, keys: readonly LookupKey[]): Promise<readonly LookupAnswer[]>;
}

/** What a look-up needs to know of a table; part of the organization's configuration. */
export type KnownTable = Pick<LookupTable, "id" | "version" | "defaultJson">;

/** A version that is being written. Until `commit` nobody reads its rows. */
export interface LookupDraft {
  readonly orgId: string;
  readonly tableId: string;
  readonly draftId: string;
  /** The version that it begins from; it becomes the next one. */
  readonly base: number;
}

export interface StagedRows {
  /** How many of them the table had before. */
  readonly existed: number;
  /** Of those that existed, how many more mean something else now. */
  readonly changed: number;
  /** How many were staged by this draft already: the later one counts. */
  readonly repeated: number;
  /** Of those repeated, the ones that the table did not have before. */
  readonly repeatedNew: number;
}

export interface StagedWalk {
  readonly rows: number;
  readonly added: number;
  readonly removed: number;
  /** The key to go on behind; null at the end. */
  readonly next: string | null;
}

export interface NewVersion {
  readonly change: LookupChange;
  readonly by: string;
  readonly rows: number;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly columns: readonly string[] | null;
}

/** Within one organization; a foreign table is not there. */
export interface LookupTableRepository {
  /** By name. */
  list(orgId: string, page: PageRequest): Promise<Page<LookupTable>>;
  find(orgId: string, name: string): Promise<LookupTable | null>;
  insert(orgId: string, table: LookupTable): Promise<ConfigChange | "exists" | "limit">;
  /** Description and default. Null when it was changed or deleted since it was `expectedUpdatedAt`. */
  update(orgId: string, table: LookupTable, expectedUpdatedAt: number): Promise<ConfigChange | null>;
  /** From now on it is not there; its rows are removed by and by. */
  remove(orgId: string, id: string, now: number): Promise<ConfigChange | null>;
  versions(orgId: string, tableId: string, limit: number): Promise<readonly LookupVersion[]>;
  /** Names of integrations whose settings speak of this table. */
  usedBy(orgId: string, name: string): Promise<readonly string[]>;
  /** Deleted tables whose rows are still there, and drafts that nobody has touched since `before`. */
  leftovers(before: number, limit: number): Promise<readonly LeftoverTable[]>;
  forget(orgId: string, tableId: string): Promise<void>;
}

export interface LeftoverTable {
  readonly orgId: string;
  readonly tableId: string;
  readonly version: number;
  readonly deleted: boolean;
  readonly draftId: string | null;
}

export interface LookupRowRepository {
  /** By key, of one version, with a common beginning. */
  page(
    orgId: string,
    tableId: string,
    version: number,
    prefix: string,
    page: PageRequest,
  ): Promise<Page<LookupRow>>;
  /** JSON text by key; keys without a row are not in it. */
  find(
    orgId: string,
    tableId: string,
    version: number,
    keys: readonly string[],
  ): Promise<ReadonlyMap<string, string>>;
  /** Of several tables, in one question. */
  findMany(
    orgId: string,
    wanted: readonly { readonly tableId: string; readonly version: number; readonly key: string }[],
  ): Promise<readonly (string | null)[]>;
  /** Null when another draft is being written. A stale one is thrown away first. */
  begin(
    orgId: string,
    table: LookupTable,
    draftId: string,
    now: number,
    staleBefore: number,
  ): Promise<LookupDraft | null>;
  /** Null when the draft is not the table's any more. */
  stage(draft: LookupDraft, rows: readonly StagedRow[], now: number): Promise<StagedRows | null>;
  /** Rows behind `after` that the draft did not stage are removed in it. */
  stageRemovals(draft: LookupDraft, after: string, now: number): Promise<StagedWalk | null>;
  /** Rows behind `after` become what they were in `version`. */
  stageRestored(draft: LookupDraft, version: number, after: string, now: number): Promise<StagedWalk | null>;
  commit(draft: LookupDraft, made: NewVersion, now: number): Promise<ConfigChange | null>;
  /** Throws the draft away. */
  abandon(draft: LookupDraft): Promise<void>;
  /** Removes up to `limit` rows that no kept version shows; true when none is left. */
  prune(orgId: string, tableId: string, oldestVersion: number, limit: number): Promise<boolean>;
  /** Removes up to `limit` rows of versions above `version`; true when none is left. */
  removeAbove(orgId: string, tableId: string, version: number, limit: number): Promise<boolean>;
}

/** Null as the value removes the key. */
export interface StagedRow {
  readonly key: string;
  readonly json: string | null;
}

/** The next complete rows of a CSV text. `rest` is what belongs to the row that is not complete yet. */
export type ReadCsv = (
  text: string,
  options: { readonly delimiter: string; readonly newline: string; readonly last: boolean },
) => CsvPart;

export interface CsvPart {
  readonly rows: readonly (readonly string[])[];
  readonly rest: string;
  /** What is wrong with the text as CSV; null when nothing is. */
  readonly problem: string | null;
}
