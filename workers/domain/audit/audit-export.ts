import type { AuditFilter } from "./audit-filter.ts";

export const EXPORT_FORMATS = ["csv", "json", "ndjson"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const EXPORT_STATUSES = ["running", "completed", "failed"] as const;
export type ExportStatus = (typeof EXPORT_STATUSES)[number];

/** A byte order mark makes spreadsheets read CSV as UTF-8. */
export interface ExportLayout {
  readonly format: ExportFormat;
  readonly byteOrderMark: boolean;
}

/** An export in the background. The AuditObject's row owns it; the queue message only pushes it on. */
export interface AuditExport extends ExportLayout {
  readonly id: string;
  readonly filter: AuditFilter;
  readonly status: ExportStatus;
  /** Entries up to this one have been looked at … */
  readonly position: number;
  /** … of those up to this one. */
  readonly through: number;
  readonly entries: number;
  readonly bytes: number;
  readonly parts: number;
  readonly detail: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** `lease` proves who took the step: a run that comes back late changes nothing. */
export interface ExportClaim {
  readonly wanted: AuditExport;
  readonly lease: number;
}

export interface ExportProgress {
  readonly position: number;
  readonly entries: number;
  readonly bytes: number;
  /** 1 when the step wrote a part, 0 when nothing matched. */
  readonly parts: 0 | 1;
}

/** Entries that one answer may carry; more are exported in the background. */
export const MAX_STREAMED_ENTRIES = 50_000;
/** A finished export can be fetched for this long. */
export const EXPORT_KEPT_MS = 7 * 86_400_000;
export const MAX_RUNNING_EXPORTS = 3;
