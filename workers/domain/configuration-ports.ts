import type { Permission } from "./access/permissions.ts";
import type { EventType } from "./catalogue/event-type-definition.ts";
import type { SecretKind, StoredSigningSecret } from "./signing/signing-config.ts";
import type { IntegrationDraft } from "./tenancy/integration-draft.ts";
import type { CatalogueMode } from "./tenancy/organization-config.ts";
import type { Variable } from "./transformation/variable.ts";

/** What saving configuration needs of the world. Delivering has its own ports in `ports.ts`. */

/** A change that is saved: what every cache must hear of. */
export interface ConfigChange {
  readonly orgId: string;
  readonly version: number;
  readonly intakeShards: number;
}

/** `next` is the key to continue behind, null on the last page. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

export interface PageRequest {
  readonly limit: number;
  /** The key of the last item that was seen; null for the first page. */
  readonly after: string | null;
}

export interface IntegrationRecord extends IntegrationDraft {
  readonly id: string;
  /** Why the gateway switched it off; null when a person did, or when it is on. */
  readonly disabledReason: string | null;
  readonly createdAt: number;
  /** Grows with every change, so it serves as the record's version too. */
  readonly updatedAt: number;
}

export const INTEGRATION_SORTS = ["newest", "oldest", "name", "-name", "updated"] as const;
export type IntegrationSort = (typeof INTEGRATION_SORTS)[number];

export interface IntegrationWish {
  /** Part of the name or of the target's address, or the id. */
  readonly text: string | null;
  readonly enabled: boolean | null;
  readonly sort: IntegrationSort;
}

/** Everything is within one organization; a foreign integration is not there. */
export interface IntegrationRepository {
  list(orgId: string, wish: IntegrationWish, page: PageRequest): Promise<Page<IntegrationRecord>>;
  find(orgId: string, id: string): Promise<IntegrationRecord | null>;
  count(orgId: string): Promise<number>;
  /** Null when the organization has as many integrations as it may have. */
  insert(orgId: string, record: IntegrationRecord, secret: NewSecret): Promise<ConfigChange | null>;
  /** Null when the record was changed or deleted since it was `expectedUpdatedAt`. */
  update(orgId: string, record: IntegrationRecord, expectedUpdatedAt: number): Promise<ConfigChange | null>;
  /** With its secrets. Null when the record was changed or deleted since it was `expectedUpdatedAt`. */
  remove(orgId: string, id: string, expectedUpdatedAt: number): Promise<ConfigChange | null>;
}

/** A secret that was just made or brought along. Only an Ed25519 one has a public key. */
export interface SecretValue {
  readonly kind: SecretKind;
  readonly value: string;
  readonly publicKey?: string;
}

export type SecretImport =
  | ({ readonly ok: true } & SecretValue)
  | { readonly ok: false; readonly message: string };

export interface SecretMaker {
  generate(kind: SecretKind): SecretValue;
  /** Checks and normalises a secret that a team brings along. */
  import(text: string): SecretImport;
}

export interface NewSecret extends SecretValue {
  readonly id: string;
  readonly createdAt: number;
}

/** A secret as it may be shown at any time. */
export interface SecretRecord {
  readonly id: string;
  readonly kind: SecretKind;
  /** The last four characters; of an Ed25519 pair the public key. */
  readonly hint: string;
  readonly createdAt: number;
  readonly expiresAt: number | null;
}

/** What a rotation does to the stored secrets. */
export interface SecretChanges {
  readonly added: NewSecret | null;
  readonly expiring: readonly { readonly id: string; readonly expiresAt: number | null }[];
  readonly removed: readonly string[];
}

export interface SecretRepository {
  /** Newest first. */
  list(orgId: string, integrationId: string): Promise<readonly SecretRecord[]>;
  /** Newest first, and opened: only to sign with, or to decide about. */
  open(orgId: string, integrationId: string): Promise<readonly StoredSigningSecret[]>;
  /** Null when the integration was changed since it was `expectedUpdatedAt`: then nothing was written. */
  change(
    orgId: string,
    integrationId: string,
    changes: SecretChanges,
    expectedUpdatedAt: number,
    updatedAt: number,
  ): Promise<ConfigChange | null>;
}

