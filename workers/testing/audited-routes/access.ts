import { type AuditedRoutes, answeredId, CHANGED, MADE, REMOVED, route } from "./route.ts";
import type { AuditWorld } from "./world.ts";

const KEYS = "/api/v1/api-keys";
const ROLES = "/api/v1/roles";
const CREDENTIALS = "/api/v1/credentials";
const BASIC = {
  name: "Shop",
  kind: "basic",
  config: { username: "gateway", password: "correct-horse-battery" },
};
const BY_A_PERSON = {
  name: "Provider",
  kind: "oauth2_authorization_code",
  config: {
    tokenUrl: "https://id.example/token",
    authorizationUrl: "https://id.example/authorize",
    clientId: "c",
    clientSecret: "client-secret-0123",
  },
};

/** API keys, roles, and credentials for targets. */
export const ACCESS: AuditedRoutes = {
  createApiKey: route("api_key", MADE, async () => ({
    method: "POST",
    path: KEYS,
    body: { name: "ci" },
    targetId: answeredId,
  })),
  rotateApiKey: route("api_key", CHANGED, async (world) => {
    const { path, targetId } = await on(world, "POST", KEYS, { name: "old" });
    return { method: "POST", path: `${path}/rotate`, body: {}, targetId };
  }),
  revokeApiKey: route("api_key", CHANGED, (world) => on(world, "DELETE", KEYS, { name: "old" })),
  createRole: route("role", MADE, async () => ({
    method: "POST",
    path: ROLES,
    body: anyRole(),
    targetId: answeredId,
  })),
  updateRole: route("role", CHANGED, async (world) => ({
    ...(await on(world, "PATCH", ROLES, anyRole())),
    body: { description: "new" },
  })),
  deleteRole: route("role", REMOVED, (world) => on(world, "DELETE", ROLES, anyRole())),
  createCredential: route("credential", MADE, async () => ({
    method: "POST",
    path: CREDENTIALS,
    body: BASIC,
    targetId: answeredId,
  })),
  updateCredential: route("credential", CHANGED, async (world) => ({
    ...(await on(world, "PATCH", CREDENTIALS, BASIC)),
    body: { config: { password: "another-password" } },
  })),
  replaceCredential: route("credential", CHANGED, async (world) => ({
    ...(await on(world, "PUT", CREDENTIALS, BASIC)),
    body: { ...BASIC, name: "Other" },
  })),
  deleteCredential: route("credential", REMOVED, (world) => on(world, "DELETE", CREDENTIALS, BASIC)),
  testCredential: route("credential", CHANGED, async (world) => {
    const { path, targetId } = await on(world, "POST", CREDENTIALS, BASIC);
    return { method: "POST", path: `${path}/test`, targetId };
  }),
  authorizeCredential: route("credential", MADE, async (world) => {
    const { path, targetId } = await on(world, "POST", CREDENTIALS, BY_A_PERSON);
    return { method: "POST", path: `${path}/authorize`, body: {}, targetId };
  }),
  finishAuthorization: route("credential", CHANGED, async (world) => {
    const { path, targetId } = await on(world, "POST", CREDENTIALS, BY_A_PERSON);
    const begun = await world.call(world.key, "POST", `${path}/authorize`, {});
    const state = new URL(String(begun.authorizationUrl)).searchParams.get("state") ?? "";
    return {
      // The browser brings nothing of ours: it is whoever began it.
      by: { ...world.key, bearer: null },
      method: "GET",
      path: `/oauth/callback?state=${state}&code=code-from-the-provider`,
      targetId,
    };
  }),
};

function anyRole() {
  return { name: `Role ${crypto.randomUUID().slice(0, 8)}`, permissions: ["roles:read"] };
}

/** A call about something that is made for it. */
async function on({ call, key }: AuditWorld, method: string, list: string, body: unknown) {
  const { id } = await call(key, "POST", list, body);
  return { method, path: `${list}/${id}`, targetId: id };
}
