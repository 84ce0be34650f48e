import { runJob } from "#services/run-job";
import { DEAD, record } from "../delivery-records.ts";
import { createGraphqlIntegration } from "../graphql-samples.ts";
import { createIntegration } from "../seed.ts";
import { makeAlert, makeAlertRule } from "../seed-alerts.ts";
import { type AuditedRoutes, answeredId, CHANGED, MADE, REMOVED, route } from "./route.ts";
import type { AuditWorld } from "./world.ts";

const INTEGRATIONS = "/api/v1/integrations";
const EVENT_TYPES = "/api/v1/event-types";
const TABLES = "/api/v1/lookup-tables";
const VARIABLES = "/api/v1/variables";
const DEAD_LETTERS = "/api/v1/dead-letters";
const LONG_AGO = "2026-01-01T00:00:00Z";
const SHOP = { name: "Shop", eventTypes: ["order.*"], url: "https://example.com/hook" };

/** Integrations, event types, and what is done with dead letters. */
export const CONFIGURATION: AuditedRoutes = {
  createIntegration: route("integration", MADE, async () => ({
    method: "POST",
    path: INTEGRATIONS,
    body: SHOP,
    targetId: answeredId,
  })),
  updateIntegration: route("integration", CHANGED, async (world) => ({
    ...(await onIntegration(world, "PATCH")),
    body: { name: "Renamed" },
  })),
  replaceIntegration: route("integration", CHANGED, async (world) => ({
    ...(await onIntegration(world, "PUT")),
    body: SHOP,
  })),
  deleteIntegration: route("integration", REMOVED, (world) => onIntegration(world, "DELETE")),
  pauseIntegration: route("integration", CHANGED, (world) => onCircuit(world, "pause")),
  resumeIntegration: route("integration", CHANGED, (world) => onCircuit(world, "resume")),
  rotateSigningSecret: route("signing_secret", CHANGED, async (world) => {
    const { path } = await onIntegration(world, "POST");
    return { method: "POST", path: `${path}/secrets/rotate`, body: {}, targetId: answeredId };
  }),
  retireSigningSecret: route("signing_secret", CHANGED, async (world) => {
    const { path, targetId } = await onIntegration(world, "POST");
    const [secret] = await world.services.repositories.secrets.list(world.orgId, targetId);
    const id = secret?.id ?? "";
    await world.call(world.key, "POST", `${path}/secrets/rotate`, {});
    return { method: "POST", path: `${path}/secrets/${id}/retire`, body: {}, targetId: id };
  }),
  introspectGraphql: route("graphql_schema", CHANGED, (world) => onGraphql(world, "POST", "introspect")),
  putGraphqlSchema: route("graphql_schema", CHANGED, async (world) => ({
    ...(await onGraphql(world, "PUT", "schema")),
    body: { sdl: "type Query { b: Int }" },
  })),
  deleteGraphqlSchema: route("graphql_schema", REMOVED, (world) => onGraphql(world, "DELETE", "schema")),
  executeGraphql: route("integration", MADE, async (world) => ({
    ...(await onGraphql(world, "POST", "execute")),
    body: { document: "{ a }" },
  })),
  createAlertRule: route("alert_rule", MADE, async () => ({
    method: "POST",
    path: "/api/v1/alert-rules",
    body: { name: "Dead", condition: { kind: "dead_letters" } },
    targetId: answeredId,
  })),
  createDefaultAlertRules: route("organization", MADE, async ({ orgId }) => ({
    method: "POST",
    path: "/api/v1/alert-rules/defaults",
    targetId: orgId,
  })),
  updateAlertRule: route("alert_rule", CHANGED, async (world) => ({
    ...(await onAlertRule(world, "PATCH")),
    body: { name: "Renamed" },
  })),
  deleteAlertRule: route("alert_rule", REMOVED, (world) => onAlertRule(world, "DELETE")),
  acknowledgeAlert: route("alert", CHANGED, async ({ services, orgId }) => {
    const { id: ruleId } = await makeAlertRule(services, orgId, "walk");
    const id = await makeAlert(services, orgId, ruleId, "walk");
    return { method: "POST", path: `/api/v1/alerts/${id}/acknowledge`, targetId: id };
  }),
  createVariable: route("variable", MADE, async () => {
    const name = `WALK_${crypto.randomUUID().slice(0, 8)}`;
    return { method: "POST", path: VARIABLES, body: { name, value: "first" }, targetId: name };
  }),
  updateVariable: route("variable", CHANGED, async (world) => ({
    ...(await onVariable(world, "PUT")),
    body: { value: "another" },
  })),
  deleteVariable: route("variable", REMOVED, (world) => onVariable(world, "DELETE")),
  createEventType: route("event_type", MADE, async () => {
    const name = anyType();
    return { method: "POST", path: EVENT_TYPES, body: { name }, targetId: name };
  }),
  updateEventType: route("event_type", CHANGED, async (world) => ({
    ...(await onEventType(world, "PATCH")),
    body: { description: "new" },
  })),
  archiveEventType: route("event_type", CHANGED, (world) => onEventType(world, "DELETE")),
  createLookupTable: route("lookup_table", MADE, async () => {
    const name = anyTable();
    return { method: "POST", path: TABLES, body: { name }, targetId: name };
  }),
  updateLookupTable: route("lookup_table", CHANGED, async (world) => ({
    ...(await onTable(world, "PATCH")),
    body: { description: "new" },
  })),
  deleteLookupTable: route("lookup_table", REMOVED, (world) => onTable(world, "DELETE")),
  putLookupRows: route("lookup_table", CHANGED, async (world) => ({
    ...(await onTable(world, "POST", "/rows")),
    body: { rows: [{ key: "a", value: 2 }] },
  })),
  putLookupRow: route("lookup_table", CHANGED, async (world) => ({
    ...(await onTable(world, "PUT", "/rows/a")),
    body: { value: 2 },
  })),
  deleteLookupRow: route("lookup_table", REMOVED, (world) => onTable(world, "DELETE", "/rows/a")),
  importLookupTable: route("lookup_table", CHANGED, async (world) => ({
    ...(await onTable(world, "PUT", "/content")),
    body: { b: 1 },
  })),
  restoreLookupVersion: route("lookup_table", CHANGED, (world) =>
    onTable(world, "POST", "/versions/1/restore"),
  ),
  replayDelivery: route("delivery", CHANGED, (world) => onDeadLetter(world, "/api/v1/deliveries", "replay")),
  retryDeadLetter: route("delivery", CHANGED, (world) => onDeadLetter(world, DEAD_LETTERS, "retry")),
  discardDeadLetter: route("delivery", CHANGED, (world) => onDeadLetter(world, DEAD_LETTERS, "discard")),
  retryDeadLetters: route("job", MADE, async () => bulk("retry")),
  replayDeliveries: route("job", MADE, async () => ({
    method: "POST",
    path: "/api/v1/deliveries/replay",
    body: { filter: { from: LONG_AGO } },
    targetId: answeredId,
  })),
  cancelDeliveries: route("job", MADE, async () => ({
    method: "POST",
    path: "/api/v1/deliveries/cancel",
    body: { filter: {} },
    targetId: answeredId,
  })),
  recoverIntegration: route("job", MADE, (world) => onRecovery(world, "recover")),
  backfillIntegration: route("job", MADE, (world) => onRecovery(world, "backfill")),
  undoJob: route("job", MADE, async (world) => {
    const { env, services, orgId, call, key } = world;
    const { id: integrationId } = await createIntegration(env, orgId);
    const [dead] = await record(services, orgId, [{ ...DEAD, integrationId }]);
    const filter = { ids: [dead?.id ?? ""] };
    const { id: jobId } = await call(key, "POST", `${DEAD_LETTERS}/discard`, { filter });
    await runJob(services, { orgId, jobId });
    return { method: "POST", path: `/api/v1/jobs/${jobId}/undo`, targetId: answeredId };
  }),
  discardDeadLetters: route("job", MADE, async () => bulk("discard")),
  cancelJob: route("job", CHANGED, async ({ call, key }) => {
    const { id } = await call(key, "POST", `${DEAD_LETTERS}/retry`, { filter: {} });
    return { method: "POST", path: `/api/v1/jobs/${id}/cancel`, targetId: id };
  }),
  startAuditExport: route("audit_export", MADE, async () => ({
    method: "POST",
    path: "/api/v1/audit/exports",
    body: { format: "csv" },
    targetId: answeredId,
  })),
};

