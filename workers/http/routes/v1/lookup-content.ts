import { z } from "@hono/zod-openapi";
import { KEPT_VERSIONS } from "#domain/lookups/lookup-table";
import { Problem } from "#domain/problem";
import { exportLookupTable, LOOKUP_MEDIA_TYPES, readableVersion } from "#services/export-lookup-table";
import { importLookupRows } from "#services/import-lookup-rows";
import { findLookupTable } from "#services/manage-lookup-table";
import type { LookupFormat } from "#services/read-lookup-source";
import { restoreLookupVersion } from "#services/restore-lookup-version";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { authorOf, presentLookupTable, presentLookupVersion } from "../../present-lookup.ts";
import { readTextChunks } from "../../read-text-chunks.ts";
import {
  ExportQuery,
  ImportQuery,
  LookupImported,
  LookupVersion,
  LookupWritten,
  VersionParameter,
} from "../../schemas/lookup.ts";
import { problems } from "../../schemas/problem.ts";
import { streamOfTexts } from "../../text-stream.ts";

const tags = ["lookup tables"];
const params = z.object({ name: z.string() });
const json = <Schema extends z.ZodType>(schema: Schema) => ({ "application/json": { schema } });
/** Half a million rows of a hundred bytes; the platform takes 100 MB. */
const MAX_IMPORT_BYTES = 50 * 1024 * 1024;
const text = { schema: { type: "string" } } as const;

const importContent = guardedRoute(
  { access: "lookups:manage", audit: "lookup_table.imported" },
  {
    method: "put",
    path: "/{name}/content",
    operationId: "importLookupTable",
    tags,
    summary: "Import rows from a CSV, JSON or NDJSON file",
    description:
      "CSV: the first row names the columns; one column is the key, one other is the value, several others make it an object. JSON: `{key: value}` or `[{key, value}]`; NDJSON: `{key, value}` a line. The rows count together, as a new version, when the last one is in; one bad row and nothing was changed.",
    request: {
      params,
      query: ImportQuery,
      body: {
        required: true,
        content: { "text/csv": text, "application/x-ndjson": text, "application/json": { schema: {} } },
      },
    },
    responses: {
      200: { description: "Imported", content: json(LookupImported) },
      ...problems(400, 401, 404, 409, 413, 415, 422),
    },
  },
);

const exportContent = guardedRoute(
  { access: "lookups:read" },
  {
    method: "get",
    path: "/{name}/content",
    operationId: "exportLookupTable",
    tags,
    summary: "Export all rows of a version",
    description:
      "What it answers can be imported again. Cells of a CSV file are exactly the values, also where a spreadsheet would take one for a formula.",
    request: { params, query: ExportQuery },
    responses: {
      200: {
        description: "The rows, by key",
        content: { "text/csv": text, "application/x-ndjson": text, "application/json": { schema: {} } },
      },
      ...problems(400, 401, 404),
    },
  },
);

const versions = guardedRoute(
  { access: "lookups:read" },
  {
    method: "get",
    path: "/{name}/versions",
    operationId: "listLookupVersions",
    tags,
    summary: "List the versions that are kept, newest first",
    request: { params },
    responses: {
      200: { description: "All of them", content: json(z.object({ items: z.array(LookupVersion) })) },
      ...problems(401, 404),
    },
  },
);

const restore = guardedRoute(
  { access: "lookups:manage", audit: "lookup_table.restored" },
  {
    method: "post",
    path: "/{name}/versions/{version}/restore",
    operationId: "restoreLookupVersion",
    tags,
    summary: "Make the table what it was in a version",
    description: "As a new version, so that this can be undone too.",
    request: { params: VersionParameter },
    responses: {
      200: { description: "Restored", content: json(LookupWritten) },
      ...problems(400, 401, 404, 409),
    },
  },
);

const target = (name: string) => ({ kind: "lookup_table", id: name });

export function createLookupContentRoutes() {
  return createRouter()
    .openapi(importContent, async (c) => {
      const { name } = c.req.valid("param");
      const { format, keyColumn, ...query } = c.req.valid("query");
      const options = {
        ...query,
        format: format ?? formatOf(c.req.header("content-type")),
        keyColumn: keyColumn ?? null,
        by: authorOf(c.var.principal),
      };
      const before = await findLookupTable(c.var.services, c.var.orgId, name);
      const chunks = readTextChunks(c.req.raw, MAX_IMPORT_BYTES);
      const report = await importLookupRows(c.var.services, c.var.orgId, name, chunks, options);
      c.var.trail.note({ target: target(name), before: presentLookupTable(before), after: report });
      return c.json(report, 200);
    })
    .openapi(exportContent, async (c) => {
      const { services, orgId } = c.var;
      const { format, version } = c.req.valid("query");
      const table = await findLookupTable(services, orgId, c.req.valid("param").name);
      const wanted = readableVersion(table, version ?? null);
      const texts = exportLookupTable(services, orgId, table, wanted, format);
      const headers = {
        "content-type": LOOKUP_MEDIA_TYPES[format],
        "content-disposition": `attachment; filename="${table.name}.${format}"`,
      };
      const body = streamOfTexts(texts);
      // The description knows strings, the answer is a stream of them.
      return new Response(body, { headers }) as never;
    })
    .openapi(versions, async (c) => {
      const { services, orgId } = c.var;
      const table = await findLookupTable(services, orgId, c.req.valid("param").name);
      const items = await services.lookupTables.versions(orgId, table.id, KEPT_VERSIONS);
      return c.json({ items: items.map(presentLookupVersion) }, 200);
    })
    .openapi(restore, async (c) => {
      const { name, version } = c.req.valid("param");
      const before = await findLookupTable(c.var.services, c.var.orgId, name);
      const written = await restoreLookupVersion(
        c.var.services,
        c.var.orgId,
        name,
        authorOf(c.var.principal),
        version,
      );
      c.var.trail.note({
        target: target(name),
        before: presentLookupTable(before),
        after: { ...written, restored: version },
      });
      return c.json(written, 200);
    });
}

function formatOf(contentType: string | undefined): LookupFormat {
  const type = contentType?.split(";")[0]?.trim().toLowerCase();
  if (type === "text/csv") return "csv";
  if (type === "application/json") return "json";
  if (type === "application/x-ndjson" || type === "application/jsonl") return "ndjson";
  throw new Problem(
    "unsupported_media_type",
    "Send text/csv, application/json or application/x-ndjson, or say ?format=csv, json or ndjson.",
  );
}
