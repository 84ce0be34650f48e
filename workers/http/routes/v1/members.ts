import { z } from "@hono/zod-openapi";
import { changeMember, findMember, removeMember } from "#services/change-member";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { jsonBody } from "../../middleware/json-body.ts";
import type { PeoplePlace } from "../../people-place.ts";
import { PageQuery, pageOf, presentPage, readPage } from "../../schemas/page.ts";
import { Member, MemberPatch, presentMember } from "../../schemas/people.ts";
import { problems } from "../../schemas/problem.ts";

const MemberPage = pageOf(Member).openapi("MemberPage");
const params = z.object({ userId: z.string() });
const found = { description: "The member", content: { "application/json": { schema: Member } } };

export function createMemberRoutes({ access, operationId, tags, of }: PeoplePlace) {
  const list = guardedRoute(
    { access: access("members:read") },
    {
      method: "get",
      path: "/",
      operationId: operationId("listMembers"),
      tags,
      summary: `List the members of ${of}`,
      request: { query: PageQuery },
      responses: {
        200: { description: "One page", content: { "application/json": { schema: MemberPage } } },
        ...problems(400, 401),
      },
    },
  );

  const get = guardedRoute(
    { access: access("members:read") },
    {
      method: "get",
      path: "/{userId}",
      operationId: operationId("getMember"),
      tags,
      summary: "Get a member",
      request: { params },
      responses: { 200: found, ...problems(401, 404) },
    },
  );

  const update = guardedRoute(
    { access: access("members:update"), audit: "member.updated" },
    {
      method: "patch",
      path: "/{userId}",
      operationId: operationId("updateMember"),
      tags,
      summary: "Give a member another role",
      description:
        "Within 30 seconds everywhere. You must hold everything that the old and the new role allow; somebody who can manage the place must be left.",
      middleware: jsonBody,
      request: {
        params,
        body: { required: true, content: { "application/json": { schema: MemberPatch } } },
      },
      responses: { 200: found, ...problems(400, 401, 404, 409, 413, 415, 422) },
    },
  );

  const remove = guardedRoute(
    { access: access("members:remove"), audit: "member.removed" },
    {
      method: "delete",
      path: "/{userId}",
      operationId: operationId("removeMember"),
      tags,
      summary: "Remove a member",
      description:
        "Out within 30 seconds everywhere. Invitations that the member left open are revoked. The account itself stays.",
      request: { params },
      responses: { 204: { description: "Removed" }, ...problems(401, 404, 409) },
    },
  );

  return createRouter()
    .openapi(list, async (c) => {
      const page = await c.var.services.members.list(
        c.var.orgId,
        readPage(c.req.valid("query"), c.var.orgId),
      );
      return c.json(presentPage(page, presentMember, c.var.orgId), 200);
    })
    .openapi(get, async (c) => {
      const { userId } = c.req.valid("param");
      return c.json(presentMember(await findMember(c.var.services, c.var.orgId, userId)), 200);
    })
    .openapi(update, async (c) => {
      const { services, orgId, permissions, trail } = c.var;
      const { userId } = c.req.valid("param");
      const changed = await changeMember(services, orgId, userId, c.req.valid("json").roleId, permissions);
      const [before, after] = [presentMember(changed.before), presentMember(changed.after)];
      trail.note({ target: { kind: "member", id: userId }, before, after });
      return c.json(after, 200);
    })
    .openapi(remove, async (c) => {
      const { services, orgId, permissions, trail } = c.var;
      const { userId } = c.req.valid("param");
      const before = presentMember(await removeMember(services, orgId, userId, permissions));
      trail.note({ target: { kind: "member", id: userId }, before });
      return c.body(null, 204);
    });
}
