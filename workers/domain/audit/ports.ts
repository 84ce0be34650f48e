import type { AuditEnding, AuditIntent, AuditRecord, ChainedEntry } from "./audit-entry.ts";
import type { AuditExport, ExportClaim, ExportProgress } from "./audit-export.ts";
import type { AuditFilter } from "./audit-filter.ts";
import type { ArchivePlan } from "./audit-retention.ts";
import type { ChainPoint } from "./hash-chain.ts";
import type { ChainAnchors } from "./verify-chain.ts";

/** What recording and reading the audit log need of the world. */

/** Where an organization's log stands. */
export interface AuditState {
  /** The entry before the first that is kept; `seq` 0 when all are. */
  readonly base: ChainPoint;
  readonly head: ChainPoint;
  /** The last entry that D1 has. Behind the head only while D1 does not answer. */
  readonly searchable: ChainPoint;
  /** Entries up to this one are in R2 only; 0 when none are. */
  readonly archivedThrough: number;
}

/** An object in R2 with the entries `firstSeq` to `lastSeq`. */
export interface ArchiveSegment {
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** When its first and its last entry were written. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** The hash of its last entry. */
  readonly lastHash: string;
}

/** A record that counts only once, however often the call is repeated. */
export interface IdentifiedRecord {
  readonly id: string;
  readonly record: AuditRecord;
}

/** The organization's AuditObject: the only one who writes its log. */
export interface AuditJournal {
  /** The intent is on disk when this resolves. From now on there will be an entry, unless it is dropped. */
  begin(orgId: string, intent: AuditIntent): Promise<void>;
  complete(orgId: string, intent: AuditIntent, ending: AuditEnding): Promise<void>;
  /** Nothing came of it. */
  drop(orgId: string, intentId: string): Promise<void>;
  /** Somebody lacked a permission; floods are counted instead of written one by one. `intent` was begun or not. */
  refuse(orgId: string, intent: AuditIntent): Promise<void>;
  record(orgId: string, record: IdentifiedRecord): Promise<void>;
  /** Somebody reads the log: an entry for the first time in an hour, then a count. Everything recorded before is searchable. */
  noteReading(orgId: string, record: AuditRecord): Promise<AuditState>;
  /** The same without noting anybody: for what has an entry of its own. */
  state(orgId: string): Promise<AuditState>;
  /** What verification holds entries `after + 1` to `through` against. */
  anchors(orgId: string, after: number, through: number): Promise<ChainAnchors>;
  /** The first segment that has entries behind `after`, null when all of those are in D1. */
  segmentBehind(orgId: string, after: number): Promise<ArchiveSegment | null>;
  /** The first segment that ends at or after this moment. */
  segmentAt(orgId: string, time: number): Promise<ArchiveSegment | null>;
  /** Moves what is old to R2 and removes what is older than it is kept; bounded work. False when more is left to do. */
  tidy(orgId: string, plan: ArchivePlan): Promise<boolean>;
  /** False when as many as may run are running. */
  startExport(orgId: string, wanted: AuditExport): Promise<boolean>;
  findExport(orgId: string, id: string): Promise<AuditExport | null>;
  /** Newest first. */
  listExports(orgId: string): Promise<readonly AuditExport[]>;
  /** The next step of a running export; null when somebody else has it, or it runs no longer. */
  claimExport(orgId: string, id: string): Promise<ExportClaim | null>;
  advanceExport(orgId: string, id: string, lease: number, progress: ExportProgress): Promise<void>;
  /** The organization is being deleted: nothing of it is left in its object. */
  purge(orgId: string): Promise<void>;
}

export interface AuditSearchRequest {
  /** Only entries before this one; null from the newest. */
  readonly before: number | null;
  readonly limit: number;
}

/** An entry as the list shows it: without the resource, but with what that is called. */
export interface AuditSummary extends Omit<ChainedEntry, "before" | "after"> {
  readonly targetName: string | null;
}

/** The entries in D1. */
export interface AuditLog {
  /** Newest first, up to `limit`. */
  search(orgId: string, filter: AuditFilter, request: AuditSearchRequest): Promise<readonly AuditSummary[]>;
  find(orgId: string, seq: number): Promise<ChainedEntry | null>;
  /** Behind `after` up to `through`, ascending: at least one, at most `limit`, and no more than fit into memory. */
  scan(orgId: string, after: number, through: number, limit: number): Promise<readonly ChainedEntry[]>;
  /** The first entry written at or after this moment; null when there is none. */
  firstSince(orgId: string, time: number): Promise<number | null>;
  /** Organizations that are not deleted, by id, behind `after`, with their policy as JSON text. */
  organizations(
    after: string,
    limit: number,
  ): Promise<readonly { readonly id: string; readonly policy: string }[]>;
}

/** The entries in R2. */
export interface AuditArchive {
  /** All entries of a segment, ascending; null when it is not there. */
  read(orgId: string, segment: ArchiveSegment): Promise<readonly ChainedEntry[] | null>;
  putExportPart(orgId: string, exportId: string, part: number, text: string): Promise<void>;
  exportPart(orgId: string, exportId: string, part: number): Promise<ReadableStream<Uint8Array> | null>;
}
