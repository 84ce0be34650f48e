/**
 * THE REGISTRY: what the access matrix cannot find out from the OpenAPI document. Whoever adds a route extends this file
 * and nothing else; the matrix says which entry is missing.
 */
import { ALL_PERMISSIONS, type Permission } from "#domain/access/permissions";
import { PLATFORM, PLATFORM_ROLE } from "#domain/access/roles";
import type { RejectedRequest } from "#domain/ingress/rejected-request";
import { ANY_DELIVERY } from "#domain/operations/delivery-filter";
import { ProxySchema } from "#http/schemas/proxy";
import { putLookupRows } from "#services/change-lookup-rows";
import type { Services } from "#services/composition";
import { createApiKey } from "#services/create-api-key";
import { createCredential } from "#services/create-credential";
import { beginSecondFactor, enableSecondFactor } from "#services/enrol-second-factor";
import { createOrganization } from "#services/manage-organization";
import { createVariable } from "#services/manage-variables";
import { createEventType, putEventTypeTemplate } from "#services/save-event-type";
import { createRole } from "#services/save-role";
import { createSource } from "#services/save-source";
import { startJob } from "#services/start-job";
import { startKeyRotation } from "#services/start-key-rotation";
import { blockLanes } from "../block-lanes.ts";
import { DEAD, record } from "../delivery-records.ts";
import { createGraphqlIntegration } from "../graphql-samples.ts";
import { codeOf, inviteSomebody, joinPerson, type Person, signInAgain } from "../join-person.ts";
import { PASSWORD } from "../open-people.ts";
import { createIntegration, makeLookupTable } from "../seed.ts";
import { makeAlert, makeAlertRule } from "../seed-alerts.ts";
import { endExports, endRotations, makeAuditEntry, makeExport } from "./background-work.ts";

/** An organization as the samples see it. Every name, URL and text that they make contains its marker. */
export interface Place {
  readonly env: Env;
  readonly services: Services;
  readonly orgId: string;
  /** The organization's name. */
  readonly name: string;
  /** Lower-case letters and digits that occur nowhere else. */
  readonly marker: string;
  /** What the route asks for. Whoever holds this alone can give away a role of it, and no other one. */
  readonly permission: Permission | null;
  /** Whose account it is, for routes of signed-in people. */
  readonly person: Person | null;
}

const LONG_AGO = "2026-01-01T00:00:00Z";

type Values = Readonly<Record<string, string>>;

/**
 * By a path up to a parameter: makes such a thing in the organization and answers its id. `before` has the values of the
 * parameters to the left of it.
 */
