import { findKeyRotation, startKeyRotation } from "#services/start-key-rotation";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { jsonBody } from "../../middleware/json-body.ts";
import { IdParameter } from "../../schemas/delivery.ts";
import {
  EncryptionSchema,
  KeyRotationSchema,
  KeyRotationStart,
  presentEncryption,
  presentRotation,
} from "../../schemas/encryption.ts";
import { problems } from "../../schemas/problem.ts";

const tags = ["administration"];
const SHOWN_ROTATIONS = 5;

const show = guardedRoute(
  { access: { platform: "secrets:read" } },
  {
    method: "get",
    path: "/",
    operationId: "adminGetEncryption",
    tags,
    summary: "Which keys secrets at rest need, and which of them can be removed",
    responses: {
      200: { description: "The keys", content: { "application/json": { schema: EncryptionSchema } } },
      ...problems(401, 503),
    },
  },
);

const start = guardedRoute(
  { access: { platform: "secrets:rotate" }, audit: "encryption.rotation_started" },
  {
    method: "post",
    path: "/rotations",
    operationId: "adminStartKeyRotation",
    tags,
    summary: "Replace the keys of secrets at rest, in the background",
    middleware: jsonBody,
    request: { body: { required: true, content: { "application/json": { schema: KeyRotationStart } } } },
    responses: {
      202: { description: "Started", content: { "application/json": { schema: KeyRotationSchema } } },
      ...problems(400, 401, 409, 413, 415, 422),
    },
  },
);

const get = guardedRoute(
  { access: { platform: "secrets:read" } },
  {
    method: "get",
    path: "/rotations/{id}",
    operationId: "adminGetKeyRotation",
    tags,
    summary: "How far a key rotation is",
    request: { params: IdParameter },
    responses: {
      200: { description: "The rotation", content: { "application/json": { schema: KeyRotationSchema } } },
      ...problems(401, 404),
    },
  },
);

export function createAdminEncryptionRoutes() {
  return createRouter()
    .openapi(show, async (c) => {
      const { keyUsage, keyRotations } = c.var.services;
      return c.json(presentEncryption(await keyUsage(), await keyRotations.list(SHOWN_ROTATIONS)), 200);
    })
    .openapi(start, async (c) => {
      const rotation = presentRotation(await startKeyRotation(c.var.services, c.req.valid("json").level));
      c.var.trail.note({ target: { kind: "key_rotation", id: rotation.id }, after: rotation });
      c.header("location", `/api/v1/admin/encryption/rotations/${rotation.id}`);
      return c.json(rotation, 202);
    })
    .openapi(get, async (c) =>
      c.json(presentRotation(await findKeyRotation(c.var.services, c.req.valid("param").id)), 200),
    );
}