export interface EventTypeRepository {
  /** By name: the organization's own, and the templates it does not override; or its own archived ones. */
  list(orgId: string, archived: boolean, page: PageRequest): Promise<Page<EventType>>;
  /** Its own, archived or not; otherwise the template. */
  find(orgId: string, name: string): Promise<EventType | null>;
  /** A new type, or an archived one anew. `limit` when the organization has as many as it may have. */
  insert(orgId: string, type: EventType): Promise<ConfigChange | "exists" | "limit">;
  /** Null when the organization has no such type that is not archived. */
  update(orgId: string, type: EventType): Promise<ConfigChange | null>;
  archive(orgId: string, name: string, now: number): Promise<ConfigChange | null>;
}

export interface VariableRepository {
  /** By name; at most as many as there may be. */
  all(orgId: string): Promise<readonly Variable[]>;
  list(orgId: string, page: PageRequest): Promise<Page<Variable>>;
  find(orgId: string, name: string): Promise<Variable | null>;
  /** `limit` when the organization has as many as it may have. */
  insert(orgId: string, variable: Variable): Promise<ConfigChange | "exists" | "limit">;
  /** Null when there is none. */
  update(orgId: string, variable: Variable): Promise<ConfigChange | null>;
  /** Null when there is none. */
  remove(orgId: string, name: string): Promise<ConfigChange | null>;
}

export interface EventTypeTemplateRepository {
  list(page: PageRequest): Promise<Page<EventType>>;
  /** Answers the one that it replaced, null when it is new. */
  put(type: EventType): Promise<EventType | null>;
  /** Answers the one that is gone, null when there is none. */
  remove(name: string): Promise<EventType | null>;
}

export interface Organization {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  /** The effective value, after inheritance; so is the retention. */
  readonly catalogueMode: CatalogueMode;
  readonly retentionDays: number;
  readonly intakeShards: number;
  readonly configVersion: number;
  readonly createdAt: number;
  /** Null at the top. Shown only to whoever has a part in the parent. */
  readonly parentId: string | null;
  /** Ids from the topmost organization down to this one, joined by `/`. */
  readonly path: string;
}

export type OrganizationChanges = Partial<
  Pick<Organization, "name" | "catalogueMode" | "retentionDays" | "intakeShards">
>;

/** One that is being deleted is not there any more. Changing them goes through the tree (tenancy/tree-ports.ts). */
export interface OrganizationRepository {
  /** Newest first. */
  list(page: PageRequest): Promise<Page<Organization>>;
  find(orgId: string): Promise<Organization | null>;
  /** Those right below, or all below; newest first. */
  below(path: string, depth: "children" | "descendants", page: PageRequest): Promise<Page<Organization>>;
}

export interface ApiKeyRecord {
  readonly id: string;
  readonly name: string;
  readonly hint: string;
  /** What it may do, in its organization and below. */
  readonly scopes: readonly Permission[];
  /** Who made it: `user_…`, `key_…` or `operator`. */
  readonly createdBy: string;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
  /** To the minute, and up to half a minute late. */
  readonly lastUsedAt: number | null;
  /** The key that took its place, when it was rotated. */
  readonly replacedBy: string | null;
}

export interface ReplacedKey {
  readonly id: string;
  readonly expiresAt: number;
}

export interface ApiKeyRepository {
  /** Newest first, revoked ones too. */
  list(orgId: string, page: PageRequest): Promise<Page<ApiKeyRecord>>;
  find(orgId: string, id: string): Promise<ApiKeyRecord | null>;
  /** False when the organization has as many working keys as it may have. */
  insert(orgId: string, record: ApiKeyRecord, hash: string): Promise<boolean>;
  /**
   * The new key is there and the old one ends, or neither. False when the old one was revoked, replaced or expired
   * meanwhile.
   */
  replace(orgId: string, old: ReplacedKey, record: ApiKeyRecord, hash: string): Promise<boolean>;
  /** False when the organization has no such key. A key that is revoked stays as it was. */
  revoke(orgId: string, id: string, now: number): Promise<boolean>;
}
