import type { AuditRecord, ChainedEntry } from "#domain/audit/audit-entry";
import type { AuditFilter } from "#domain/audit/audit-filter";
import type { AuditSearchRequest, AuditState, AuditSummary } from "#domain/audit/ports";
import { Problem } from "#domain/problem";
import type { AuditServices } from "./audit-services.ts";
import { nextEntries, type ScanServices } from "./scan-audit.ts";

/**
 * Reading the audit log is itself in the audit log, so nothing is read that could not be noted. Afterwards everything
 * that was recorded before is searchable.
 */
export async function noteReading(
  { auditJournal }: Pick<AuditServices, "auditJournal">,
  orgId: string,
  reading: AuditRecord,
): Promise<AuditState> {
  try {
    return await auditJournal.noteReading(orgId, reading);
  } catch (error) {
    console.error(JSON.stringify({ event: "audit.reading_unrecorded", orgId, error: String(error) }));
    throw new Problem("unavailable", "The audit log cannot be reached right now. Try again.");
  }
}

export interface AuditPage {
  readonly rows: readonly AuditSummary[];
  /** The number to continue before; null on the last page. */
  readonly next: number | null;
}

export async function searchAudit(
  { auditLog }: Pick<AuditServices, "auditLog">,
  orgId: string,
  filter: AuditFilter,
  { before, limit }: AuditSearchRequest,
): Promise<AuditPage> {
  const found = await auditLog.search(orgId, filter, { before, limit: limit + 1 });
  const rows = found.slice(0, limit);
  return { rows, next: found.length > limit ? (rows.at(-1)?.seq ?? null) : null };
}

/** @throws Problem 404 when the log has no such entry, or no longer has it. */
export async function findAuditEntry(
  services: ScanServices,
  orgId: string,
  seq: number,
  state: AuditState,
): Promise<ChainedEntry> {
  const range = { after: seq - 1, through: seq };
  const [entry] =
    seq <= state.base.seq ? [] : await nextEntries(services, orgId, range, state.archivedThrough);
  if (entry === undefined) {
    const detail = seq <= state.base.seq ? " It is older than the log is kept." : "";
    throw new Problem("not_found", `There is no entry ${seq}.${detail}`);
  }
  return entry;
}