async function onAlertRule({ services, orgId }: AuditWorld, method: string) {
  const { id } = await makeAlertRule(services, orgId, "walk");
  return { method, path: `/api/v1/alert-rules/${id}`, targetId: id };
}

async function onRecovery({ env, orgId }: AuditWorld, verb: string) {
  const { id } = await createIntegration(env, orgId);
  const body = { since: LONG_AGO };
  return { method: "POST", path: `${INTEGRATIONS}/${id}/${verb}`, body, targetId: answeredId };
}

function bulk(verb: string) {
  return {
    method: "POST",
    path: `${DEAD_LETTERS}/${verb}`,
    body: { filter: {} },
    targetId: answeredId,
  };
}

function anyTable(): string {
  return `walk_${crypto.randomUUID().slice(0, 8)}`;
}

async function onTable({ call, key }: AuditWorld, method: string, below = "") {
  const name = anyTable();
  await call(key, "POST", TABLES, { name });
  await call(key, "PUT", `${TABLES}/${name}/rows/a`, { value: 1 });
  return { method, path: `${TABLES}/${name}${below}`, targetId: name };
}

function anyType(): string {
  return `walk.t${crypto.randomUUID().slice(0, 8)}`;
}

async function onIntegration({ env, orgId }: AuditWorld, method: string) {
  const { id } = await createIntegration(env, orgId);
  return { method, path: `${INTEGRATIONS}/${id}`, targetId: id };
}

async function onCircuit(world: AuditWorld, order: string) {
  const { path, ...call } = await onIntegration(world, "POST");
  return { ...call, path: `${path}/circuit/${order}`, body: { reason: "The receiver is being moved." } };
}

async function onGraphql({ env, services, orgId }: AuditWorld, method: string, rest: string) {
  const id = await createGraphqlIntegration(env, services, orgId, "before");
  return { method, path: `${INTEGRATIONS}/${id}/graphql/${rest}`, targetId: id };
}

async function onVariable({ call, key }: AuditWorld, method: string) {
  const name = `WALK_${crypto.randomUUID().slice(0, 8)}`;
  await call(key, "POST", VARIABLES, { name, value: "first" });
  return { method, path: `${VARIABLES}/${name}`, targetId: name };
}

async function onEventType({ call, key }: AuditWorld, method: string) {
  const name = anyType();
  await call(key, "POST", EVENT_TYPES, { name });
  return { method, path: `${EVENT_TYPES}/${name}`, targetId: name };
}

async function onDeadLetter({ env, services, orgId }: AuditWorld, path: string, verb: string) {
  const { id: integrationId } = await createIntegration(env, orgId);
  const [dead] = await record(services, orgId, [{ ...DEAD, integrationId }]);
  const id = dead?.id ?? "";
  return { method: "POST", path: `${path}/${id}/${verb}`, targetId: id };
}
