import { z } from "@hono/zod-openapi";
import { patchCredential, restoreMask } from "#domain/credentials/credential-draft";
import type { CredentialRecord } from "#domain/credentials/ports";
import { Problem } from "#domain/problem";
import { createCredential } from "#services/create-credential";
import { deleteCredential } from "#services/delete-credential";
import { findCredential } from "#services/find-credential";
import { updateCredential } from "#services/update-credential";
import type { AuditTrail } from "../../audit-trail.ts";
import { createRouter } from "../../context.ts";
import { etagOf, readIfMatch } from "../../etag.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { jsonBody } from "../../middleware/json-body.ts";
import { presentCredential } from "../../present-credential.ts";
import { CONFIG_PATCHES, Credential, CredentialCreate, CredentialPatch } from "../../schemas/credential.ts";
import { PageQuery, pageOf, presentPage, readPage } from "../../schemas/page.ts";
import { problems } from "../../schemas/problem.ts";
import { validationProblem } from "../../validation-problem.ts";

const tags = ["credentials"];
const params = z.object({ id: z.string() });
const headers = z.object({
  "if-match": z
    .string()
    .optional()
    .openapi({ description: "The ETag that you read: refuses with 412 when it changed since." }),
});
const json = <Schema extends z.ZodType>(schema: Schema) => ({ "application/json": { schema } });
const found = { description: "The credential, with its ETag", content: json(Credential) };

const list = guardedRoute(
  { access: "credentials:read" },
  {
    method: "get",
    path: "/",
    operationId: "listCredentials",
    tags,
    summary: "List credentials for targets, newest first",
    request: { query: PageQuery },
    responses: {
      200: { description: "One page", content: json(pageOf(Credential).openapi("CredentialPage")) },
      ...problems(400, 401),
    },
  },
);

const create = guardedRoute(
  { access: "credentials:manage", audit: "credential.created" },
  {
    method: "post",
    path: "/",
    operationId: "createCredential",
    tags,
    summary: "Create a credential for targets",
    description: "Integrations use it by their `credentialId`. Its secret is never shown again.",
    middleware: jsonBody,
    request: { body: { required: true, content: json(CredentialCreate) } },
    responses: {
      201: { description: "Created", content: json(Credential) },
      ...problems(400, 401, 409, 413, 415, 422),
    },
  },
);

const get = guardedRoute(
  { access: "credentials:read" },
  {
    method: "get",
    path: "/{id}",
    operationId: "getCredential",
    tags,
    summary: "Get a credential",
    request: { params },
    responses: { 200: found, ...problems(401, 404) },
  },
);

const patch = guardedRoute(
  { access: "credentials:manage", audit: "credential.updated" },
  {
    method: "patch",
    path: "/{id}",
    operationId: "updateCredential",
    tags,
    summary: "Change members of a credential",
    description:
      "Members of `config` are replaced one by one, so a new secret can be sent alone. Deliveries that were held for this credential go out.",
    middleware: jsonBody,
    request: { params, headers, body: { required: true, content: json(CredentialPatch) } },
    responses: { 200: found, ...problems(400, 401, 404, 409, 412, 413, 415, 422) },
  },
);

const put = guardedRoute(
  { access: "credentials:manage", audit: "credential.updated" },
  {
    method: "put",
    path: "/{id}",
    operationId: "replaceCredential",
    tags,
    summary: "Replace a credential",
    description: "What is left out gets its default. Its kind cannot change: create another one instead.",
    middleware: jsonBody,
    request: { params, headers, body: { required: true, content: json(CredentialCreate) } },
    responses: { 200: found, ...problems(400, 401, 404, 409, 412, 413, 415, 422) },
  },
);

const remove = guardedRoute(
  { access: "credentials:manage", audit: "credential.deleted" },
  {
    method: "delete",
    path: "/{id}",
    operationId: "deleteCredential",
    tags,
    summary: "Delete a credential",
    description: "With its tokens. Refused with 409 while integrations use it.",
    request: { params, headers },
    responses: { 204: { description: "Deleted" }, ...problems(400, 401, 404, 409, 412) },
  },
);

export function createCredentialRoutes() {
  return createRouter()
    .openapi(list, async (c) => {
      const page = readPage(c.req.valid("query"), c.var.orgId);
      const found = await c.var.services.credentials.list(c.var.orgId, page);
      return c.json(presentPage(found, presentCredential, c.var.orgId), 200);
    })
    .openapi(create, async (c) => {
      const { name, ...settings } = c.req.valid("json");
      const record = await createCredential(c.var.services, c.var.orgId, { name, settings });
      noteCreated(c.var.trail, record);
      c.header("etag", etagOf(record));
      c.header("location", `/api/v1/credentials/${record.id}`);
      return c.json(presentCredential(record), 201);
    })
    .openapi(get, async (c) => {
      const record = await findCredential(c.var.services, c.var.orgId, c.req.valid("param").id);
      c.header("etag", etagOf(record));
      return c.json(presentCredential(record), 200);
    })
    .openapi(patch, async (c) => {
      const { id } = c.req.valid("param");
      const given = c.req.valid("json");
      const { before, after } = await updateCredential(
        c.var.services,
        c.var.orgId,
        id,
        (current) => {
          checkMembers(current, given.config);
          return patchCredential(given, current);
        },
        readIfMatch(c.req.valid("header")["if-match"]),
      );
      noteUpdated(c.var.trail, before, after);
      c.header("etag", etagOf(after));
      return c.json(presentCredential(after), 200);
    })
    .openapi(put, async (c) => {
      const { id } = c.req.valid("param");
      const { name, ...settings } = c.req.valid("json");
      const { before, after } = await updateCredential(
        c.var.services,
        c.var.orgId,
        id,
        (current) => {
          if (current.settings.kind !== settings.kind) throw otherKind(current);
          return { name, settings: restoreMask(settings, current.settings) };
        },
        readIfMatch(c.req.valid("header")["if-match"]),
      );
      noteUpdated(c.var.trail, before, after);
      c.header("etag", etagOf(after));
      return c.json(presentCredential(after), 200);
    })
    .openapi(remove, async (c) => {
      const expected = readIfMatch(c.req.valid("header")["if-match"]);
      const { id } = c.req.valid("param");
      const record = await deleteCredential(c.var.services, c.var.orgId, id, expected);
      c.var.trail.note({ target: { kind: "credential", id }, before: presentCredential(record) });
      return c.body(null, 204);
    });
}

function noteCreated(trail: AuditTrail, record: CredentialRecord): void {
  trail.note({ target: { kind: "credential", id: record.id }, after: presentCredential(record) });
}

function noteUpdated(trail: AuditTrail, before: CredentialRecord, after: CredentialRecord): void {
  const target = { kind: "credential", id: after.id };
  trail.note({ target, before: presentCredential(before), after: presentCredential(after) });
}

/** Which members a PATCH may name depends on the kind, and that is known only now. */
function checkMembers({ settings }: CredentialRecord, config: unknown): void {
  if (config === undefined) return;
  const read = CONFIG_PATCHES[settings.kind].safeParse({ config });
  if (!read.success) throw validationProblem("json", read.error.issues);
}

function otherKind({ settings }: CredentialRecord): Problem {
  const message = `It is a ${settings.kind}, and stays one. Create another credential instead.`;
  return new Problem("invalid_body", "Nothing was saved; see errors.", [{ pointer: "/kind", message }]);
}
