import { z } from "@hono/zod-openapi";
import { MIN_AUDIT_RETENTION_DAYS } from "#domain/audit/audit-retention";
import { type EffectivePolicy, MAX_HOSTS, MAX_RETENTION_DAYS } from "#domain/tenancy/policy";
import type { PolicyView } from "#services/manage-policy";

const days = z.int().min(1).max(MAX_RETENTION_DAYS);
const hosts = z.array(z.string().min(1).max(255)).max(MAX_HOSTS);
const regions = z
  .array(
    z
      .string()
      .regex(/^[a-z]+(-[a-z]+)?$/)
      .max(32),
  )
  .min(1)
  .max(16);

const MEMBERS = {
  retentionDays: "How long bodies and logs are kept. It can only be shortened below.",
  catalogueMode: "`strict` takes only event types of the catalogue. It cannot be opened below.",
  httpsOnly: "Targets must use https. It cannot be switched off below.",
  allowedHosts:
    "Hosts that targets may have: `api.example.com`, or `*.example.com` for every name below. Null: any. Below, only hosts within these.",
  deniedHosts: "Hosts that targets may not have. What is denied above is denied below.",
  residency: "Regions that data may live in. Null: any. Below, only regions out of these.",
  auditRetentionDays: "How long the audit log is kept. It can only be lengthened below.",
} as const satisfies Readonly<Record<keyof EffectivePolicy, string>>;

const wish = <T extends z.ZodType>(schema: T, description: string) =>
  schema.nullable().optional().openapi({ description });

export const PolicyWrite = z
  .strictObject({
    retentionDays: wish(days, MEMBERS.retentionDays),
    catalogueMode: wish(z.enum(["open", "strict"]), MEMBERS.catalogueMode),
    httpsOnly: wish(z.boolean(), MEMBERS.httpsOnly),
    allowedHosts: wish(hosts, MEMBERS.allowedHosts),
    deniedHosts: wish(hosts, MEMBERS.deniedHosts),
    residency: wish(regions, MEMBERS.residency),
    auditRetentionDays: wish(days.min(MIN_AUDIT_RETENTION_DAYS), MEMBERS.auditRetentionDays),
  })
  .openapi("PolicyWrite", {
    description:
      "What the organization demands for itself and everything below it. Null, or left out: nothing.",
  });

const OwnPolicySchema = z
  .object({
    retentionDays: z.int().nullable(),
    catalogueMode: z.enum(["open", "strict"]).nullable(),
    httpsOnly: z.boolean().nullable(),
    allowedHosts: z.array(z.string()).nullable(),
    deniedHosts: z.array(z.string()).nullable(),
    residency: z.array(z.string()).nullable(),
    auditRetentionDays: z.int().nullable(),
  })
  .openapi("OwnPolicy");

const EffectivePolicySchema = z
  .object({
    retentionDays: z.int(),
    catalogueMode: z.enum(["open", "strict"]),
    httpsOnly: z.boolean(),
    allowedHosts: z.array(z.string()).nullable(),
    deniedHosts: z.array(z.string()),
    residency: z.array(z.string()).nullable(),
    auditRetentionDays: z.int(),
  })
  .openapi("EffectivePolicy");

const flag = z.boolean();

export const PolicySchema = z
  .object({
    own: OwnPolicySchema.openapi({ description: "What the organization itself demands." }),
    effective: EffectivePolicySchema.openapi({
      description: "What holds: the tightest of that and of everything above.",
    }),
    inherited: z
      .object({
        retentionDays: flag,
        catalogueMode: flag,
        httpsOnly: flag,
        allowedHosts: flag,
        deniedHosts: flag,
        residency: flag,
        auditRetentionDays: flag,
      })
      .openapi({ description: "Whether the effective value comes from above." }),
  })
  .openapi("Policy");

export function presentPolicy({ own, effective, inherited }: PolicyView) {
  return {
    own: {
      retentionDays: own.retentionDays ?? null,
      catalogueMode: own.catalogueMode ?? null,
      httpsOnly: own.httpsOnly ?? null,
      allowedHosts: copy(own.allowedHosts),
      deniedHosts: copy(own.deniedHosts),
      residency: copy(own.residency),
      auditRetentionDays: own.auditRetentionDays ?? null,
    },
    effective: {
      ...effective,
      allowedHosts: copy(effective.allowedHosts),
      deniedHosts: [...effective.deniedHosts],
      residency: copy(effective.residency),
    },
    inherited,
  };
}

function copy(list: readonly string[] | null | undefined): string[] | null {
  return list == null ? null : [...list];
}