export const ROWS: Readonly<Record<string, (place: Place, before: Values) => Promise<string>>> = {
  // GraphQL, because that takes everything that a plain one takes as well.
  "/api/v1/integrations/{id}": async ({ env, services, orgId, marker }) => {
    const headers = { authorization: `Bearer ${marker}` };
    const url = `http://127.0.0.1:9/${marker}`;
    const id = await createGraphqlIntegration(env, services, orgId, marker, { url, headers });
    // Two: the list below it has a second page.
    await blockLanes(services, { orgId, integrationId: id }, [`=${marker}_a`, `=${marker}_b`]);
    // Its circuit is open: the list of those that are not closed shows it.
    await services.circuitStates.keep(orgId, {
      ...{ integrationId: id, phase: "open", since: services.now(), cause: "slow_calls" },
      ...{ reason: null, by: null, restsUntil: null, trips: 1 },
    });
    return id;
  },
  "/api/v1/integrations/{id}/secrets/{secretId}": async ({ services, orgId }, { id = "" }) => {
    const [newest] = await services.repositories.secrets.list(orgId, id);
    return newest?.id ?? "";
  },
  "/api/v1/sources/{id}": async ({ services, orgId, marker }) => {
    const { id } = await makeSource(services, orgId, marker);
    // Two: the list below it has a second page.
    for (const _ of [1, 2]) {
      const rejected = rejectedRequest(services.createId("rej"), id, marker, services.now());
      await services.rejectedRequests.insert(orgId, rejected);
    }
    return id;
  },
  "/api/v1/sources/{id}/secrets/{secretId}": async ({ services, orgId }, { id = "" }) =>
    (await services.sourceRepository.find(orgId, id))?.secrets[0]?.id ?? "",
  "/api/v1/sources/{id}/rejected/{rejectedId}": async ({ services, orgId, marker }, { id = "" }) => {
    const rejected = rejectedRequest(services.createId("rej"), id, marker, services.now());
    await services.rejectedRequests.insert(orgId, rejected);
    return rejected.id;
  },
  "/api/v1/event-types/{name}": async ({ services, orgId, marker }) => {
    const name = `${marker}.${crypto.randomUUID().slice(0, 8)}`;
    const type = { description: marker, schema: undefined, example: undefined };
    return (await createEventType(services, orgId, name, type)).name;
  },
  "/api/v1/lookup-tables/{name}": async ({ services, orgId, marker }) => {
    const name = await makeLookupTable(services, orgId, marker);
    // Two: the list below it has a second page.
    const rows = ["first", "second"].map((key) => ({
      key: `${marker}_${key}`,
      json: JSON.stringify(marker),
    }));
    await putLookupRows(services, orgId, name, "api_key:key_seed", rows, () => "");
    return name;
  },
  "/api/v1/lookup-tables/{name}/rows/{key}": async (place, { name }) => {
    const { services, orgId, marker } = place;
    const table = name ?? (await makeLookupTable(services, orgId, marker));
    await putLookupRows(
      services,
      orgId,
      table,
      "api_key:key_seed",
      [{ key: marker, json: JSON.stringify(marker) }],
      () => "",
    );
    return marker;
  },
  "/api/v1/lookup-tables/{name}/versions/{version}": async () => "1",
  "/api/v1/variables/{name}": async ({ services, orgId, marker }) => {
    const name = `${marker}_${crypto.randomUUID().slice(0, 8)}`;
    await createVariable(services, orgId, name, { value: marker, description: marker });
    return name;
  },
  "/api/v1/events/{id}": async (place) => (await makeDelivery(place)).eventId,
  "/api/v1/deliveries/{id}": async (place) => (await makeDelivery(place)).id,
  "/api/v1/dead-letters/{id}": async (place) => (await makeDelivery(place)).id,
  "/api/v1/proxy-calls/{id}": makeProxyCall,
  "/proxy/{integration}": async ({ env, orgId, marker }) => {
    const proxy = ProxySchema.parse({ methods: ["GET", "POST", "PUT", "PATCH", "DELETE"] });
    // Switched off: whoever may call it is told so, and no upstream is needed.
    return (await createIntegration(env, orgId, { name: marker, proxy, enabled: false })).id;
  },
  "/proxy/{integration}/{path}": async () => "orders",
  "/api/v1/jobs/{id}": async ({ services, orgId, marker }) =>
    (await startJob(services, orgId, "discard_dead_letters", { ...ANY_DELIVERY, text: marker })).id,
  "/api/v1/api-keys/{id}": async ({ services, orgId, marker }) => {
    // Narrow: whoever has only keys:rotate may not make the successor of a wider key.
    const request = { name: marker, scopes: ["keys:rotate" as const], expiresAt: null };
    return (await createApiKey(services, orgId, request, EVERYTHING)).record.id;
  },
  "/api/v1/rejected-events/{id}": async ({ services, orgId, marker }) => {
    const id = services.createId("rej");
    const event = { id, at: services.now(), eventType: `${marker}.sent`, eventId: null, errors: [] };
    const rejected = [{ ...event, excerpt: marker, correlationId: marker }];
    await services.validationRecords.add(orgId, [], rejected);
    return id;
  },
  "/api/v1/roles/{id}": async ({ services, orgId, marker }) => {
    const name = `${marker} ${crypto.randomUUID().slice(0, 8)}`;
    const draft = { name, description: marker, permissions: new Set(["roles:update" as const]) };
    return (await createRole(services, orgId, draft, EVERYTHING.permissions)).id;
  },
  "/api/v1/alert-rules/{id}": async ({ services, orgId, marker }) =>
    (await makeAlertRule(services, orgId, marker)).id,
  "/api/v1/alerts/{id}": async ({ services, orgId, marker }) => {
    const rule = await makeAlertRule(services, orgId, marker);
    return makeAlert(services, orgId, rule.id, marker);
  },
  "/api/v1/credentials/{id}": async ({ services, orgId, marker }) => {
    const { name, ...settings } = credential(marker);
    return (await createCredential(services, orgId, { name, settings })).id;
  },
  "/api/v1/organization/children/{id}": makeChild,
  "/api/v1/members/{userId}": async (place) =>
    (await joinPerson(place.services, place.orgId, await makeNarrowRole(place), place.marker)).userId,
  "/api/v1/invitations/{id}": async (place) => {
    const { services, orgId, marker } = place;
    return (await inviteSomebody(services, orgId, await makeNarrowRole(place), marker)).invitation.id;
  },
  "/api/v1/auth/sessions/{id}": async (place) =>
    (await signInAgain(place.services, personOf(place).email)).sessionId,
  "/api/v1/audit/{seq}": ({ services, orgId, marker }) => makeAuditEntry(services, orgId, marker),
  "/api/v1/audit/exports/{id}": ({ services, orgId, marker }) => makeExport(services, orgId, marker),
  "/api/v1/admin/audit/{seq}": ({ services, marker }) => makeAuditEntry(services, PLATFORM, marker),
  "/api/v1/admin/audit/exports/{id}": ({ services, marker }) => makeExport(services, PLATFORM, marker),
  "/api/v1/admin/members/{userId}": async ({ services, marker }) =>
    (await joinPerson(services, PLATFORM, PLATFORM_ROLE, marker)).userId,
  "/api/v1/admin/invitations/{id}": async ({ services, marker }) =>
    (await inviteSomebody(services, PLATFORM, PLATFORM_ROLE, marker)).invitation.id,
  "/api/v1/admin/encryption/rotations/{id}": async ({ services }) => {
    await endRotations(services);
    return (await startKeyRotation(services, "data_keys")).id;
  },
  "/api/v1/admin/organizations/{id}": makeChild,
  "/api/v1/admin/event-type-templates/{name}": async ({ services }) => {
    const name = `template.t${crypto.randomUUID().slice(0, 8)}`;
    const type = { description: "", schema: undefined, example: undefined };
    await putEventTypeTemplate(services, name, type);
    return name;
  },
};

