import { z } from "@hono/zod-openapi";
import { parseExact } from "#domain/transformation/exact-json";
import { deleteLookupRow, findLookupRow, putLookupRows } from "#services/change-lookup-rows";
import { readableVersion } from "#services/export-lookup-table";
import { findLookupTable } from "#services/manage-lookup-table";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { jsonBody } from "../../middleware/json-body.ts";
import { authorOf, presentExactRow, presentLookupRow } from "../../present-lookup.ts";
import { LookupRow, LookupRows, LookupRowValue, LookupWritten, RowsQuery } from "../../schemas/lookup.ts";
import { pageOf, presentPage, readPage } from "../../schemas/page.ts";
import { problems } from "../../schemas/problem.ts";

const tags = ["lookup tables"];
const params = z.object({ name: z.string() });
const rowParams = z.object({ name: z.string(), key: z.string() });
const json = <Schema extends z.ZodType>(schema: Schema) => ({ "application/json": { schema } });

const list = guardedRoute(
  { access: "lookups:read" },
  {
    method: "get",
    path: "/{name}/rows",
    operationId: "listLookupRows",
    tags,
    summary: "List rows, by key",
    request: { params, query: RowsQuery },
    responses: {
      200: { description: "One page", content: json(pageOf(LookupRow).openapi("LookupRowPage")) },
      ...problems(400, 401, 404),
    },
  },
);

const putMany = guardedRoute(
  { access: "lookups:manage", audit: "lookup_rows.changed" },
  {
    method: "post",
    path: "/{name}/rows",
    operationId: "putLookupRows",
    tags,
    summary: "Put up to 1,000 rows in, or in place of those with the same keys",
    description: "All or nothing, as one new version. PUT …/content takes files of any length.",
    middleware: jsonBody,
    request: { params, body: { required: true, content: json(LookupRows) } },
    responses: {
      200: { description: "Written", content: json(LookupWritten) },
      ...problems(400, 401, 404, 409, 413, 415, 422),
    },
  },
);

const get = guardedRoute(
  { access: "lookups:read" },
  {
    method: "get",
    path: "/{name}/rows/{key}",
    operationId: "getLookupRow",
    tags,
    summary: "Get one row",
    request: { params: rowParams },
    responses: { 200: { description: "The row", content: json(LookupRow) }, ...problems(401, 404) },
  },
);

const put = guardedRoute(
  { access: "lookups:manage", audit: "lookup_rows.changed" },
  {
    method: "put",
    path: "/{name}/rows/{key}",
    operationId: "putLookupRow",
    tags,
    summary: "Put one row in, or in place of the one with its key",
    middleware: jsonBody,
    request: { params: rowParams, body: { required: true, content: json(LookupRowValue) } },
    responses: {
      200: { description: "The row", content: json(LookupRow) },
      ...problems(400, 401, 404, 409, 413, 415, 422),
    },
  },
);

const remove = guardedRoute(
  { access: "lookups:manage", audit: "lookup_rows.changed" },
  {
    method: "delete",
    path: "/{name}/rows/{key}",
    operationId: "deleteLookupRow",
    tags,
    summary: "Remove one row",
    request: { params: rowParams },
    responses: { 204: { description: "Removed" }, ...problems(401, 404, 409) },
  },
);

/** The audit log shows what a person can take in; a version of the table shows the rest. */
const MAX_NOTED_ROWS = 20;
const target = (name: string) => ({ kind: "lookup_table", id: name });

export function createLookupRowRoutes() {
  return createRouter()
    .openapi(list, async (c) => {
      const { orgId, services } = c.var;
      const { prefix, version, ...page } = c.req.valid("query");
      const table = await findLookupTable(services, orgId, c.req.valid("param").name);
      const wanted = readableVersion(table, version ?? null);
      const rows = await services.lookupRows.page(orgId, table.id, wanted, prefix, readPage(page, orgId));
      return c.json(presentPage(rows, presentExactRow, orgId), 200);
    })
    .openapi(putMany, async (c) => {
      const { name } = c.req.valid("param");
      // Checked by its schema, and read once more: numbers keep their digits.
      const exact = parseExact(await c.req.text()) as {
        readonly rows: readonly { readonly value?: unknown }[];
      };
      const rows = c.req
        .valid("json")
        .rows.map(({ key }, index) => ({ key, json: JSON.stringify(exact.rows[index]?.value ?? null) }));
      const pointer = (index: number) => `/rows/${index}`;
      const { before, ...written } = await putLookupRows(
        c.var.services,
        c.var.orgId,
        name,
        authorOf(c.var.principal),
        rows,
        pointer,
      );
      const noted = rows.slice(0, MAX_NOTED_ROWS).map(presentLookupRow);
      const old = noted.flatMap(({ key }) => {
        const text = before.get(key);
        return text === undefined ? [] : [presentLookupRow({ key, json: text })];
      });
      c.var.trail.note({
        target: target(name),
        before: { rows: old },
        after: { version: written.version, changed: rows.length, rows: noted },
      });
      return c.json(written, 200);
    })
    .openapi(get, async (c) => {
      const { name, key } = c.req.valid("param");
      return c.json(presentExactRow(await findLookupRow(c.var.services, c.var.orgId, name, key)), 200);
    })
    .openapi(put, async (c) => {
      const { name, key } = c.req.valid("param");
      const { value } = parseExact(await c.req.text()) as { readonly value?: unknown };
      const row = { key, json: JSON.stringify(value ?? null) };
      const { before } = await putLookupRows(
        c.var.services,
        c.var.orgId,
        name,
        authorOf(c.var.principal),
        [row],
        () => "/value",
      );
      const old = before.get(key);
      c.var.trail.note({
        target: target(name),
        ...(old === undefined ? {} : { before: presentLookupRow({ key, json: old }) }),
        after: presentLookupRow(row),
      });
      return c.json(presentLookupRow(row), 200);
    })
    .openapi(remove, async (c) => {
      const { name, key } = c.req.valid("param");
      const row = await deleteLookupRow(c.var.services, c.var.orgId, name, authorOf(c.var.principal), key);
      c.var.trail.note({ target: target(name), before: presentLookupRow(row) });
      return c.body(null, 204);
    });
}
