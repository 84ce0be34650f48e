import type { Permission } from "../access/permissions.ts";

/** What a word in the command palette may lead to, and what its finder must be allowed to read. */
export const SEARCHED = {
  integration: "integrations:read",
  source: "sources:read",
  credential: "credentials:read",
  event_type: "catalogue:read",
  lookup_table: "lookups:read",
  member: "members:read",
  role: "roles:read",
  api_key: "keys:read",
  delivery: "deliveries:read",
  event: "events:read",
  job: "jobs:read",
} as const satisfies Readonly<Record<string, Permission>>;

export type SearchedKind = keyof typeof SEARCHED;
export const SEARCHED_KINDS = Object.keys(SEARCHED) as [SearchedKind, ...SearchedKind[]];

export interface SearchHit {
  readonly kind: SearchedKind;
  /** What its own route takes: an id, or the name of what has no id. */
  readonly id: string;
  readonly name: string;
  /** A word that tells two of the same name apart: an address, a status, a provider. */
  readonly detail: string | null;
}

export interface QuickSearch {
  /** Of each kind up to `most`: whose id this is, or whose name begins with it; then those that have it in their names. */
  find(
    orgId: string,
    kinds: ReadonlySet<SearchedKind>,
    text: string,
    most: number,
  ): Promise<readonly SearchHit[]>;
}