/** Lists that show what is made for another path. */
export const FILLED_BY: Readonly<Record<string, string>> = {
  "/api/v1/integration-health": "/api/v1/integrations/{id}",
  "/api/v1/circuits": "/api/v1/integrations/{id}",
  "/api/v1/search": "/api/v1/integrations/{id}",
  "/api/v1/overview": "/api/v1/deliveries/{id}",
  "/api/v1/badges": "/api/v1/deliveries/{id}",
  "/api/v1/deliveries/tail": "/api/v1/deliveries/{id}",
  "/api/v1/dead-letters/summary": "/api/v1/deliveries/{id}",
  "/api/v1/audit/export": "/api/v1/audit/{seq}",
  "/api/v1/audit/verification": "/api/v1/audit/{seq}",
  "/api/v1/admin/audit/export": "/api/v1/admin/audit/{seq}",
  "/api/v1/admin/audit/verification": "/api/v1/admin/audit/{seq}",
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
  putGraphqlSchema: ({ marker }) => ({ sdl: `type Query { ${marker}: Int }` }),
  dryRunIntegration: ({ marker }) => ({ payload: { text: marker } }),
  createAlertRule: ({ marker }) => ({ name: marker, condition: { kind: "disabled" } }),
  updateAlertRule: ({ marker }) => ({ name: marker }),
  createVariable: ({ marker }) => ({ name: `${marker}_${crypto.randomUUID().slice(0, 8)}`, value: marker }),
  updateVariable: ({ marker }) => ({ value: marker }),
  rotateSigningSecret: () => ({}),
  createSource: ({ marker }) => sourceOf(marker),
  updateSource: ({ marker }) => ({ name: marker }),
  rotateSourceToken: () => ({}),
  addSourceSecret: ({ marker }) => ({ secret: `another secret of ${marker}` }),
  checkSchema: () => ({ schema: { type: "object" }, payloads: [{}] }),
  reportIntegrationValidation: () => ({ schema: { type: "object" } }),
  pauseIntegration: ({ marker }) => ({ reason: marker }),
  resumeIntegration: ({ marker }) => ({ reason: marker }),
  reportEventTypeValidation: () => ({ schema: { type: "object" } }),
  createEventType: ({ marker }) => ({ name: `${marker}.${crypto.randomUUID().slice(0, 8)}` }),
  createLookupTable: ({ marker }) => ({
    name: `t${marker}_${crypto.randomUUID().slice(0, 8)}`,
    description: marker,
  }),
  updateLookupTable: ({ marker }) => ({ description: marker }),
  putLookupRows: ({ marker }) => ({ rows: [{ key: marker, value: 1 }] }),
  putLookupRow: () => ({ value: 1 }),
  importLookupTable: ({ marker }) => [{ key: marker, value: 1 }],
  previewRetryPolicy: () => ({}),
  previewDeliverySchedule: () => ({}),
  replayDeliveries: ({ marker }) => ({ filter: { from: LONG_AGO, text: marker } }),
  cancelDeliveries: ({ marker }) => ({ filter: { text: marker } }),
  recoverIntegration: () => ({ since: LONG_AGO }),
  backfillIntegration: ({ marker }) => ({ since: LONG_AGO, eventType: `${marker}.sent` }),
  retryDeadLetters: ({ marker }) => ({ filter: { text: marker } }),
  discardDeadLetters: ({ marker }) => ({ filter: { text: marker } }),
  createRole: ({ marker }) => ({
    name: `${marker} ${crypto.randomUUID().slice(0, 8)}`,
    permissions: ["roles:create"],
  }),
  createApiKey: ({ marker }) => ({ name: marker }),
  adminCreateOrganization: ({ marker }) => ({ name: marker }),
  createChild: ({ marker }) => ({ name: marker }),
  deleteOrganization: ({ name }) => ({ confirm: name, cascade: true }),
  deleteChild: ({ name }) => ({ confirm: name }),
  adminDeleteOrganization: ({ name }) => ({ confirm: name }),
  createCredential: ({ marker }) => credential(marker),
  replaceCredential: ({ marker }) => credential(marker),
  updateCredential: ({ marker }) => ({ name: marker }),
  createInvitation: async (place) => ({
    email: `${place.marker}@example.test`,
    roleId: await makeNarrowRole(place),
  }),
  adminCreateInvitation: ({ marker }) => ({ email: `${marker}@example.test`, roleId: PLATFORM_ROLE }),
  updateMember: async (place) => ({ roleId: await makeNarrowRole(place) }),
  adminUpdateMember: () => ({ roleId: PLATFORM_ROLE }),
  signIn: (place) => ({ email: personOf(place).email, password: PASSWORD }),
  acceptInvitation: async ({ services, orgId, marker }) => {
    const { token } = await inviteSomebody(services, orgId, "viewer", marker);
    return { token, name: marker, password: PASSWORD };
  },
  lookAtInvitation: async ({ services, orgId, marker }) => ({
    token: (await inviteSomebody(services, orgId, "viewer", marker)).token,
  }),
  changePassword: () => ({ currentPassword: PASSWORD, newPassword: `${PASSWORD} two` }),
  beginSecondFactor: () => ({ password: PASSWORD }),
  enableSecondFactor: async (place) => ({ code: await beginFactor(place) }),
  disableSecondFactor: async (place) => {
    const { services } = place;
    const [code] = await enableSecondFactor(services, personOf(place).userId, await beginFactor(place));
    return { password: PASSWORD, code };
  },
  startAuditExport: async ({ services, orgId }) => {
    await endExports(services, orgId);
    return { format: "csv" };
  },
  adminStartAuditExport: async ({ services }) => {
    await endExports(services, PLATFORM);
    return { format: "csv" };
  },
  adminStartKeyRotation: async ({ services }) => {
    await endRotations(services);
    return { level: "key_encryption_keys" };
  },
};

