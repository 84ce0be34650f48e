import { TOTP } from "otpauth";
import { PLATFORM } from "#domain/access/roles";
import { anyEmail, PASSWORD } from "../open-people.ts";
import { type AuditedRoutes, answeredId, CHANGED, MADE, REMOVED, route, SAID } from "./route.ts";
import type { AuditedCaller, AuditWorld } from "./world.ts";

const FACTOR = "/api/v1/me/second-factor";
const AUTH = "/api/v1/auth";

/** The only role that can be given at the platform. */
const PLATFORM_ROLE = "platform_administrator";

/** Members and invitations of the organization and of the platform, accounts, and who is signed in. */
export const PEOPLE: AuditedRoutes = {
  updateMember: route("member", CHANGED, (world) => newRole(world, world.key, "/api/v1")),
  removeMember: route("member", REMOVED, async (world) => {
    const { userId } = await world.person(world.orgId, "viewer");
    return { method: "DELETE", path: `/api/v1/members/${userId}`, targetId: userId };
  }),
  createInvitation: route("invitation", MADE, async () => invitation("/api/v1", "viewer")),
  revokeInvitation: route("invitation", REMOVED, (world) => revocation(world, world.key, "/api/v1")),
  adminUpdateMember: route("member", CHANGED, (world) => newRole(world, world.operator, "/api/v1/admin")),
  adminRemoveMember: route("member", REMOVED, async (world) => {
    // Somebody must be left there.
    await world.person(PLATFORM, PLATFORM_ROLE);
    const { userId } = await world.person(PLATFORM, PLATFORM_ROLE);
    const path = `/api/v1/admin/members/${userId}`;
    return { by: world.operator, method: "DELETE", path, targetId: userId };
  }),
  adminCreateInvitation: route("invitation", MADE, async ({ operator }) => ({
    ...invitation("/api/v1/admin", PLATFORM_ROLE),
    by: operator,
  })),
  adminRevokeInvitation: route("invitation", REMOVED, (world) =>
    revocation(world, world.operator, "/api/v1/admin"),
  ),
  acceptInvitation: route("member", MADE, async ({ call, key, orgId }) => {
    const email = anyEmail();
    const { token } = await call(key, "POST", "/api/v1/invitations", { email, roleId: "viewer" });
    return {
      by: { bearer: null, actor: { kind: "user", name: email }, log: orgId },
      method: "POST",
      path: `${AUTH}/invitations/accept`,
      body: { token, name: "Ann", password: PASSWORD },
      targetId: ({ user }) => (user as { readonly id: string }).id,
    };
  }),
  signIn: route("session", MADE, async (world) => {
    const { caller, email } = await world.person(world.orgId, "viewer");
    return {
      by: anonymous(caller),
      method: "POST",
      path: `${AUTH}/sign-in`,
      body: { email, password: PASSWORD },
      targetId: ({ sessionId }) => String(sessionId),
    };
  }),
  signOut: route("session", SAID, async (world) => {
    const { caller, sessionId } = await world.person(world.orgId, "viewer");
    return { by: { ...caller, bearer: null }, method: "POST", path: `${AUTH}/sign-out`, targetId: sessionId };
  }),
  endSession: route("session", REMOVED, async (world) => {
    const { caller, sessionId } = await world.person(world.orgId, "viewer");
    return { by: caller, method: "DELETE", path: `${AUTH}/sessions/${sessionId}`, targetId: sessionId };
  }),
  signOutEverywhere: route("user", REMOVED, (world) =>
    onAccount(world, "POST", `${AUTH}/sign-out-everywhere`),
  ),
  updateAccount: route("user", CHANGED, async (world) => ({
    ...(await onAccount(world, "PATCH", "/api/v1/me")),
    body: { name: "Anne" },
  })),
  changePassword: route("user", SAID, async (world) => ({
    ...(await onAccount(world, "POST", "/api/v1/me/password")),
    body: { currentPassword: PASSWORD, newPassword: "another good password" },
  })),
  beginSecondFactor: route("user", SAID, async (world) => ({
    ...(await onAccount(world, "POST", FACTOR)),
    body: { password: PASSWORD },
  })),
  enableSecondFactor: route("user", CHANGED, async (world) => {
    const call = await onAccount(world, "POST", `${FACTOR}/enable`);
    return { ...call, body: { code: await firstCode(world, call.by) } };
  }),
  disableSecondFactor: route("user", CHANGED, async (world) => {
    const call = await onAccount(world, "POST", `${FACTOR}/disable`);
    const code = await firstCode(world, call.by);
    const { recoveryCodes } = await world.call(call.by, "POST", `${FACTOR}/enable`, { code });
    return { ...call, body: { password: PASSWORD, code: (recoveryCodes as string[])[0] } };
  }),
};

function anonymous({ actor, log }: AuditedCaller): AuditedCaller {
  return { bearer: null, actor, log };
}

async function newRole({ person, orgId }: AuditWorld, by: AuditedCaller, prefix: string) {
  const [home, from, to] =
    by.log === PLATFORM ? [PLATFORM, PLATFORM_ROLE, PLATFORM_ROLE] : [orgId, "viewer", "operator"];
  const { userId } = await person(home, from);
  const path = `${prefix}/members/${userId}`;
  return { by, method: "PATCH", path, body: { roleId: to }, targetId: userId };
}

function invitation(prefix: string, roleId: string) {
  const body = { email: anyEmail(), roleId };
  return { method: "POST", path: `${prefix}/invitations`, body, targetId: answeredId };
}

async function revocation({ call }: AuditWorld, by: AuditedCaller, prefix: string) {
  const { path, body } = invitation(prefix, by.log === PLATFORM ? PLATFORM_ROLE : "viewer");
  const { id } = await call(by, "POST", path, body);
  return { by, method: "DELETE", path: `${path}/${id}`, targetId: id };
}

async function onAccount({ person, orgId }: AuditWorld, method: string, path: string) {
  const { caller, userId } = await person(orgId, "viewer");
  return { by: caller, method, path, targetId: userId };
}

async function firstCode({ call }: AuditWorld, by: AuditedCaller): Promise<string> {
  const { secret } = await call(by, "POST", FACTOR, { password: PASSWORD });
  return new TOTP({ secret: String(secret) }).generate();
}
