import { z } from "@hono/zod-openapi";
import { endSession, signOutEverywhere } from "#services/end-session";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { clearRefreshCookie } from "../../refresh-cookie.ts";
import { problems } from "../../schemas/problem.ts";
import { describeSession, presentSession, Sessions } from "../../schemas/session.ts";
import { signedInPerson } from "../../signed-in.ts";

const tags = ["signing in"];

const list = guardedRoute(
  { access: "session" },
  {
    method: "get",
    path: "/sessions",
    operationId: "listSessions",
    tags,
    summary: "List where you are signed in, newest first",
    responses: {
      200: { description: "All of them", content: { "application/json": { schema: Sessions } } },
      ...problems(401),
    },
  },
);

const end = guardedRoute(
  { access: "session", audit: "session.ended" },
  {
    method: "delete",
    path: "/sessions/{id}",
    operationId: "endSession",
    tags,
    summary: "Sign one of your browsers out",
    description: "Its access token stops working within 30 seconds everywhere.",
    request: { params: z.object({ id: z.string() }) },
    responses: { 204: { description: "Ended" }, ...problems(401, 404) },
  },
);

const everywhere = guardedRoute(
  { access: "session", audit: "session.ended_everywhere" },
  {
    method: "post",
    path: "/sign-out-everywhere",
    operationId: "signOutEverywhere",
    tags,
    summary: "Sign every browser out, this one too",
    responses: { 204: { description: "Signed out" }, ...problems(401) },
  },
);

export function createSessionRoutes() {
  return createRouter()
    .openapi(list, async (c) => {
      const { id, sessionId } = signedInPerson(c);
      const { sessions, now } = c.var.services;
      const found = await sessions.list(id, now());
      return c.json({ items: found.map((session) => presentSession(session, sessionId)) }, 200);
    })
    .openapi(end, async (c) => {
      const { id } = c.req.valid("param");
      const ended = await endSession(c.var.services, signedInPerson(c).id, id);
      if (ended === null) c.var.trail.nothingChanged();
      else c.var.trail.note({ target: { kind: "session", id }, before: describeSession(ended) });
      return c.body(null, 204);
    })
    .openapi(everywhere, async (c) => {
      const { id } = signedInPerson(c);
      const ended = await signOutEverywhere(c.var.services, id);
      clearRefreshCookie(c);
      c.var.trail.note({ target: { kind: "user", id }, before: { sessions: ended.map(describeSession) } });
      return c.body(null, 204);
    });
}
