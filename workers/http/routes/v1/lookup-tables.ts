import { z } from "@hono/zod-openapi";
import {
  createLookupTable,
  deleteLookupTable,
  findLookupTable,
  updateLookupTable,
} from "#services/manage-lookup-table";
import { createRouter } from "../../context.ts";
import { etagOf, readIfMatch } from "../../etag.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { jsonBody } from "../../middleware/json-body.ts";
import { presentLookupTable } from "../../present-lookup.ts";
import { LookupTable, LookupTableCreate, LookupTablePatch } from "../../schemas/lookup.ts";
import { PageQuery, pageOf, presentPage, readPage } from "../../schemas/page.ts";
import { problems } from "../../schemas/problem.ts";

const tags = ["lookup tables"];
const params = z.object({ name: z.string() });
const headers = z.object({
  "if-match": z
    .string()
    .optional()
    .openapi({ description: "The ETag that you read: refuses with 412 when it changed since." }),
});
const json = <Schema extends z.ZodType>(schema: Schema) => ({ "application/json": { schema } });
const found = { description: "The table, with its ETag", content: json(LookupTable) };

const list = guardedRoute(
  { access: "lookups:read" },
  {
    method: "get",
    path: "/",
    operationId: "listLookupTables",
    tags,
    summary: "List lookup tables, by name",
    request: { query: PageQuery },
    responses: {
      200: { description: "One page", content: json(pageOf(LookupTable).openapi("LookupTablePage")) },
      ...problems(400, 401),
    },
  },
);

const create = guardedRoute(
  { access: "lookups:manage", audit: "lookup_table.created" },
  {
    method: "post",
    path: "/",
    operationId: "createLookupTable",
    tags,
    summary: "Create a lookup table",
    description: "Empty at first. Transformations use it by its name.",
    middleware: jsonBody,
    request: { body: { required: true, content: json(LookupTableCreate) } },
    responses: {
      201: { description: "Created", content: json(LookupTable) },
      ...problems(400, 401, 409, 413, 415, 422),
    },
  },
);

const get = guardedRoute(
  { access: "lookups:read" },
  {
    method: "get",
    path: "/{name}",
    operationId: "getLookupTable",
    tags,
    summary: "Get a lookup table, without its rows",
    request: { params },
    responses: { 200: found, ...problems(401, 404) },
  },
);

const patch = guardedRoute(
  { access: "lookups:manage", audit: "lookup_table.updated" },
  {
    method: "patch",
    path: "/{name}",
    operationId: "updateLookupTable",
    tags,
    summary: "Change a lookup table's description and default",
    middleware: jsonBody,
    request: { params, headers, body: { required: true, content: json(LookupTablePatch) } },
    responses: { 200: found, ...problems(400, 401, 404, 409, 412, 413, 415, 422) },
  },
);

const remove = guardedRoute(
  { access: "lookups:manage", audit: "lookup_table.deleted" },
  {
    method: "delete",
    path: "/{name}",
    operationId: "deleteLookupTable",
    tags,
    summary: "Delete a lookup table with all its rows",
    description: "Refused with 409 while integrations speak of it.",
    request: { params },
    responses: { 204: { description: "Deleted" }, ...problems(401, 404, 409) },
  },
);

const target = (name: string) => ({ kind: "lookup_table", id: name });

/** A value as it is kept; undefined for one that was not sent. */
function textOf(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}

export function createLookupTableRoutes() {
  return createRouter()
    .openapi(list, async (c) => {
      const { orgId, services } = c.var;
      const page = await services.lookupTables.list(orgId, readPage(c.req.valid("query"), orgId));
      return c.json(presentPage(page, presentLookupTable, orgId), 200);
    })
    .openapi(create, async (c) => {
      const { name, description, default: fallback } = c.req.valid("json");
      const input = { description, defaultJson: textOf(fallback) };
      const table = await createLookupTable(c.var.services, c.var.orgId, name, input);
      c.var.trail.note({ target: target(name), after: presentLookupTable(table) });
      c.header("etag", etagOf(table));
      c.header("location", `/api/v1/lookup-tables/${name}`);
      return c.json(presentLookupTable(table), 201);
    })
    .openapi(get, async (c) => {
      const table = await findLookupTable(c.var.services, c.var.orgId, c.req.valid("param").name);
      c.header("etag", etagOf(table));
      return c.json(presentLookupTable(table), 200);
    })
    .openapi(patch, async (c) => {
      const { name } = c.req.valid("param");
      const { description, default: fallback, noDefault } = c.req.valid("json");
      const input = { description, defaultJson: noDefault === true ? null : textOf(fallback) };
      const expected = readIfMatch(c.req.valid("header")["if-match"]);
      const { before, after } = await updateLookupTable(c.var.services, c.var.orgId, name, input, expected);
      c.var.trail.note({
        target: target(name),
        before: presentLookupTable(before),
        after: presentLookupTable(after),
      });
      c.header("etag", etagOf(after));
      return c.json(presentLookupTable(after), 200);
    })
    .openapi(remove, async (c) => {
      const { name } = c.req.valid("param");
      const table = await deleteLookupTable(c.var.services, c.var.orgId, name);
      c.var.trail.note({ target: target(name), before: presentLookupTable(table) });
      return c.body(null, 204);
    });
}
