import { PLATFORM } from "#domain/access/roles";
import { seedBelow } from "../place-below.ts";
import { seedOrganization } from "../seed.ts";
import { type AuditedRoutes, answeredId, CHANGED, MADE, REMOVED, route } from "./route.ts";

const ORGANIZATION = "/api/v1/organization";
const ADMIN = "/api/v1/admin";
const TEMPLATES = `${ADMIN}/event-type-templates`;

/** The organization, those below it, and what the operator does. */
export const ORGANIZATIONS: AuditedRoutes = {
  updateOrganization: route("organization", CHANGED, async ({ orgId }) => ({
    method: "PATCH",
    path: ORGANIZATION,
    body: { name: "Renamed" },
    targetId: orgId,
  })),
  deleteOrganization: route("organization", REMOVED, async (world) => {
    const { orgId, apiKey } = await seedBelow(world.env, world.orgId);
    const by = await world.callerOf(apiKey);
    // Its own log is removed with everything else that it has.
    return { ...goodbye(ORGANIZATION, orgId), by, logs: [world.orgId] };
  }),
  putPolicy: route("policy", CHANGED, async ({ orgId }) => ({
    method: "PUT",
    path: `${ORGANIZATION}/policy`,
    body: { auditRetentionDays: 400 },
    targetId: orgId,
  })),
  createChild: route("organization", MADE, async ({ orgId }) => ({
    method: "POST",
    path: `${ORGANIZATION}/children`,
    body: { name: "Below" },
    targetId: answeredId,
    logs: ({ id }) => [orgId, id],
  })),
  deleteChild: route("organization", REMOVED, async ({ env, orgId }) => {
    const child = await seedBelow(env, orgId);
    return goodbye(`${ORGANIZATION}/children/${child.orgId}`, child.orgId);
  }),
  putChildQuota: route("quota", CHANGED, async ({ env, orgId }) => {
    const { orgId: child } = await seedBelow(env, orgId);
    const path = `${ORGANIZATION}/children/${child}/quota`;
    return { method: "PUT", path, body: { eventsPerDay: 10 }, targetId: child, logs: [orgId, child] };
  }),
  adminCreateOrganization: route("organization", MADE, async ({ operator }) => ({
    by: operator,
    method: "POST",
    path: `${ADMIN}/organizations`,
    body: { name: "New" },
    targetId: answeredId,
    logs: ({ id }) => [PLATFORM, id],
  })),
  adminDeleteOrganization: route("organization", REMOVED, async ({ env, operator, orgId }) => {
    const child = await seedBelow(env, orgId);
    const path = `${ADMIN}/organizations/${child.orgId}`;
    return { ...goodbye(path, child.orgId), by: operator, logs: [PLATFORM, orgId] };
  }),
  adminPutQuota: route("quota", CHANGED, async ({ env, operator }) => {
    const { orgId } = await seedOrganization(env);
    return {
      by: operator,
      method: "PUT",
      path: `${ADMIN}/organizations/${orgId}/quota`,
      body: { eventsPerDay: 10 },
      targetId: orgId,
      logs: [PLATFORM, orgId],
    };
  }),
  adminCreateApiKey: route("api_key", MADE, async ({ operator, orgId }) => ({
    by: operator,
    method: "POST",
    path: `${ADMIN}/organizations/${orgId}/api-keys`,
    body: { name: "first" },
    targetId: answeredId,
    logs: [PLATFORM, orgId],
  })),
  adminPutEventTypeTemplate: route("event_type_template", MADE, async ({ operator }) => ({
    by: operator,
    method: "PUT",
    path: `${TEMPLATES}/walk.template`,
    body: { description: "x" },
    targetId: "walk.template",
  })),
  adminDeleteEventTypeTemplate: route("event_type_template", REMOVED, async ({ call, operator }) => {
    const path = `${TEMPLATES}/walk.removed`;
    await call(operator, "PUT", path, { description: "x" });
    return { by: operator, method: "DELETE", path, targetId: "walk.removed" };
  }),
  adminStartKeyRotation: route("key_rotation", MADE, async ({ operator }) => ({
    by: operator,
    method: "POST",
    path: `${ADMIN}/encryption/rotations`,
    body: { level: "data_keys" },
    targetId: answeredId,
  })),
  adminStartAuditExport: route("audit_export", MADE, async ({ operator }) => ({
    by: operator,
    method: "POST",
    path: `${ADMIN}/audit/exports`,
    body: {},
    targetId: answeredId,
  })),
};

/** Whoever makes one below calls it so. */
function goodbye(path: string, targetId: string) {
  return { method: "DELETE", path, body: { confirm: "Below" }, targetId };
}
