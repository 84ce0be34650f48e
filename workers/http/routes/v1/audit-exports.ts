import { z } from "@hono/zod-openapi";
import { streamAudit } from "#services/export-audit";
import { noteReading } from "#services/read-audit";
import { findAuditExport, startAuditExport, streamAuditExport } from "#services/run-audit-export";
import { readingOf } from "../../audit-intent.ts";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { jsonBody } from "../../middleware/json-body.ts";
import {
  AuditExportCreate,
  AuditExportQuery,
  AuditExportSchema,
  presentExport,
  readAuditFilter,
} from "../../schemas/audit.ts";
import { IdParameter } from "../../schemas/delivery.ts";
import { problems } from "../../schemas/problem.ts";
import type { AuditPlace } from "./audit-place.ts";

const ExportList = z.object({ items: z.array(AuditExportSchema) }).openapi("AuditExportList");
const exported = { "application/json": { schema: AuditExportSchema } };
const file = {
  description: "The entries, ascending",
  content: {
    "text/csv": { schema: z.string() },
    "application/x-ndjson": { schema: z.string() },
    "application/json": { schema: z.array(z.unknown()) },
  },
};

export function createAuditExportRoutes({ tags, named, needs }: AuditPlace) {
  const stream = guardedRoute(
    { access: needs("audit:export") },
    {
      method: "get",
      path: "/export",
      operationId: named("exportAuditLog"),
      tags,
      summary: "Export up to 50,000 entries at once",
      description:
        "From D1 and from the archive, oldest first. A line of NDJSON without its last two members, `hash` and `previousHash`, is what was hashed. CSV cells that a spreadsheet would take for a formula begin with an apostrophe.",
      request: { query: AuditExportQuery },
      responses: { 200: file, ...problems(400, 401) },
    },
  );

  const start = guardedRoute(
    { access: needs("audit:export"), audit: "audit.export_started" },
    {
      method: "post",
      path: "/exports",
      operationId: named("startAuditExport"),
      tags,
      summary: "Export any number of entries in the background",
      middleware: jsonBody,
      request: { body: { required: true, content: { "application/json": { schema: AuditExportCreate } } } },
      responses: {
        202: { description: "It runs", content: exported },
        ...problems(400, 401, 409, 413, 415, 422),
      },
    },
  );

  const list = guardedRoute(
    { access: needs("audit:export") },
    {
      method: "get",
      path: "/exports",
      operationId: named("listAuditExports"),
      tags,
      summary: "Exports of the last week, newest first",
      responses: {
        200: { description: "All of them", content: { "application/json": { schema: ExportList } } },
        ...problems(401),
      },
    },
  );

  const show = guardedRoute(
    { access: needs("audit:export") },
    {
      method: "get",
      path: "/exports/{id}",
      operationId: named("getAuditExport"),
      tags,
      summary: "An export and how far it is",
      request: { params: IdParameter },
      responses: { 200: { description: "The export", content: exported }, ...problems(401, 404) },
    },
  );

  const content = guardedRoute(
    { access: needs("audit:export") },
    {
      method: "get",
      path: "/exports/{id}/content",
      operationId: named("downloadAuditExport"),
      tags,
      summary: "Download a finished export",
      request: { params: IdParameter },
      responses: { 200: file, ...problems(401, 404, 409) },
    },
  );

  return createRouter()
    .openapi(stream, async (c) => {
      const { format, bom, after, count, ...asked } = c.req.valid("query");
      const { services, orgId } = c.var;
      const filter = readAuditFilter(asked);
      const state = await noteReading(services, orgId, readingOf(c, "audit.exported", { format, asked }));
      const layout = { format, byteOrderMark: bom === "true" };
      const walk = { after: after ?? null, count: count ?? null };
      const streamed = await streamAudit(services, orgId, filter, layout, walk, state);
      return download(streamed, format);
    })
    .openapi(start, async (c) => {
      const { format, byteOrderMark, filters } = c.req.valid("json");
      const { services, orgId } = c.var;
      const filter = readAuditFilter(filters);
      const state = await services.auditJournal.state(orgId);
      const started = await startAuditExport(services, orgId, filter, { format, byteOrderMark }, state);
      c.var.trail.note({
        target: { kind: "audit_export", id: started.id },
        after: { ...presentExport(started), filters },
      });
      return c.json(presentExport(started), 202);
    })
    .openapi(list, async (c) => {
      const items = await c.var.services.auditJournal.listExports(c.var.orgId);
      return c.json({ items: items.map(presentExport) }, 200);
    })
    .openapi(show, async (c) => {
      const { services, orgId } = c.var;
      return c.json(presentExport(await findAuditExport(services, orgId, c.req.valid("param").id)), 200);
    })
    .openapi(content, async (c) => {
      const { services, orgId } = c.var;
      const wanted = await findAuditExport(services, orgId, c.req.valid("param").id);
      const streamed = streamAuditExport(services, orgId, wanted);
      await noteReading(services, orgId, readingOf(c, "audit.export_downloaded", { exportId: wanted.id }));
      return download(streamed, wanted.format);
    });
}

interface Streamed {
  readonly mediaType: string;
  readonly body: ReadableStream<Uint8Array>;
}

/** The description knows strings and lists, the answer is a stream of them. */
function download({ mediaType, body }: Streamed, format: string) {
  const headers = {
    "content-type": mediaType,
    "content-disposition": `attachment; filename="audit-log.${format}"`,
  };
  return new Response(body, { headers }) as never;
}
