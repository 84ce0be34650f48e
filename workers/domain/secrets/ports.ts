import type { KeyRotation, RotationLevel, RotationProgress, TextCursor } from "./key-rotation.ts";

/** What replacing keys needs of the world. */

export interface KeyRotationRepository {
  /** False when one is running already. */
  insert(rotation: KeyRotation): Promise<boolean>;
  find(id: string): Promise<KeyRotation | null>;
  /** Newest first. */
  list(limit: number): Promise<readonly KeyRotation[]>;
  /** Take the next step; null when somebody else did, or it runs no longer. */
  claim(rotation: KeyRotation, now: number): Promise<KeyRotation | null>;
  /** False when it was moved on by somebody else meanwhile. */
  advance(
    rotation: KeyRotation,
    progress: RotationProgress,
    rewritten: number,
    now: number,
  ): Promise<boolean>;
  /** Running ones that nobody has touched since `before`. */
  stalled(before: number): Promise<readonly KeyRotation[]>;
}

export interface RewrittenPage {
  readonly rewritten: number;
  /** Behind it the next page begins; null when there is none. */
  readonly next: TextCursor | null;
  /** Places of what could not be opened. */
  readonly unreadable: readonly string[];
}

/** Every data key and every sealed secret of the region, one organization at a time. `*` comes first. */
export interface SealedRecords {
  countOrganizations(): Promise<number>;
  /** The next one by id, or null. Also one that is deleted, as long as something of it is there. */
  nextOrganization(after: string): Promise<string | null>;
  /** Wraps the organization's data keys with the current key-encryption key. */
  rewrapDataKeys(orgId: string): Promise<Omit<RewrittenPage, "next">>;
  /** A new data key, unless the newest was made since the rotation began or there is none to replace. */
  replaceDataKey(orgId: string, since: number, now: number): Promise<void>;
  /** Seals up to `limit` secrets anew with the newest data key; at this level only those that need it. */
  reseal(
    orgId: string,
    level: RotationLevel,
    cursor: TextCursor | null,
    limit: number,
  ): Promise<RewrittenPage>;
  /** Deletes old data keys under which nothing is left. */
  removeOldDataKeys(orgId: string): Promise<void>;
  /** How much is under a key that this level replaces. */
  countLeft(orgId: string, level: RotationLevel): Promise<number>;
}

/** The CredentialObjects: they keep access tokens sealed in storage of their own. */
export interface CredentialVaults {
  /** The organization's credentials by id, behind `after`. */
  list(orgId: string, after: string, limit: number): Promise<readonly string[]>;
  /** Seal what the object keeps anew with the newest data key; answers how much that was. */
  reseal(orgId: string, credentialId: string): Promise<number>;
}

/** What lies under which key. Counts only. */
export interface KeyUsage {
  readonly currentKeyId: string;
  /** Those of SECRETS_KEYS, the current one first, and those that are missing there and still needed. */
  readonly keys: readonly {
    readonly id: string;
    readonly configured: boolean;
    readonly dataKeys: number;
    /** Secrets sealed with one of these data keys. */
    readonly secrets: number;
    /** Secrets sealed with the key itself, from before there were data keys. */
    readonly directSecrets: number;
  }[];
  /** Data keys that a newer one has replaced and that are still there. */
  readonly oldDataKeys: number;
  /** Secrets whose data key is gone. */
  readonly orphanedSecrets: number;
}
