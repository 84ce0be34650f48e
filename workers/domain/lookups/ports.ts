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

/** Where transformations look values up. Remembers for a moment, per isolate. */
export interface LookupValues {
  /** In the order of `keys`. One question to the store, however many keys. */
  find(orgId: string, keys: readonly LookupKey[]): Promise<readonly LookupAnswer[]>;
}