/** By operation: a query without which it does not succeed. */
export const QUERIES: Readonly<Record<string, (place: Place) => string>> = {
  search: ({ marker }) => `q=${marker}`,
};

/** By operation: headers without which it does not succeed. */
export const HEADERS: Readonly<Record<string, (place: Place) => Readonly<Record<string, string>>>> = {
  refreshSession: (place) => ({ cookie: personOf(place).cookie }),
  signOut: (place) => ({ cookie: personOf(place).cookie }),
};

/** By operation: where a walk that has no pages goes on; lists with pages answer their own cursors. */
export const CURSORS: Readonly<Record<string, string>> = {
  verifyAuditLog: `0:${"0".repeat(64)}`,
  adminVerifyAuditLog: `0:${"0".repeat(64)}`,
};

interface Exception {
  readonly statuses: readonly number[];
  readonly why: string;
}

const PROXY_OPERATIONS = ["proxyGet", "proxyPost", "proxyPut", "proxyPatch", "proxyDelete"];
const SWITCHED_OFF: Exception = {
  statuses: [409],
  why: "the sample is switched off; the end-to-end tests of the proxy call a real upstream",
};

/** By operation: what a caller who may do it is answered, where that is not a 2xx. */
export const SUCCEEDS_WITH: Readonly<Record<string, Exception>> = {
  retireSigningSecret: { statuses: [409], why: "the only secret of an integration cannot be retired" },
  undoJob: { statuses: [409], why: "the sample is running; the jobs' own tests take one back that is over" },
  introspectGraphql: { statuses: [409], why: "no endpoint is there that could tell its schema" },
  ...Object.fromEntries(PROXY_OPERATIONS.map((operation) => [operation, SWITCHED_OFF])),
  finishAuthorization: {
    statuses: [400],
    why: "nobody has begun, and no provider is there; the credentials' own tests come back from a real one",
  },
};

