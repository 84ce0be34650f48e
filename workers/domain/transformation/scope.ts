import type { LookupAnswer, LookupKey } from "../lookups/ports.ts";
import type { Budget } from "./budget.ts";

/** What expressions can look at. */
export interface Scope {
  /** By root: `config`, `env`, `event`, `payload`, and whatever else belongs to the place. */
  readonly values: Readonly<Record<string, unknown>>;
  /** What the clock says, epoch milliseconds. For a delivery the moment its event was accepted: every attempt makes the same. */
  readonly now: number;
  readonly lookups: KnownLookups;
}

/** Answers that were fetched already. What is asked and not known is fetched, and the rendering begins anew. */
export interface KnownLookups {
  get(key: LookupKey): LookupAnswer | undefined;
}

export const NO_LOOKUPS: KnownLookups = { get: () => undefined };

/** The root of lookup tables: `lookup.table.key`. */
export const LOOKUP_ROOT = "lookup";

/** What is known of a scope when a mapping is saved: by root the names below it, null where only the event tells. */
export type ScopeShape = Readonly<Record<string, ReadonlySet<string> | null>>;

/** One rendering: its scope, what it may use up, and what it found out. */
export interface Rendering {
  readonly scope: Scope;
  readonly budget: Budget;
  /** The names that `$each` gives to its elements. */
  readonly locals: Map<string, unknown>;
  /** Looked up and not known yet. */
  readonly wanted: Map<string, LookupKey>;
}

/** Stands for a lookup's value until that is fetched. A result with it in it is thrown away. */
export const PENDING: unique symbol = Symbol("pending");
/** What takes its key, or its place in a list, out of the result. */
export const OMITTED: unique symbol = Symbol("omitted");
