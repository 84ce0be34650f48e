import type { ObjectOwners, PurgeObject, PurgeState } from "./purge.ts";

/** Rows of D1 that belong to a deleted organization, and how far its purge is. */
export interface PurgeRecords {
  /** Deleted organizations whose purge nobody touched since `touchedBefore`, the longest deleted first. */
  stalled(touchedBefore: number, limit: number): Promise<readonly string[]>;
  /** Null when there is no such organization, or it is not deleted. */
  find(orgId: string): Promise<{ readonly deletedAt: number; readonly state: PurgeState | null } | null>;
  /** False when somebody else moved it on meanwhile. */
  advance(orgId: string, from: PurgeState | null, to: PurgeState): Promise<boolean>;
  owners(orgId: string): Promise<ObjectOwners>;
  /** Up to `limit` rows of each table; true when none is left. */
  removeRows(orgId: string, limit: number): Promise<boolean>;
  /** Rewrites the audit log's full-text index, in which words of removed rows may still stand; false when more is to do. */
  compactSearch(): Promise<boolean>;
  /** Rows that are left, by table, counted up to `most`; tables without any are left out. */
  countRows(orgId: string, most: number): Promise<Readonly<Record<string, number>>>;
  /** The organization's own row, and where the sweeps and the purge itself remember its id. */
  removeOrganization(orgId: string): Promise<void>;
}

/** Durable Objects of any class, as the purge sees them. */
export interface PurgeObjects {
  /** Removes everything that it keeps, its alarm too. */
  purge(object: PurgeObject): Promise<void>;
  /** How many rows, entries and alarms it keeps. */
  remains(object: PurgeObject): Promise<number>;
}

/** What is left of an organization. */
export interface Remains {
  readonly organization: "present" | "deleted" | "none";
  readonly rows: Readonly<Record<string, number>>;
  /** By kind; kinds without any are left out. */
  readonly objects: Readonly<Record<string, number>>;
  readonly bodies: number;
  readonly total: number;
}
