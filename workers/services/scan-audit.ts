import type { ChainedEntry } from "#domain/audit/audit-entry";
import { type AuditFilter, matchesFilter } from "#domain/audit/audit-filter";
import type { AuditState } from "#domain/audit/ports";
import type { AuditServices } from "./audit-services.ts";

export type ScanServices = Pick<AuditServices, "auditJournal" | "auditLog" | "auditArchive">;

/** Entries behind `after` up to `through`. */
export interface SeqRange {
  readonly after: number;
  readonly through: number;
}

const PAGE = 500;

/**
 * The next entries of a range, ascending, wherever they lie; empty when there are no more. A page that leaves a gap is
 * looked for in the archive: its entries may have been moved since.
 */
export async function nextEntries(
  services: ScanServices,
  orgId: string,
  range: SeqRange,
  archivedThrough: number,
): Promise<readonly ChainedEntry[]> {
  const { after, through } = range;
  if (after >= through) return [];
  const archived = after < archivedThrough ? await fromArchive(services, orgId, range) : [];
  if (archived.length > 0) return archived;
  const page = await services.auditLog.scan(orgId, after, through, PAGE);
  const [first] = page;
  if (first?.seq === after + 1) return page;
  const moved = await fromArchive(services, orgId, range);
  return moved[0] !== undefined && (first === undefined || moved[0].seq < first.seq) ? moved : page;
}

async function fromArchive(
  { auditJournal, auditArchive }: ScanServices,
  orgId: string,
  { after, through }: SeqRange,
): Promise<readonly ChainedEntry[]> {
  const segment = await auditJournal.segmentBehind(orgId, after);
  if (segment === null || segment.firstSeq > through) return [];
  const entries = await auditArchive.read(orgId, segment);
  return (entries ?? []).filter(({ seq }) => seq > after && seq <= through);
}

/** The matching entries of a range, page by page. */
export async function* matchingEntries(
  services: ScanServices,
  orgId: string,
  filter: AuditFilter,
  range: SeqRange,
  { archivedThrough }: Pick<AuditState, "archivedThrough">,
): AsyncGenerator<{ readonly matching: readonly ChainedEntry[]; readonly position: number }> {
  let { after } = range;
  for (;;) {
    const page = await nextEntries(services, orgId, { after, through: range.through }, archivedThrough);
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.seq;
    yield { matching: page.filter((entry) => matchesFilter(filter, entry)), position: after };
  }
}

/** Where the filter's time begins and ends in the log; what is a little too wide the filter itself leaves out. */
export async function rangeOf(
  { auditJournal, auditLog }: ScanServices,
  orgId: string,
  { from, to }: AuditFilter,
  { base, searchable, archivedThrough }: AuditState,
): Promise<SeqRange> {
  return { after: await after(), through: await through() };

  async function after(): Promise<number> {
    if (from === null) return base.seq;
    const segment = archivedThrough > base.seq ? await auditJournal.segmentAt(orgId, from) : null;
    if (segment !== null) return Math.max(base.seq, segment.firstSeq - 1);
    const first = await auditLog.firstSince(orgId, from);
    return first === null ? searchable.seq : Math.max(archivedThrough, first - 1);
  }

  async function through(): Promise<number> {
    if (to === null) return searchable.seq;
    const first = await auditLog.firstSince(orgId, to);
    return first === null ? searchable.seq : first - 1;
  }
}
