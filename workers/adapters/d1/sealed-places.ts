import type { SecretPlace } from "../crypto/secret-box.ts";
import { headerPlace, secretPlace } from "./integration-row.ts";

/** A column that holds sealed secrets, and what each of them was sealed for. */
export interface SealedColumn {
  readonly table: string;
  /** The primary key. */
  readonly keys: readonly string[];
  /** The column that names the organization; null for what belongs to no organization (`*`). */
  readonly org: string | null;
  readonly column: string;
  /** Null: the column is the sealed text. Else the JSON path below which objects `{sealed, hint}` lie. */
  readonly within: string | null;
  /** `key` has the values of `keys`; `path` leads from `within` to the object, joined by dots; empty for a plain column. */
  readonly place: (orgId: string, key: readonly string[], path: string) => SecretPlace;
}

/** Whose data key seals what belongs to no organization. */
export const NO_ORGANIZATION = "*";

/**
 * Every place where the database keeps sealed secrets. Rotation, its proof and the guards of the database
 * (sealed-guards.ts) go by this list alone: a column that is missing here is lost with the next key that is removed.
 * A new one needs its line here and its guard in a migration; sealed-places.test.ts says so, and how.
 */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  {
    table: "signing_secrets",
    keys: ["org_id", "integration_id", "id"],
    org: "org_id",
    column: "sealed",
    within: null,
    place: (orgId, [, integrationId = "", id = ""]) => secretPlace(orgId, integrationId, id),
  },
  {
    table: "integrations",
    keys: ["org_id", "id"],
    org: "org_id",
    column: "config",
    within: "$.headers",
    place: (orgId, [, id = ""], name) => headerPlace(orgId, id, name),
  },
  {
    table: "credentials",
    keys: ["org_id", "id"],
    org: "org_id",
    column: "config",
    within: "$",
    place: (orgId, [, row = ""], field) => ({ orgId, table: "credentials", row, field }),
  },
  {
    table: "sources",
    keys: ["org_id", "id"],
    org: "org_id",
    column: "vault",
    within: "$",
    place: (orgId, [, row = ""], field) => ({ orgId, table: "sources", row, field }),
  },
  {
    table: "oauth_authorizations",
    keys: ["state_hash"],
    org: "org_id",
    column: "verifier_sealed",
    within: null,
    place: (orgId, [row = ""]) => ({ orgId, table: "oauth_authorizations", row, field: "verifier" }),
  },
  {
    table: "token_keys",
    keys: ["kid"],
    org: null,
    column: "private_sealed",
    within: null,
    place: (orgId, [row = ""]) => ({ orgId, table: "token_keys", row, field: "" }),
  },
  {
    table: "users",
    keys: ["id"],
    org: null,
    column: "totp_sealed",
    within: null,
    place: (orgId, [row = ""]) => ({ orgId, table: "users", row, field: "totp" }),
  },
];

/** One sealed text in a column's value. */
export interface FoundText {
  readonly sealed: string;
  readonly path: string;
}

/** Every sealed text in a column's value, and where in it. */
export function findSealedTexts({ within }: Pick<SealedColumn, "within">, value: string): FoundText[] {
  if (within === null) return [{ sealed: value, path: "" }];
  let root = JSON.parse(value) as unknown;
  for (const member of within.split(".").slice(1)) root = isObject(root) ? root[member] : undefined;
  return walk(root, []);
}

function walk(node: unknown, path: readonly string[]): FoundText[] {
  if (!isObject(node)) return [];
  // Not at the top: a header that is named "sealed" is a header.
  if (path.length > 0 && typeof node.sealed === "string") {
    return [{ sealed: node.sealed, path: path.join(".") }];
  }
  return Object.entries(node).flatMap(([name, child]) => walk(child, [...path, name]));
}

function isObject(node: unknown): node is Record<string, unknown> {
  return typeof node === "object" && node !== null;
}
