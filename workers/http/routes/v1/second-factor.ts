import { disableSecondFactor } from "#services/disable-second-factor";
import { beginSecondFactor, enableSecondFactor } from "#services/enrol-second-factor";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { jsonBody } from "../../middleware/json-body.ts";
import {
  CodeProof,
  FullProof,
  NewSecondFactor,
  PasswordProof,
  RecoveryCodes,
} from "../../schemas/account.ts";
import { problems } from "../../schemas/problem.ts";
import { signedInPerson } from "../../signed-in.ts";

const tags = ["your account"];

const begin = guardedRoute(
  { access: "session", audit: "second_factor.begun" },
  {
    method: "post",
    path: "/",
    operationId: "beginSecondFactor",
    tags,
    summary: "Begin to enrol an authenticator",
    description: "Shows its secret this once. Nothing changes until the first right code enables it.",
    middleware: jsonBody,
    request: { body: { required: true, content: { "application/json": { schema: PasswordProof } } } },
    responses: {
      201: { description: "The secret", content: { "application/json": { schema: NewSecondFactor } } },
      ...problems(400, 401, 409, 413, 415, 422),
    },
  },
);

const enable = guardedRoute(
  { access: "session", audit: "second_factor.enabled" },
  {
    method: "post",
    path: "/enable",
    operationId: "enableSecondFactor",
    tags,
    summary: "Enable the authenticator with its first code",
    description: "From then on signing in needs a code. Answers ten recovery codes, each for one use.",
    middleware: jsonBody,
    request: { body: { required: true, content: { "application/json": { schema: CodeProof } } } },
    responses: {
      200: { description: "Enabled", content: { "application/json": { schema: RecoveryCodes } } },
      ...problems(400, 401, 409, 413, 415, 422),
    },
  },
);

const disable = guardedRoute(
  { access: "session", audit: "second_factor.disabled" },
  {
    method: "post",
    path: "/disable",
    operationId: "disableSecondFactor",
    tags,
    summary: "Disable the second factor, with password and code",
    middleware: jsonBody,
    request: { body: { required: true, content: { "application/json": { schema: FullProof } } } },
    responses: { 204: { description: "Disabled" }, ...problems(400, 401, 409, 413, 415, 422) },
  },
);

export function createSecondFactorRoutes() {
  return createRouter()
    .openapi(begin, async (c) => {
      const { id } = signedInPerson(c);
      const { secret, uri } = await beginSecondFactor(c.var.services, id, c.req.valid("json").password);
      c.var.trail.note({ target: { kind: "user", id } });
      return c.json({ secret, otpauthUri: uri }, 201);
    })
    .openapi(enable, async (c) => {
      const { id } = signedInPerson(c);
      const codes = await enableSecondFactor(c.var.services, id, c.req.valid("json").code);
      c.var.trail.note({
        target: { kind: "user", id },
        before: { secondFactor: false },
        after: { secondFactor: true },
      });
      return c.json({ recoveryCodes: [...codes] }, 200);
    })
    .openapi(disable, async (c) => {
      const { id } = signedInPerson(c);
      await disableSecondFactor(c.var.services, id, c.req.valid("json"));
      c.var.trail.note({
        target: { kind: "user", id },
        before: { secondFactor: true },
        after: { secondFactor: false },
      });
      return c.body(null, 204);
    });
}
