import type { Services } from "#services/composition";
import { DEAD, record } from "#testing/delivery-records";
import { createIntegration } from "#testing/seed";

/** Where a test of the audit log stands: one organization, with a key that may do everything in it. */
export interface AuditWorld {
  readonly env: Env;
  readonly services: Services;
  readonly orgId: string;
  readonly apiKey: string;
  readonly adminToken: string;
  call(bearer: string, method: string, path: string, body?: unknown): Promise<{ id: string }>;
}

export interface AuditedCall {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}

/** One call of an audited route that succeeds, and what its entry must have. */
export interface AuditedRoute {
  readonly as: "apiKey" | "adminToken";
  /** The target's kind, as the log names it. */
  readonly target: string;
  readonly has: readonly ("before" | "after")[];
  /** The organization's log has the entry too, for routes of the platform. */
  readonly alsoInOrganization?: boolean;
  /** Makes what the call needs. */
  arrange(world: AuditWorld): Promise<AuditedCall>;
}

/** A route is called more than once, and a name can be given only once. */
let counter = 0;

const SHOP = { name: "Shop", eventTypes: ["order.*"], url: "https://example.com/hook" };
const BOTH = ["before", "after"] as const;

/**
 * Every route that declares an audited action, by its operationId. The walk in http/audited-routes.test.ts fails for one
 * that is not here: whoever adds a route says here how it is called.
 */
export const AUDITED_ROUTES: Readonly<Record<string, AuditedRoute>> = {
  createApiKey: byKey("api_key", ["after"], async () => post("/api/v1/api-keys", { name: "ci" })),
  revokeApiKey: byKey("api_key", BOTH, async ({ call, apiKey }) => {
    const { id } = await call(apiKey, "POST", "/api/v1/api-keys", { name: "old" });
    return { method: "DELETE", path: `/api/v1/api-keys/${id}` };
  }),
  createIntegration: byKey("integration", ["after"], async () => post("/api/v1/integrations", SHOP)),
  updateIntegration: byKey("integration", BOTH, async (world) => ({
    method: "PATCH",
    path: `/api/v1/integrations/${await integration(world)}`,
    body: { name: "Renamed" },
  })),
  replaceIntegration: byKey("integration", BOTH, async (world) => ({
    method: "PUT",
    path: `/api/v1/integrations/${await integration(world)}`,
    body: SHOP,
  })),
  deleteIntegration: byKey("integration", ["before"], async (world) => ({
    method: "DELETE",
    path: `/api/v1/integrations/${await integration(world)}`,
  })),
  rotateSigningSecret: byKey("signing_secret", BOTH, async (world) =>
    post(`/api/v1/integrations/${await integration(world)}/secrets/rotate`, {}),
  ),
  retireSigningSecret: byKey("signing_secret", BOTH, async (world) => {
    const id = await integration(world);
    const secrets = await world.services.repositories.secrets.list(world.orgId, id);
    await world.call(world.apiKey, "POST", `/api/v1/integrations/${id}/secrets/rotate`, {});
    return post(`/api/v1/integrations/${id}/secrets/${secrets[0]?.id}/retire`, {});
  }),
  createEventType: byKey("event_type", ["after"], async () =>
    post("/api/v1/event-types", { name: "walk.made" }),
  ),
  updateEventType: byKey("event_type", BOTH, async ({ call, apiKey }) => {
    const name = `walk.n${counter++}`;
    await call(apiKey, "POST", "/api/v1/event-types", { name });
    return { method: "PATCH", path: `/api/v1/event-types/${name}`, body: { description: "new" } };
  }),
  archiveEventType: byKey("event_type", BOTH, async ({ call, apiKey }) => {
    await call(apiKey, "POST", "/api/v1/event-types", { name: "walk.gone" });
    return { method: "DELETE", path: "/api/v1/event-types/walk.gone" };
  }),
  updateOrganization: byKey("organization", BOTH, async () => ({
    method: "PATCH",
    path: "/api/v1/organization",
    body: { name: "Renamed" },
  })),
  replayDelivery: byKey("delivery", BOTH, async (world) =>
    post(`/api/v1/deliveries/${await deadLetter(world)}/replay`),
  ),
  retryDeadLetter: byKey("delivery", BOTH, async (world) =>
    post(`/api/v1/dead-letters/${await deadLetter(world)}/retry`),
  ),
  discardDeadLetter: byKey("delivery", BOTH, async (world) =>
    post(`/api/v1/dead-letters/${await deadLetter(world)}/discard`),
  ),
  retryDeadLetters: byKey("job", ["after"], async () => post("/api/v1/dead-letters/retry", { filter: {} })),
  discardDeadLetters: byKey("job", ["after"], async () =>
    post("/api/v1/dead-letters/discard", { filter: {} }),
  ),
  cancelJob: byKey("job", BOTH, async ({ call, apiKey }) => {
    const { id } = await call(apiKey, "POST", "/api/v1/dead-letters/retry", { filter: {} });
    return post(`/api/v1/jobs/${id}/cancel`);
  }),
  startAuditExport: byKey("audit_export", ["after"], async () =>
    post("/api/v1/audit/exports", { format: "csv" }),
  ),
  adminStartAuditExport: byOperator("audit_export", ["after"], async () =>
    post("/api/v1/admin/audit/exports", {}),
  ),
  adminCreateOrganization: byOperator("organization", ["after"], async () =>
    post("/api/v1/admin/organizations", { name: "New" }),
  ),
  adminCreateApiKey: {
    ...byOperator("api_key", ["after"], async ({ orgId }) =>
      post(`/api/v1/admin/organizations/${orgId}/api-keys`, { name: "first" }),
    ),
    alsoInOrganization: true,
  },
  adminPutEventTypeTemplate: byOperator("event_type_template", ["after"], async () => ({
    method: "PUT",
    path: "/api/v1/admin/event-type-templates/walk.template",
    body: { description: "x" },
  })),
  adminDeleteEventTypeTemplate: byOperator(
    "event_type_template",
    ["before"],
    async ({ call, adminToken }) => {
      await call(adminToken, "PUT", "/api/v1/admin/event-type-templates/walk.removed", { description: "x" });
      return { method: "DELETE", path: "/api/v1/admin/event-type-templates/walk.removed" };
    },
  ),
};

function byKey(target: string, has: AuditedRoute["has"], arrange: AuditedRoute["arrange"]): AuditedRoute {
  return { as: "apiKey", target, has, arrange };
}

function byOperator(
  target: string,
  has: AuditedRoute["has"],
  arrange: AuditedRoute["arrange"],
): AuditedRoute {
  return { as: "adminToken", target, has, arrange };
}

function post(path: string, body?: unknown): AuditedCall {
  return { method: "POST", path, body };
}

async function integration({ env, orgId }: AuditWorld): Promise<string> {
  return (await createIntegration(env, orgId)).id;
}

async function deadLetter(world: AuditWorld): Promise<string> {
  const integrationId = await integration(world);
  const [dead] = await record(world.services, world.orgId, [{ ...DEAD, integrationId }]);
  return dead?.id ?? "";
}
