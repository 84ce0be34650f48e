import type { Variable as Known } from "#domain/transformation/variable";
import { createVariable, deleteVariable, findVariable, updateVariable } from "#services/manage-variables";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { jsonBody } from "../../middleware/json-body.ts";
import { toIso } from "../../moment.ts";
import { PageQuery, pageOf, presentPage, readPage } from "../../schemas/page.ts";
import { problems } from "../../schemas/problem.ts";
import { Variable, VariableCreate, VariableName, VariablePut } from "../../schemas/variable.ts";

const tags = ["variables"];
const json = { "application/json": { schema: Variable } };

const list = guardedRoute(
  { access: "organization:read" },
  {
    method: "get",
    path: "/",
    operationId: "listVariables",
    tags,
    summary: "List the variables by name",
    request: { query: PageQuery },
    responses: {
      200: {
        description: "One page",
        content: { "application/json": { schema: pageOf(Variable).openapi("VariablePage") } },
      },
      ...problems(400, 401),
    },
  },
);

const get = guardedRoute(
  { access: "organization:read" },
  {
    method: "get",
    path: "/{name}",
    operationId: "getVariable",
    tags,
    summary: "Get a variable",
    request: { params: VariableName },
    responses: { 200: { description: "The variable", content: json }, ...problems(401, 404) },
  },
);

const create = guardedRoute(
  { access: "organization:update", audit: "variable.created" },
  {
    method: "post",
    path: "/",
    operationId: "createVariable",
    tags,
    summary: "Make a variable",
    description:
      "Transformations read it as `{{env.NAME}}`. Plain values only: names and values that look like secrets are refused.",
    middleware: jsonBody,
    request: { body: { required: true, content: { "application/json": { schema: VariableCreate } } } },
    responses: {
      201: { description: "Made", content: json },
      ...problems(400, 401, 409, 413, 415, 422),
    },
  },
);

const put = guardedRoute(
  { access: "organization:update", audit: "variable.updated" },
  {
    method: "put",
    path: "/{name}",
    operationId: "updateVariable",
    tags,
    summary: "Give a variable another value",
    description: "Counts from the next delivery on, a retry included. A description that is left out stays.",
    middleware: jsonBody,
    request: {
      params: VariableName,
      body: { required: true, content: { "application/json": { schema: VariablePut } } },
    },
    responses: {
      200: { description: "As it is now", content: json },
      ...problems(400, 401, 404, 413, 415, 422),
    },
  },
);

const remove = guardedRoute(
  { access: "organization:update", audit: "variable.deleted" },
  {
    method: "delete",
    path: "/{name}",
    operationId: "deleteVariable",
    tags,
    summary: "Delete a variable",
    description: "Refused while a transformation uses it.",
    request: { params: VariableName },
    responses: { 204: { description: "Deleted" }, ...problems(401, 404, 409) },
  },
);

export function createVariableRoutes() {
  return createRouter()
    .openapi(list, async (c) => {
      const page = readPage(c.req.valid("query"), c.var.orgId);
      const found = await c.var.services.repositories.variables.list(c.var.orgId, page);
      return c.json(presentPage(found, present, c.var.orgId), 200);
    })
    .openapi(get, async (c) => {
      const { name } = c.req.valid("param");
      return c.json(present(await findVariable(c.var.services, c.var.orgId, name)), 200);
    })
    .openapi(create, async (c) => {
      const { name, ...input } = c.req.valid("json");
      const made = present(await createVariable(c.var.services, c.var.orgId, name, input));
      c.header("location", `/api/v1/variables/${encodeURIComponent(name)}`);
      c.var.trail.note({ target: { kind: "variable", id: name }, after: made });
      return c.json(made, 201);
    })
    .openapi(put, async (c) => {
      const { name } = c.req.valid("param");
      const changed = await updateVariable(c.var.services, c.var.orgId, name, c.req.valid("json"));
      const after = present(changed.after);
      c.var.trail.note({ target: { kind: "variable", id: name }, before: present(changed.before), after });
      return c.json(after, 200);
    })
    .openapi(remove, async (c) => {
      const { name } = c.req.valid("param");
      const gone = await deleteVariable(c.var.services, c.var.orgId, name);
      c.var.trail.note({ target: { kind: "variable", id: name }, before: present(gone) });
      return c.body(null, 204);
    });
}

function present({ name, value, description, createdAt, updatedAt }: Known) {
  return {
    name,
    value,
    description,
    createdAt: toIso(createdAt),
    updatedAt: toIso(updatedAt),
  };
}
