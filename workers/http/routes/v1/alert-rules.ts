import { z } from "@hono/zod-openapi";
import {
  type AlertRuleDraft,
  createAlertRule,
  createDefaultRules,
  deleteAlertRule,
  findAlertRule,
  updateAlertRule,
} from "#services/manage-alert-rules";
import { createRouter } from "../../context.ts";
import { guardedRoute } from "../../guarded-route.ts";
import { jsonBody } from "../../middleware/json-body.ts";
import { AlertRuleCreate, AlertRulePatch, AlertRuleSchema, presentRule } from "../../schemas/alert.ts";
import { PageQuery, pageOf, presentPage, readPage } from "../../schemas/page.ts";
import { problems } from "../../schemas/problem.ts";

const tags = ["alerts"];
const params = z.object({ id: z.string() });
const json = <Schema extends z.ZodType>(schema: Schema) => ({ "application/json": { schema } });

const list = guardedRoute(
  { access: "integrations:read" },
  {
    method: "get",
    path: "/",
    operationId: "listAlertRules",
    tags,
    summary: "List the alert rules, newest first",
    request: { query: PageQuery },
    responses: {
      200: { description: "One page", content: json(pageOf(AlertRuleSchema).openapi("AlertRulePage")) },
      ...problems(400, 401),
    },
  },
);

const get = guardedRoute(
  { access: "integrations:read" },
  {
    method: "get",
    path: "/{id}",
    operationId: "getAlertRule",
    tags,
    summary: "Get an alert rule",
    request: { params },
    responses: { 200: { description: "The rule", content: json(AlertRuleSchema) }, ...problems(401, 404) },
  },
);

const create = guardedRoute(
  { access: "alerts:manage", audit: "alert_rule.created" },
  {
    method: "post",
    path: "/",
    operationId: "createAlertRule",
    tags,
    summary: "Make an alert rule",
    description:
      "Its alerts go out as events `gateway.<kind>.raised` and `gateway.<kind>.resolved` to the integrations that name them: `gateway.*`.",
    middleware: jsonBody,
    request: { body: { required: true, content: json(AlertRuleCreate) } },
    responses: {
      201: { description: "Made", content: json(AlertRuleSchema) },
      ...problems(400, 401, 409, 413, 415, 422),
    },
  },
);

const defaults = guardedRoute(
  { access: "alerts:manage", audit: "alert_rules.defaults_created" },
  {
    method: "post",
    path: "/defaults",
    operationId: "createDefaultAlertRules",
    tags,
    summary: "Make the alert rules that most organizations want",
    description:
      "Circuits, integrations that the gateway switched off, health below 60, more than 100 dead letters, events undelivered for an hour, what ends within two weeks. A kind that the organization has a rule of is left out, so that a second call makes none.",
    responses: {
      200: {
        description: "Those that were made",
        content: json(z.object({ made: z.array(AlertRuleSchema) }).openapi("DefaultAlertRules")),
      },
      ...problems(401, 409),
    },
  },
);

const patch = guardedRoute(
  { access: "alerts:manage", audit: "alert_rule.updated" },
  {
    method: "patch",
    path: "/{id}",
    operationId: "updateAlertRule",
    tags,
    summary: "Change an alert rule, mute it, switch it off",
    description: "The condition is replaced whole. Of a rule that is switched off nothing is found any more.",
    middleware: jsonBody,
    request: { params, body: { required: true, content: json(AlertRulePatch) } },
    responses: {
      200: { description: "As it is now", content: json(AlertRuleSchema) },
      ...problems(400, 401, 404, 413, 415, 422),
    },
  },
);

const remove = guardedRoute(
  { access: "alerts:manage", audit: "alert_rule.deleted" },
  {
    method: "delete",
    path: "/{id}",
    operationId: "deleteAlertRule",
    tags,
    summary: "Delete an alert rule with its alerts",
    request: { params },
    responses: { 204: { description: "Deleted" }, ...problems(401, 404) },
  },
);

export function createAlertRuleRoutes() {
  return createRouter()
    .openapi(list, async (c) => {
      const page = readPage(c.req.valid("query"), c.var.orgId);
      const found = await c.var.services.alertRules.list(c.var.orgId, page);
      return c.json(presentPage(found, presentRule, c.var.orgId), 200);
    })
    .openapi(get, async (c) => {
      const { id } = c.req.valid("param");
      return c.json(presentRule(await findAlertRule(c.var.services, c.var.orgId, id)), 200);
    })
    .openapi(create, async (c) => {
      const { mutedUntil, ...draft } = c.req.valid("json");
      const wanted = { ...draft, mutedUntil: readMoment(mutedUntil) };
      const made = presentRule(await createAlertRule(c.var.services, c.var.orgId, wanted));
      c.header("location", `/api/v1/alert-rules/${made.id}`);
      c.var.trail.note({ target: { kind: "alert_rule", id: made.id }, after: made });
      return c.json(made, 201);
    })
    .openapi(defaults, async (c) => {
      const { services, orgId, trail } = c.var;
      const made = (await createDefaultRules(services, orgId)).map(presentRule);
      const target = { kind: "organization", id: orgId } as const;
      trail.note({ target, after: { alertRules: made.map(({ id, name }) => ({ id, name })) } });
      return c.json({ made }, 200);
    })
    .openapi(patch, async (c) => {
      const { id } = c.req.valid("param");
      const change = readPatch(c.req.valid("json"));
      const changed = await updateAlertRule(c.var.services, c.var.orgId, id, change);
      const after = presentRule(changed.after);
      c.var.trail.note({ target: { kind: "alert_rule", id }, before: presentRule(changed.before), after });
      return c.json(after, 200);
    })
    .openapi(remove, async (c) => {
      const { id } = c.req.valid("param");
      const gone = await deleteAlertRule(c.var.services, c.var.orgId, id);
      c.var.trail.note({ target: { kind: "alert_rule", id }, before: presentRule(gone) });
      return c.body(null, 204);
    });
}

function readPatch(given: z.infer<typeof AlertRulePatch>): Partial<AlertRuleDraft> {
  const { name, condition, integrationIds, enabled, mutedUntil } = given;
  return {
    ...(name === undefined ? {} : { name }),
    ...(condition === undefined ? {} : { condition }),
    ...(integrationIds === undefined ? {} : { integrationIds }),
    ...(enabled === undefined ? {} : { enabled }),
    ...(mutedUntil === undefined ? {} : { mutedUntil: readMoment(mutedUntil) }),
  };
}

function readMoment(text: string | null): number | null {
  return text === null ? null : Date.parse(text);
}
