/**
 * THE REGISTRY: what the access matrix cannot find out from the OpenAPI document. Whoever adds a route extends this file
 * and nothing else; the matrix says which entry is missing.
 */
import { ALL_PERMISSIONS } from "#domain/access/permissions";
import { ANY_DELIVERY } from "#domain/operations/delivery-filter";
import type { Services } from "#services/composition";
import { createApiKey } from "#services/create-api-key";
import { createEventType, putEventTypeTemplate } from "#services/save-event-type";
import { createRole } from "#services/save-role";
import { startJob } from "#services/start-job";
import { DEAD, record } from "../delivery-records.ts";
import { createIntegration } from "../seed.ts";

/** An organization as the samples see it. Every name, URL and text that they make contains its marker. */
export interface Place {
  readonly env: Env;
  readonly services: Services;
  readonly orgId: string;
  /** Lower-case letters and digits that occur nowhere else. */
  readonly marker: string;
}

type Values = Readonly<Record<string, string>>;

/**
 * By a path up to a parameter: makes such a thing in the organization and answers its id. `before` has the values of the
 * parameters to the left of it.
 */
export const ROWS: Readonly<Record<string, (place: Place, before: Values) => Promise<string>>> = {
  "/api/v1/integrations/{id}": async ({ env, orgId, marker }) => {
    const headers = { authorization: `Bearer ${marker}` };
    const url = `http://127.0.0.1:9/${marker}`;
    return (await createIntegration(env, orgId, { name: marker, url, headers })).id;
  },
  "/api/v1/integrations/{id}/secrets/{secretId}": async ({ services, orgId }, { id = "" }) => {
    const [newest] = await services.repositories.secrets.list(orgId, id);
    return newest?.id ?? "";
  },
  "/api/v1/event-types/{name}": async ({ services, orgId, marker }) => {
    const name = `${marker}.${crypto.randomUUID().slice(0, 8)}`;
    const type = { description: marker, schema: undefined, example: undefined };
    return (await createEventType(services, orgId, name, type)).name;
  },
  "/api/v1/events/{id}": async (place) => (await makeDelivery(place)).eventId,
  "/api/v1/deliveries/{id}": async (place) => (await makeDelivery(place)).id,
  "/api/v1/dead-letters/{id}": async (place) => (await makeDelivery(place)).id,
  "/api/v1/jobs/{id}": async ({ services, orgId, marker }) =>
    (await startJob(services, orgId, "discard_dead_letters", { ...ANY_DELIVERY, text: marker })).id,
  "/api/v1/api-keys/{id}": async ({ services, orgId, marker }) => {
    // Narrow: whoever has only keys:rotate may not make the successor of a wider key.
    const request = { name: marker, scopes: ["keys:rotate" as const], expiresAt: null };
    return (await createApiKey(services, orgId, request, EVERYTHING)).record.id;
  },
  "/api/v1/roles/{id}": async ({ services, orgId, marker }) => {
    const name = `${marker} ${crypto.randomUUID().slice(0, 8)}`;
    const draft = { name, description: marker, permissions: new Set(["roles:update" as const]) };
    return (await createRole(services, orgId, draft, EVERYTHING.permissions)).id;
  },
  "/api/v1/admin/organizations/{id}": async ({ orgId }) => orgId,
  "/api/v1/admin/event-type-templates/{name}": async ({ services }) => {
    const name = `template.t${crypto.randomUUID().slice(0, 8)}`;
    const type = { description: "", schema: undefined, example: undefined };
    await putEventTypeTemplate(services, name, type);
    return name;
  },
};

/**
 * By operation: a body that succeeds, where the one that is made up from the schema does not. Its ids may be rows of the
 * organization; its marker is a word of the caller's own.
 */
export const BODIES: Readonly<Record<string, (place: Place) => unknown>> = {
  postEvent: ({ marker }) => ({ type: "order.created", payload: { text: marker } }),
  postEventBatch: ({ marker }) => ({ events: [{ type: "order.created", payload: { text: marker } }] }),
  createIntegration: ({ marker }) => ({
    name: marker,
    eventTypes: ["*"],
    url: `http://127.0.0.1:9/${marker}`,
  }),
  replaceIntegration: ({ marker }) => ({
    name: marker,
    eventTypes: ["*"],
    url: `http://127.0.0.1:9/${marker}`,
  }),
  rotateSigningSecret: () => ({}),
  createEventType: ({ marker }) => ({ name: `${marker}.${crypto.randomUUID().slice(0, 8)}` }),
  retryDeadLetters: ({ marker }) => ({ filter: { text: marker } }),
  discardDeadLetters: ({ marker }) => ({ filter: { text: marker } }),
  createRole: ({ marker }) => ({
    name: `${marker} ${crypto.randomUUID().slice(0, 8)}`,
    permissions: ["roles:create"],
  }),
  createApiKey: ({ marker }) => ({ name: marker }),
  adminCreateOrganization: ({ marker }) => ({ name: marker }),
};

interface Exception {
  readonly statuses: readonly number[];
  readonly why: string;
}

/** By operation: what a caller who may do it is answered, where that is not a 2xx. */
export const SUCCEEDS_WITH: Readonly<Record<string, Exception>> = {
  retireSigningSecret: { statuses: [409], why: "the only secret of an integration cannot be retired" },
};

/** By operation: an organization below has a part in this row by design, and is answered so instead of 404. */
export const SHARED_WITH_BELOW: Readonly<Record<string, Exception>> = {
  listRoles: { statuses: [200], why: "roles can be given below" },
  getRole: { statuses: [200], why: "roles can be given below" },
  updateRole: { statuses: [409], why: "a role from above is changed only there" },
  deleteRole: { statuses: [409], why: "a role from above is changed only there" },
};

/** Operations that show what lies below to whoever asks above, without naming it. */
export const SHOWS_BELOW: ReadonlySet<string> = new Set<string>([]);

/** Operations that answer a row without any of its names, so their answer does not prove that the row was there. */
export const WITHOUT_NAMES: ReadonlySet<string> = new Set(["listSigningSecrets"]);

const EVERYTHING = { id: "operator", permissions: new Set(ALL_PERMISSIONS) };

/** A dead letter, with a real integration: it can be read, replayed, retried and discarded. */
async function makeDelivery(place: Place) {
  const { env, services, orgId, marker } = place;
  const { id: integrationId } = await createIntegration(env, orgId, { name: marker });
  const [made] = await record(services, orgId, [
    {
      ...DEAD,
      integrationId,
      eventId: `${marker}-${crypto.randomUUID().slice(0, 8)}`,
      eventType: `${marker}.sent`,
      detail: marker,
    },
  ]);
  if (made === undefined) throw new Error("The delivery was not recorded.");
  return made;
}
