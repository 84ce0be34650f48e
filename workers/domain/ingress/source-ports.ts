import type { Page, PageRequest } from "../configuration-ports.ts";
import type { RecentEvent } from "./recent-events.ts";
import type { RejectedRequest, RejectedSummary, RejectionCode } from "./rejected-request.ts";
import type { SourceRecord, SourceSettings } from "./source.ts";

/** What sources need of the world. */

/** A secret that is being saved: its text, to be sealed, or what is sealed already. */
export interface SourceWrite {
  readonly record: SourceRecord;
  /** Texts to seal, by the secret's id; the record has their other members. */
  readonly newSecrets: ReadonlyMap<string, string>;
  /** Texts to seal, by the field's name. */
  readonly newSettings: ReadonlyMap<string, string>;
}

/** Everything is within one organization; a foreign source is not there. */
export interface SourceRepository {
  /** Newest first. */
  list(orgId: string, page: PageRequest): Promise<Page<SourceRecord>>;
  find(orgId: string, id: string): Promise<SourceRecord | null>;
  /** False when the organization has as many sources as it may have. */
  insert(orgId: string, write: SourceWrite): Promise<boolean>;
  /** With its tokens. False when the source was changed or deleted since it was `expectedUpdatedAt`. */
  update(orgId: string, write: SourceWrite, expectedUpdatedAt: number): Promise<boolean>;
  remove(orgId: string, id: string, expectedUpdatedAt: number): Promise<boolean>;
}

/** A source as the way of a webhook needs it: its secrets opened. */
export interface LiveSource extends SourceSettings {
  readonly orgId: string;
  readonly id: string;
  readonly provider: string;
  readonly enabled: boolean;
  /** When the token by which it was found ends. */
  readonly tokenExpiresAt: number | null;
  /** Newest first, with their ends. */
  readonly secrets: readonly { readonly value: string; readonly expiresAt: number | null }[];
  /** All fields of the manifest, secret ones too. */
  readonly allSettings: Readonly<Record<string, string>>;
}

/** Sources by the hash of their token, from the isolate's cache. */
export interface SourceDirectory {
  /** Answered without asking the database; `unknown` when only the database can tell. */
  known(tokenHash: string): LiveSource | null | "unknown";
  find(tokenHash: string): Promise<LiveSource | null>;
  /** A source was changed through this isolate. */
  forget(): void;
}

export interface RejectedFilter {
  readonly reason: RejectionCode | null;
  /** Epoch milliseconds; from inclusive, to exclusive. */
  readonly from: number | null;
  readonly to: number | null;
}

export interface RejectedRequests {
  /** False when the source has as many of this minute as are kept. */
  insert(orgId: string, request: RejectedRequest): Promise<boolean>;
  list(
    orgId: string,
    sourceId: string,
    filter: RejectedFilter,
    page: PageRequest,
  ): Promise<Page<RejectedSummary>>;
  find(orgId: string, sourceId: string, id: string): Promise<RejectedRequest | null>;
  removeBefore(orgId: string, before: number, rows: number): Promise<void>;
}

/** What happened at a source, as far as isolates have told. */
export interface SourceActivity {
  readonly firstEventAt: number | null;
  readonly lastEventAt: number | null;
  readonly acceptedToday: number;
  readonly duplicatesToday: number;
  readonly rejectedToday: number;
  readonly acceptedTotal: number;
  readonly rejectedTotal: number;
}

export interface DetailedActivity extends SourceActivity {
  /** Newest first. */
  readonly recentEvents: readonly RecentEvent[];
}

/** What one isolate has seen of a source since it last told. */
export interface ActivityDelta {
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly firstEventAt: number | null;
  readonly lastEventAt: number | null;
  readonly recentEvents: readonly RecentEvent[];
}

export interface SourceActivities {
  add(orgId: string, sourceId: string, delta: ActivityDelta, now: number): Promise<void>;
  find(orgId: string, sourceId: string, now: number): Promise<DetailedActivity>;
  /** In their order. */
  all(orgId: string, sourceIds: readonly string[], now: number): Promise<readonly SourceActivity[]>;
  /** No event of before is named any more: what is no longer kept leads nowhere. */
  forgetEventsBefore(orgId: string, before: number): Promise<void>;
}
