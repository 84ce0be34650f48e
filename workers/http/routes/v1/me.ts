import { changePassword } from "#services/change-password";
import { showAccount } from "#services/show-account";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { jsonBody } from "../../middleware/json-body.ts";
import { Account, AccountPatch, PasswordChange, presentAccount } from "../../schemas/account.ts";
import { problems } from "../../schemas/problem.ts";
import { signedInPerson } from "../../signed-in.ts";

const tags = ["your account"];
const found = { description: "Your account", content: { "application/json": { schema: Account } } };

const get = guardedRoute(
  { access: "session" },
  {
    method: "get",
    path: "/",
    operationId: "getAccount",
    tags,
    summary: "Who you are, where you belong, and what you may do there",
    responses: { 200: found, ...problems(401) },
  },
);

const patch = guardedRoute(
  { access: "session", audit: "user.updated" },
  {
    method: "patch",
    path: "/",
    operationId: "updateAccount",
    tags,
    summary: "Change your name",
    middleware: jsonBody,
    request: { body: { required: true, content: { "application/json": { schema: AccountPatch } } } },
    responses: { 200: found, ...problems(400, 401, 413, 415, 422) },
  },
);

const password = guardedRoute(
  { access: "session", audit: "user.password_changed" },
  {
    method: "post",
    path: "/password",
    operationId: "changePassword",
    tags,
    summary: "Change your password",
    description: "Signs every other browser out.",
    middleware: jsonBody,
    request: { body: { required: true, content: { "application/json": { schema: PasswordChange } } } },
    responses: { 204: { description: "Changed" }, ...problems(400, 401, 409, 413, 415, 422) },
  },
);

export function createMeRoutes() {
  return createRouter()
    .openapi(get, async (c) => {
      return c.json(presentAccount(await showAccount(c.var.services, signedInPerson(c).id)), 200);
    })
    .openapi(patch, async (c) => {
      const { id } = signedInPerson(c);
      const { services, trail } = c.var;
      const before = presentAccount(await showAccount(services, id));
      await services.users.rename(id, c.req.valid("json").name, services.now());
      const after = presentAccount(await showAccount(services, id));
      trail.note({
        target: { kind: "user", id },
        before: { name: before.name },
        after: { name: after.name },
      });
      return c.json(after, 200);
    })
    .openapi(password, async (c) => {
      const { id, sessionId } = signedInPerson(c);
      await changePassword(c.var.services, id, sessionId, c.req.valid("json"));
      c.var.trail.note({ target: { kind: "user", id } });
      return c.body(null, 204);
    });
}
