import { Problem } from "#domain/problem";
import { acceptInvitation } from "#services/accept-invitation";
import { signOut } from "#services/end-session";
import { lookAtInvitation } from "#services/look-at-invitation";
import { refreshSession } from "#services/refresh-session";
import { signIn } from "#services/sign-in";
import { callerOf } from "../../audit-intent.ts";
import { clientIp } from "../../client-ip.ts";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { jsonBody } from "../../middleware/json-body.ts";
import { requireTrustedOrigin } from "../../middleware/trusted-origin.ts";
import { clearRefreshCookie, readRefreshCookie, setRefreshCookie } from "../../refresh-cookie.ts";
import { problems } from "../../schemas/problem.ts";
import {
  AcceptedInvitation,
  describeSession,
  InvitationAcceptance,
  InvitationLook,
  presentSeen,
  presentTokens,
  SeenInvitationSchema,
  SignedIn,
  SignIn,
  Tokens,
} from "../../schemas/session.ts";

const tags = ["signing in"];

const begin = guardedRoute(
  { access: "public", audit: "session.begun" },
  {
    method: "post",
    path: "/sign-in",
    operationId: "signIn",
    tags,
    summary: "Sign in with e-mail address and password",
    description:
      "Answers an access token for minutes, and sets the refresh cookie. With a second factor the answer is 401 `second_factor_needed`: send the same again with `code`.",
    middleware: [requireTrustedOrigin, jsonBody] as const,
    request: { body: { required: true, content: { "application/json": { schema: SignIn } } } },
    responses: {
      200: { description: "Signed in", content: { "application/json": { schema: SignedIn } } },
      ...problems(400, 401, 403, 413, 415, 422),
    },
  },
);

const refresh = guardedRoute(
  { access: "public", audit: null },
  {
    method: "post",
    path: "/refresh",
    operationId: "refreshSession",
    tags,
    summary: "Get a new access token for the refresh cookie",
    description:
      "The cookie changes with every use. A cookie that was replaced more than ten seconds ago ends its session: somebody else holds the newer one.",
    middleware: requireTrustedOrigin,
    responses: {
      200: { description: "Still signed in", content: { "application/json": { schema: Tokens } } },
      ...problems(401, 403),
    },
  },
);

const end = guardedRoute(
  { access: "public", audit: "session.ended" },
  {
    method: "post",
    path: "/sign-out",
    operationId: "signOut",
    tags,
    summary: "Sign this browser out",
    middleware: requireTrustedOrigin,
    responses: { 204: { description: "Not signed in any more" }, ...problems(403) },
  },
);

const accept = guardedRoute(
  { access: "public", audit: "invitation.accepted" },
  {
    method: "post",
    path: "/invitations/accept",
    operationId: "acceptInvitation",
    tags,
    summary: "Accept an invitation",
    description:
      "Makes your account, or lets your account join. A bad token and a wrong password answer the same.",
    middleware: [requireTrustedOrigin, jsonBody] as const,
    request: {
      body: { required: true, content: { "application/json": { schema: InvitationAcceptance } } },
    },
    responses: {
      200: { description: "Joined", content: { "application/json": { schema: AcceptedInvitation } } },
      ...problems(400, 401, 403, 413, 415, 422),
    },
  },
);

const look = guardedRoute(
  { access: "public", audit: null },
  {
    method: "post",
    path: "/invitations/look",
    operationId: "lookAtInvitation",
    tags,
    summary: "See what an invitation is about",
    description:
      "For whoever holds the token, which is in the body because addresses are logged. 404 for a token of no invitation, 410 for one that was used, has run out, or whose organization is gone.",
    middleware: [requireTrustedOrigin, jsonBody] as const,
    request: { body: { required: true, content: { "application/json": { schema: InvitationLook } } } },
    responses: {
      200: {
        description: "An open invitation",
        content: { "application/json": { schema: SeenInvitationSchema } },
      },
      ...problems(400, 403, 404, 410, 413, 415, 422),
    },
  },
);

/** What somebody can do who is not signed in. Mounted before authentication. */
export function createAuthRoutes() {
  return createRouter()
    .openapi(begin, async (c) => {
      const { email, password, code } = c.req.valid("json");
      const userAgent = c.req.header("user-agent") ?? "";
      const { services, announce, trail } = c.var;
      const input = { email, password, code, ip: clientIp(c), userAgent };
      const signedIn = await signIn(services, input, callerOf(c), announce);
      const { user, session, accessToken, refreshToken } = signedIn;
      const sessionId = session.id;
      trail.note({ target: { kind: "session", id: sessionId }, after: describeSession(session) });
      setRefreshCookie(c, refreshToken, session.expiresAt);
      const { id, email: address, name } = user;
      return c.json({ ...presentTokens(accessToken), sessionId, user: { id, email: address, name } }, 200);
    })
    .openapi(refresh, async (c) => {
      const token = readRefreshCookie(c);
      if (token === null) throw new Problem("unauthorized", "This browser is not signed in. Sign in.");
      const { accessToken, next } = await refreshSession(c.var.services, token, callerOf(c));
      if (next !== null) setRefreshCookie(c, next.token, next.expiresAt);
      return c.json(presentTokens(accessToken), 200);
    })
    .openapi(end, async (c) => {
      const token = readRefreshCookie(c);
      const { services, announce, trail } = c.var;
      const id = token === null ? null : await signOut(services, token, announce);
      if (id !== null) trail.note({ target: { kind: "session", id } });
      clearRefreshCookie(c);
      return c.body(null, 204);
    })
    .openapi(look, async (c) => {
      const { token } = c.req.valid("json");
      return c.json(presentSeen(await lookAtInvitation(c.var.services, token, clientIp(c))), 200);
    })
    .openapi(accept, async (c) => {
      const { token, name, password } = c.req.valid("json");
      const { services, announce } = c.var;
      const input = { token, name, password, ip: clientIp(c) };
      const { invitation, user } = await acceptInvitation(services, input, announce);
      const { id, email } = user;
      const shown = {
        organizationId: invitation.orgId,
        roleId: invitation.roleId,
        user: { id, email, name: user.name },
      };
      c.var.trail.note({ target: { kind: "member", id }, after: shown });
      return c.json(shown, 200);
    });
}
