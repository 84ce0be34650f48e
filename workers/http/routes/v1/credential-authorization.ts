import { z } from "@hono/zod-openapi";
import type { HonoRequest } from "hono";
import { beginAuthorization } from "#services/begin-authorization";
import { findCredential } from "#services/find-credential";
import { testCredential } from "#services/test-credential";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { jsonBody } from "../../middleware/json-body.ts";
import { toIso, toIsoOrNull } from "../../moment.ts";
import { presentCredential } from "../../present-credential.ts";
import { AuthorizationRequest, BegunAuthorization, CredentialTest } from "../../schemas/credential.ts";
import { problems } from "../../schemas/problem.ts";

const tags = ["credentials"];
const params = z.object({ id: z.string() });

const authorize = guardedRoute(
  { access: "credentials:authorize", audit: "credential.authorization_started" },
  {
    method: "post",
    path: "/{id}/authorize",
    operationId: "authorizeCredential",
    tags,
    summary: "Connect a credential to its provider",
    description:
      "Open `authorizationUrl` in a browser within ten minutes. Once the provider has agreed, the credential is ready and what was held for it goes out.",
    middleware: jsonBody,
    request: {
      params,
      body: { required: true, content: { "application/json": { schema: AuthorizationRequest } } },
    },
    responses: {
      200: {
        description: "Where the browser has to go",
        content: { "application/json": { schema: BegunAuthorization } },
      },
      ...problems(400, 401, 404, 409, 413, 415, 422),
    },
  },
);

const test = guardedRoute(
  { access: "credentials:manage", audit: "credential.tested" },
  {
    method: "post",
    path: "/{id}/test",
    operationId: "testCredential",
    tags,
    summary: "Fetch a token right now",
    description:
      "Also for a credential that its provider refused before. When there is a token, what was held for it goes out. Answers 200 whatever the provider answered, and never shows the token.",
    request: { params },
    responses: {
      200: { description: "What happened", content: { "application/json": { schema: CredentialTest } } },
      ...problems(401, 404),
    },
  },
);

/** Only a browser says this of a page, and only of one of this very origin: the dashboard. Null for every other caller. */
function pageOfCredential(request: HonoRequest, orgId: string, id: string): string | null {
  const isFromPage = request.header("sec-fetch-site") === "same-origin";
  return isFromPage ? `${new URL(request.url).origin}/o/${orgId}/credentials/${id}` : null;
}

export function createCredentialAuthorizationRoutes() {
  return createRouter()
    .openapi(authorize, async (c) => {
      const { id } = c.req.valid("param");
      const { services, orgId, principal, trail } = c.var;
      const begun = await beginAuthorization(services, orgId, id, {
        requestOrigin: new URL(c.req.url).origin,
        redirectUri: c.req.valid("json").redirectUri,
        startedBy: principal.id,
        returnUrl: pageOfCredential(c.req, orgId, id),
      });
      const expiresAt = toIso(begun.expiresAt);
      // Not the address: it has the state in it, and whoever holds that can finish.
      trail.note({
        target: { kind: "credential", id },
        after: { redirectUri: begun.redirectUri, expiresAt },
      });
      return c.json({ ...begun, expiresAt }, 200);
    })
    .openapi(test, async (c) => {
      const { id } = c.req.valid("param");
      const { services, orgId, trail } = c.var;
      const before = presentCredential(await findCredential(services, orgId, id));
      const result = await testCredential(services, orgId, id);
      // It may have changed the credential's status, and has if it let go what was held.
      const after = presentCredential(await findCredential(services, orgId, id));
      trail.note({ target: { kind: "credential", id }, before, after });
      const expiresAt = toIsoOrNull(result.expiresAt);
      return c.json({ ...result, expiresAt }, 200);
    });
}
