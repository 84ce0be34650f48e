import { z } from "@hono/zod-openapi";
import type { Alert } from "#domain/alerts/alert";
import { ALERT_KINDS, type AlertRule } from "#domain/alerts/alert-rule";
import { toIso, toIsoOrNull } from "../moment.ts";
import { PageQuery } from "./page.ts";

const CONDITION_KINDS = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("circuit") }),
  z.strictObject({ kind: z.literal("health_score"), below: z.number().min(1).max(100).default(60) }),
  z.strictObject({ kind: z.literal("dead_letters"), above: z.int().min(0).max(10_000).default(100) }),
  z.strictObject({
    kind: z.literal("error_rate"),
    abovePercent: z.number().min(0).max(100).default(10),
    windowMinutes: z.int().min(1).max(1_440).default(5),
    minimum: z.int().min(1).max(200).default(10),
  }),
  z.strictObject({
    kind: z.literal("oldest_undelivered"),
    aboveMinutes: z.int().min(1).max(43_200).default(60),
  }),
  z.strictObject({ kind: z.literal("exhausted"), quietMinutes: z.int().min(1).max(1_440).default(60) }),
  z.strictObject({ kind: z.literal("disabled") }),
  z.strictObject({ kind: z.literal("expiry"), withinDays: z.int().min(1).max(365).default(14) }),
]);

const members = {
  name: z.string().trim().min(1).max(100),
  condition: CONDITION_KINDS.openapi("AlertCondition"),
  integrationIds: z.array(z.string().max(100)).min(1).max(500).nullable().openapi({
    description: "Null: all of the organization. Means nothing for `expiry`.",
  }),
  enabled: z.boolean(),
  mutedUntil: z.iso.datetime({ offset: true }).nullable().openapi({
    description: "Until then nobody is told. What is still open afterwards is told then.",
  }),
};

export const AlertRuleCreate = z
  .strictObject({
    ...members,
    integrationIds: members.integrationIds.default(null),
    enabled: members.enabled.default(true),
    mutedUntil: members.mutedUntil.default(null),
  })
  .openapi("AlertRuleCreate", {
    example: { name: "Low health", condition: { kind: "health_score", below: 60 } },
  });

export const AlertRulePatch = z
  .strictObject({
    name: members.name.optional(),
    condition: members.condition.optional(),
    integrationIds: members.integrationIds.optional(),
    enabled: members.enabled.optional(),
    mutedUntil: members.mutedUntil.optional(),
  })
  .openapi("AlertRulePatch");

export const AlertRuleSchema = z
  .object({
    id: z.string(),
    ...members,
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .openapi("AlertRule");

export const AlertQuery = PageQuery.extend({ status: z.enum(["open", "resolved"]).optional() });

const notice = z.enum(["owed", "sent", "muted", "no_subscriber", "given_up"]);

export const AlertSchema = z
  .object({
    id: z.string(),
    ruleId: z.string(),
    kind: z.enum(ALERT_KINDS),
    status: z.enum(["open", "resolved"]),
    subject: z.object({ kind: z.enum(["integration", "credential", "api_key"]), id: z.string() }),
    detail: z.string(),
    value: z.number().nullable(),
    occurrences: z.int().openapi({ description: "How often it was found true; at most every two minutes." }),
    openedAt: z.iso.datetime(),
    lastAt: z.iso.datetime(),
    resolvedAt: z.iso.datetime().nullable(),
    acknowledgedAt: z.iso.datetime().nullable(),
    acknowledgedBy: z.string().nullable(),
    notices: z.object({ raised: notice, resolved: notice.nullable() }),
  })
  .openapi("Alert");

export function presentRule(rule: AlertRule) {
  const { id, name, condition, integrationIds, enabled, mutedUntil, createdAt, updatedAt } = rule;
  return {
    id,
    name,
    condition,
    integrationIds: integrationIds === null ? null : [...integrationIds],
    enabled,
    mutedUntil: toIsoOrNull(mutedUntil),
    createdAt: toIso(createdAt),
    updatedAt: toIso(updatedAt),
  };
}

export function presentAlert(alert: Alert) {
  const { raisedNotice, resolvedNotice, openedAt, lastAt, resolvedAt, acknowledgedAt, subject, ...rest } =
    alert;
  return {
    ...rest,
    subject: { ...subject },
    status: resolvedAt === null ? ("open" as const) : ("resolved" as const),
    openedAt: toIso(openedAt),
    lastAt: toIso(lastAt),
    resolvedAt: toIsoOrNull(resolvedAt),
    acknowledgedAt: toIsoOrNull(acknowledgedAt),
    notices: { raised: raisedNotice, resolved: resolvedNotice },
  };
}
