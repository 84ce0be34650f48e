import { z } from "@hono/zod-openapi";
import { ACTOR_KINDS, AUDIT_OUTCOMES } from "#domain/audit/audit-entry";
import { type AuditExport, EXPORT_FORMATS, EXPORT_STATUSES } from "#domain/audit/audit-export";
import { ANY_ENTRY, type AuditFilter } from "#domain/audit/audit-filter";
import type { AuditState, AuditSummary } from "#domain/audit/ports";
import { readTerms } from "#domain/audit/text-search";
import { Problem } from "#domain/problem";
import { toIso } from "../moment.ts";
import { FORWARDS, forwards, Moment } from "./delivery.ts";
import { PageQuery } from "./page.ts";

const Word = z.string().min(1).max(256);
const Hash = z.string().openapi({ description: "SHA-256, hexadecimal" });
const Seq = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

const Filters = z.strictObject({
  q: z.string().min(1).max(200).optional().openapi({
    description: "Words that must all be found, in any field; the last may be a beginning.",
  }),
  action: z
    .string()
    .regex(
      /^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*(\.\*)?$/,
      "An action such as integration.updated, or all of a family: integration.*",
    )
    .max(100)
    .optional()
    .openapi({ example: "integration.*" }),
  actorId: Word.optional(),
  targetKind: Word.optional(),
  targetId: Word.optional(),
  outcome: z.enum(AUDIT_OUTCOMES).optional(),
  ip: Word.optional(),
  requestId: Word.optional(),
  from: Moment.optional().openapi({ description: "Written at or after" }),
  to: Moment.optional().openapi({ description: "Written before" }),
});

export const AuditQuery = PageQuery.extend(Filters.shape).refine(forwards, FORWARDS);

const Layout = {
  format: z.enum(EXPORT_FORMATS).default("ndjson"),
  bom: z.enum(["true", "false"]).default("false").openapi({
    description: "A byte order mark in front of CSV: spreadsheets read it as UTF-8 then.",
  }),
};

export const AuditExportQuery = Filters.extend({
  ...Layout,
  after: Seq.optional().openapi({ type: "integer", description: "Only entries behind this number" }),
  count: z.coerce
    .number()
    .int()
    .min(1)
    .max(50_000)
    .optional()
    .openapi({ type: "integer", description: "At most so many entries are looked at" }),
}).refine(forwards, FORWARDS);

export const AuditExportCreate = z
  .strictObject({
    format: Layout.format,
    byteOrderMark: z.boolean().default(false),
    filters: Filters.default({}).refine(forwards, FORWARDS),
  })
  .openapi("AuditExportCreate");

const Actor = z.object({ kind: z.enum(ACTOR_KINDS), id: z.string(), name: z.string() });
const Target = z.object({
  kind: z.string(),
  id: z.string(),
  name: z.string().nullable().openapi({
    description:
      "What it is called, as the entry has it: its name, or the address of who was invited. No part of the hash.",
  }),
});

export const AuditSummarySchema = z
  .object({
    organizationId: z.string(),
    seq: z.int().openapi({ description: "1, 2, 3 … within the organization" }),
    at: z.iso.datetime(),
    actor: Actor,
    action: z.string(),
    target: Target,
    outcome: z.enum(AUDIT_OUTCOMES),
    ip: z.string(),
    requestId: z.string(),
    previousHash: Hash,
    hash: Hash,
  })
  .openapi("AuditSummary");

export const AuditPage = z
  .object({
    items: z.array(AuditSummarySchema),
    nextCursor: z.string().nullable(),
    archive: z.object({ firstSeq: z.int(), lastSeq: z.int() }).nullable().openapi({
      description: "Entries that are in the archive only: a search does not see them, an export does.",
    }),
  })
  .openapi("AuditPage");

export const AuditEntrySchema = AuditSummarySchema.extend({
  before: z
    .unknown()
    .openapi({ description: "The resource before, secrets masked; null when there was none" }),
  after: z.unknown(),
  changes: z
    .array(z.object({ pointer: z.string(), before: z.unknown().optional(), after: z.unknown().optional() }))
    .openapi({ description: "Where the two differ, by JSON Pointer" }),
}).openapi("AuditEntry");

const Point = z.object({ seq: z.int(), hash: Hash });

export const VerificationQuery = z.strictObject({
  cursor: z.string().max(1_000).optional().openapi({ description: "`nextCursor` of the step before" }),
});

export const VerificationSchema = z
  .object({
    status: z.enum(["valid", "broken", "in_progress"]),
    from: Point.openapi({ description: "The entry before the first that this step looked at" }),
    through: Point.openapi({ description: "The last entry that fits, with all before it" }),
    head: Point.openapi({ description: "The last entry that was written, kept apart from the log" }),
    fault: z
      .object({
        seq: z.int(),
        kind: z.enum(["changed", "missing", "moved", "inserted", "rewritten"]),
        detail: z.string(),
      })
      .nullable()
      .openapi({ description: "The first entry that does not fit" }),
    nextCursor: z.string().nullable(),
  })
  .openapi("AuditVerification");

export const AuditExportSchema = z
  .object({
    id: z.string(),
    format: z.enum(EXPORT_FORMATS),
    byteOrderMark: z.boolean(),
    status: z.enum(EXPORT_STATUSES),
    percentage: z.int().min(0).max(100),
    entries: z.int(),
    bytes: z.int(),
    detail: z.string().nullable(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .openapi("AuditExport");

/** @throws Problem 400 for a text in which there is no word to look for. */
export function readAuditFilter({ q, ...given }: z.infer<typeof Filters>): AuditFilter {
  const terms = q === undefined ? [] : readTerms(q);
  if (q !== undefined && terms.length === 0) {
    const message = "It needs a letter or a digit.";
    throw new Problem("malformed_request", message, [{ parameter: "q", message }]);
  }
  const known = Object.entries(given).filter(([name, value]) => value !== undefined && name in ANY_ENTRY);
  return { ...ANY_ENTRY, ...(Object.fromEntries(known) as Partial<AuditFilter>), terms };
}

export function presentSummary({ orgId, at, ...rest }: AuditSummary) {
  const { seq, actor, action, outcome, ip, requestId, previousHash, hash } = rest;
  const place = { organizationId: orgId, seq, at: toIso(at) };
  const target = { ...rest.target, name: rest.targetName };
  return { ...place, actor, action, target, outcome, ip, requestId, previousHash, hash };
}

export function presentArchive({ base, archivedThrough }: AuditState) {
  return archivedThrough > base.seq ? { firstSeq: base.seq + 1, lastSeq: archivedThrough } : null;
}

export function presentExport(wanted: AuditExport): z.infer<typeof AuditExportSchema> {
  const { id, format, byteOrderMark, status, entries, bytes, detail, position, through } = wanted;
  return {
    id,
    format,
    byteOrderMark,
    status,
    percentage:
      status === "completed" ? 100 : Math.min(99, Math.floor((100 * position) / Math.max(1, through))),
    entries,
    bytes,
    detail,
    createdAt: toIso(wanted.createdAt),
    updatedAt: toIso(wanted.updatedAt),
  };
}
