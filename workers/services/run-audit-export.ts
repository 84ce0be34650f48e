import type { AuditExport, ExportLayout } from "#domain/audit/audit-export";
import { MAX_RUNNING_EXPORTS } from "#domain/audit/audit-export";
import type { AuditFilter } from "#domain/audit/audit-filter";
import type { AuditState } from "#domain/audit/ports";
import { Problem } from "#domain/problem";
import type { AuditServices } from "./audit-services.ts";
import { rendererOf } from "./render-audit.ts";
import { matchingEntries, rangeOf, type ScanServices } from "./scan-audit.ts";
import { wakeJob } from "./wake-job.ts";

type Services = ScanServices &
  Pick<AuditServices, "csvRows" | "byteLength" | "jobQueue" | "createId" | "now">;

const EXPORT_ID = /^export_[0-9a-z]{26}$/;
/** A step ends when it has looked at so many entries or written so much: seconds, and a part that fits into memory. */
const STEP_ENTRIES = 10_000;
const STEP_LENGTH = 8_000_000;

/** Exports share the job queue; an id tells which of the two a message is about. */
export function isExportId(id: string): boolean {
  return EXPORT_ID.test(id);
}

/** Begin an export of what is in the log now, in the background. */
export async function startAuditExport(
  services: Services,
  orgId: string,
  filter: AuditFilter,
  { format, byteOrderMark }: ExportLayout,
  state: AuditState,
): Promise<AuditExport> {
  const { after, through } = await rangeOf(services, orgId, filter, state);
  const createdAt = services.now();
  const wanted: AuditExport = {
    id: services.createId("export"),
    format,
    byteOrderMark,
    filter,
    status: after >= through ? "completed" : "running",
    position: after,
    through,
    entries: 0,
    bytes: 0,
    parts: 0,
    detail: null,
    createdAt,
    updatedAt: createdAt,
  };
  if (!(await services.auditJournal.startExport(orgId, wanted))) {
    throw new Problem(
      "conflict",
      `${MAX_RUNNING_EXPORTS} exports are running already. Wait until one of them has ended.`,
    );
  }
  return wanted;
}

/** @throws Problem 404 when the organization has no such export, or no longer has it. */
export async function findAuditExport(
  { auditJournal }: Pick<AuditServices, "auditJournal">,
  orgId: string,
  id: string,
): Promise<AuditExport> {
  const found = isExportId(id) ? await auditJournal.findExport(orgId, id) : null;
  if (found === null)
    throw new Problem("not_found", "There is no export with this id. They are kept for a week.");
  return found;
}

/** One part of an export, then a message for the next. A part that is written twice is the same object. */
export async function runAuditExport(services: Services, orgId: string, id: string): Promise<void> {
  const claim = await services.auditJournal.claimExport(orgId, id);
  if (claim === null) return;
  const { wanted, lease } = claim;
  const { filter, through } = wanted;
  const renderer = rendererOf(services, wanted);
  const range = { after: wanted.position, through };
  // Where an entry lies is found out page by page; begin with the archive.
  const state = { archivedThrough: through };
  let position = through;
  let entries = 0;
  let text = "";
  for await (const page of matchingEntries(services, orgId, filter, range, state)) {
    text += renderer.rows(page.matching, wanted.entries + entries === 0);
    entries += page.matching.length;
    const full = page.position - wanted.position >= STEP_ENTRIES || text.length >= STEP_LENGTH;
    if (!full) continue;
    position = page.position;
    break;
  }
  if (text !== "") await services.auditArchive.putExportPart(orgId, id, wanted.parts, text);
  const bytes = services.byteLength(text);
  const parts = text === "" ? 0 : 1;
  await services.auditJournal.advanceExport(orgId, id, lease, { position, entries, bytes, parts });
  if (position < through) await wakeJob(services, { orgId, id });
}

/** The whole export as one stream: its parts in order, with a beginning and an end. */
export function streamAuditExport(
  services: Pick<AuditServices, "auditArchive" | "csvRows">,
  orgId: string,
  wanted: AuditExport,
): { readonly mediaType: string; readonly body: ReadableStream<Uint8Array> } {
  if (wanted.status !== "completed") {
    const next = wanted.status === "running" ? "Ask again in a moment." : "Start a new one.";
    throw new Problem("conflict", `This export is ${wanted.status}. ${next}`);
  }
  const renderer = rendererOf(services, wanted);
  const encoder = new TextEncoder();
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  // A reader who goes away, or a part that is missing, breaks the stream off: nobody may take a half for the whole.
  write().catch((error: unknown) => writable.abort(error).catch(() => {}));
  return { mediaType: renderer.mediaType, body: readable };

  async function write(): Promise<void> {
    await writeText(renderer.beginning);
    for (let part = 0; part < wanted.parts; part++) {
      const stored = await services.auditArchive.exportPart(orgId, wanted.id, part);
      if (stored === null) throw new Error(`Part ${part} of the export ${wanted.id} is missing.`);
      await stored.pipeTo(writable, { preventClose: true });
    }
    await writeText(renderer.end);
    await writable.close();
  }

  async function writeText(text: string): Promise<void> {
    if (text === "") return;
    const writer = writable.getWriter();
    await writer.write(encoder.encode(text));
    writer.releaseLock();
  }
}
