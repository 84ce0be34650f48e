import { redirectUriOf } from "#services/begin-authorization";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { RedirectUri } from "../../schemas/credential.ts";
import { problems } from "../../schemas/problem.ts";

const get = guardedRoute(
  { access: "credentials:read" },
  {
    method: "get",
    path: "/redirect-uri",
    operationId: "getRedirectUri",
    tags: ["credentials"],
    summary: "Where providers send browsers back to",
    description:
      "The same for every credential. Providers want it before they give a client id, so before there is a credential.",
    responses: {
      200: { description: "The address", content: { "application/json": { schema: RedirectUri } } },
      ...problems(401),
    },
  },
);

export function createRedirectUriRoutes() {
  return createRouter().openapi(get, (c) =>
    c.json({ redirectUri: redirectUriOf(c.var.services, new URL(c.req.url).origin) }, 200),
  );
}