/** By operation: an organization below has a part in this row by design, and is answered so instead of 404. */
export const SHARED_WITH_BELOW: Readonly<Record<string, Exception>> = {
  listRoles: { statuses: [200], why: "roles can be given below" },
  getRole: { statuses: [200], why: "roles can be given below" },
  updateRole: { statuses: [409], why: "a role from above is changed only there" },
  deleteRole: { statuses: [409], why: "a role from above is changed only there" },
};

/** Operations that show what lies below to whoever asks above, without naming it. */
export const SHOWS_BELOW: ReadonlySet<string> = new Set(["listChildren", "listMyOrganizations"]);

/** Operations on any organization below, on whatever level: whoever is above the target reaches its children too. */
export const REACHES_BELOW: ReadonlySet<string> = new Set(["deleteChild", "putChildQuota"]);

/** Operations that answer a row without any of its names, so their answer does not prove that the row was there. */
export const WITHOUT_NAMES: ReadonlySet<string> = new Set([
  ...PROXY_OPERATIONS,
  "listSigningSecrets",
  "listLookupVersions",
  "listAuditExports",
  "getAuditExport",
  "verifyAuditLog",
  "reportIntegrationValidation",
  "getIntegrationValidationMetrics",
  "getIntegrationCircuit",
  "getOverview",
  "getBadges",
  "summarizeDeadLetters",
  "search",
  "reportEventTypeValidation",
  "getEventTypeValidationMetrics",
]);

