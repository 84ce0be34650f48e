import { z } from "@hono/zod-openapi";
import { invite, revokeInvitation } from "#services/invite";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { jsonBody } from "../../middleware/json-body.ts";
import type { PeoplePlace } from "../../people-place.ts";
import { PageQuery, pageOf, presentPage, readPage } from "../../schemas/page.ts";
import { CreatedInvitation, Invitation, InvitationCreate, presentInvitation } from "../../schemas/people.ts";
import { problems } from "../../schemas/problem.ts";

const InvitationPage = pageOf(Invitation).openapi("InvitationPage");

export function createInvitationRoutes({ access, operationId, tags, of }: PeoplePlace) {
  const list = guardedRoute(
    { access: access("members:read") },
    {
      method: "get",
      path: "/",
      operationId: operationId("listInvitations"),
      tags,
      summary: `List the open invitations to ${of}, newest first`,
      request: { query: PageQuery },
      responses: {
        200: { description: "One page", content: { "application/json": { schema: InvitationPage } } },
        ...problems(400, 401),
      },
    },
  );

  const create = guardedRoute(
    { access: access("members:invite"), audit: "member.invited" },
    {
      method: "post",
      path: "/",
      operationId: operationId("createInvitation"),
      tags,
      summary: `Invite somebody to ${of}`,
      description:
        "Answers the token, which you hand to the invited person; the gateway sends no mail. Takes the place of an open invitation for the same address.",
      middleware: jsonBody,
      request: { body: { required: true, content: { "application/json": { schema: InvitationCreate } } } },
      responses: {
        201: {
          description: "The token, shown this once",
          content: { "application/json": { schema: CreatedInvitation } },
        },
        ...problems(400, 401, 409, 413, 415, 422),
      },
    },
  );

  const revoke = guardedRoute(
    { access: access("members:invite"), audit: "invitation.revoked" },
    {
      method: "delete",
      path: "/{id}",
      operationId: operationId("revokeInvitation"),
      tags,
      summary: "Take an invitation back",
      request: { params: z.object({ id: z.string() }) },
      responses: { 204: { description: "Revoked" }, ...problems(401, 404) },
    },
  );

  return createRouter()
    .openapi(list, async (c) => {
      const { services, orgId } = c.var;
      const page = await services.invitations.list(
        orgId,
        readPage(c.req.valid("query"), orgId),
        services.now(),
      );
      return c.json(presentPage(page, presentInvitation, orgId), 200);
    })
    .openapi(create, async (c) => {
      const { services, orgId, permissions, principal, trail } = c.var;
      const { email, roleId, expiresInDays } = c.req.valid("json");
      const inviter = { id: principal.id, permissions };
      const made = await invite(services, orgId, inviter, { email, roleId, days: expiresInDays });
      const shown = presentInvitation(made.invitation);
      trail.note({ target: { kind: "invitation", id: shown.id }, after: shown });
      return c.json({ ...shown, token: made.token }, 201);
    })
    .openapi(revoke, async (c) => {
      const { services, orgId, trail } = c.var;
      const { id } = c.req.valid("param");
      const before = presentInvitation(await revokeInvitation(services, orgId, id));
      trail.note({ target: { kind: "invitation", id }, before });
      return c.body(null, 204);
    });
}