/** Afterwards the target itself is gone: whoever may do it gets a world of their own. */
export const ENDS_ITS_ORGANIZATION: ReadonlySet<string> = new Set(["deleteOrganization"]);

/** The platform has one role, and it allows everything: who holds less can neither give it nor take it. */
export const GIVES_OR_TAKES_THE_PLATFORMS_ROLE: ReadonlySet<string> = new Set([
  "adminCreateInvitation",
  "adminUpdateMember",
  "adminRemoveMember",
]);

/** They read or set the refresh cookie, or speak of people, so a browser may send them from the gateway's own pages only. */
export const ONLY_FROM_OWN_PAGES: ReadonlySet<string> = new Set([
  "signIn",
  "refreshSession",
  "signOut",
  "acceptInvitation",
  "lookAtInvitation",
]);

/** Public, and answered under a flood too. */
export const WITHOUT_LIMIT: ReadonlySet<string> = new Set(["getHealth"]);

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

async function makeProxyCall({ services, orgId, marker }: Place): Promise<string> {
  const id = services.createId("pxc");
  const call = {
    id,
    integrationId: `int_${marker}`,
    at: services.now(),
    method: "GET",
    path: `/${marker}`,
    httpStatus: 200,
    gatewayError: null,
    category: null,
    cache: "bypass" as const,
    durationMs: 1,
    totalMs: 1,
    requestBytes: 0,
    responseBytes: 0,
    caller: "operator",
    correlationId: marker,
    detail: null,
    traceAt: null,
  };
  await services.proxyCallLog.record(orgId, [call], { day: "2026-01-01", bytes: 0 });
  return id;
}

async function makeChild({ services, orgId, name }: Place): Promise<string> {
  return (await createOrganization(services, { name, parentId: orgId })).id;
}

async function makeNarrowRole({ services, orgId, marker, permission }: Place): Promise<string> {
  if (permission === null) return "viewer";
  const name = `${marker} ${crypto.randomUUID().slice(0, 8)}`;
  const draft = { name, description: marker, permissions: new Set([permission]) };
  return (await createRole(services, orgId, draft, EVERYTHING.permissions)).id;
}

function sourceOf(marker: string) {
  const settings = { scheme: "hmac", header: "X-Signature" };
  return { name: marker, provider: "generic", secret: `secret of ${marker}`, settings };
}

async function makeSource(services: Services, orgId: string, marker: string) {
  const { provider, ...source } = sourceOf(marker);
  return (await createSource(services, orgId, provider, source)).record;
}

function rejectedRequest(id: string, sourceId: string, marker: string, at: number): RejectedRequest {
  return {
    ...{ id, sourceId, at, reason: "signature_mismatch", detail: marker, method: "POST", status: 401 },
    ...{ ip: "", headers: {}, query: "", bodyBytes: 0, bodyAt: null },
  };
}

/** The one kind that can be authorized; its provider does not answer. */
function credential(marker: string) {
  const config = {
    authorizationUrl: "https://provider.example.test/authorize",
    tokenUrl: "http://127.0.0.1:9/token",
    clientId: marker,
    clientSecret: `secret of ${marker}`,
    scopes: [],
    authentication: "basic" as const,
    issuer: null,
    authorizationParameters: {},
  };
  return { name: marker, kind: "oauth2_authorization_code" as const, config };
}

/** The first code of an authenticator that is being enrolled. */
async function beginFactor(place: Place): Promise<string> {
  const { services } = place;
  const { secret } = await beginSecondFactor(services, personOf(place).userId, PASSWORD);
  return codeOf(secret, services.now());
}

function personOf({ person }: Place): Person {
  if (person === null) throw new Error("This row is a person's, and there is nobody here.");
  return person;
}
