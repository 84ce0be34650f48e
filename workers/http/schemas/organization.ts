import { z } from "@hono/zod-openapi";
import type { OrganizationChanges, Organization as Stored } from "#domain/configuration-ports";

const name = z.string().trim().min(1).max(200);
const catalogueMode = z.enum(["open", "strict"]).openapi({
  description: "`open` takes events of any type, `strict` only those of the catalogue.",
});
const retentionDays = z
  .int()
  .min(1)
  .max(3_650)
  .openapi({ description: "How long bodies and logs are kept." });
const intakeShards = z.int().min(1).max(32).openapi({
  description:
    "How many intake objects share the load; one takes about 1,000 requests a second. Changing it forgets idempotency keys: a key that is repeated across the change is taken a second time.",
});

export const OrganizationPatch = z
  .strictObject({
    name: name.optional(),
    catalogueMode: catalogueMode.optional(),
    retentionDays: retentionDays.optional(),
    intakeShards: intakeShards.optional(),
  })
  .openapi("OrganizationPatch");

export const OrganizationCreate = OrganizationPatch.extend({ name }).openapi("OrganizationCreate");

export const Organization = z
  .object({
    id: z.string().openapi({ example: "org_eu_01k9zs4q8r0123456789abcdef" }),
    name: z.string(),
    region: z.string(),
    catalogueMode,
    retentionDays,
    intakeShards,
    createdAt: z.iso.datetime(),
  })
  .openapi("Organization");

export function presentOrganization({ configVersion: _internal, createdAt, ...rest }: Stored) {
  return { ...rest, createdAt: new Date(createdAt).toISOString() };
}

/** Members that were left out are absent, and not undefined. */
export function readOrganization<Body extends z.infer<typeof OrganizationPatch>>(
  body: Body,
): OrganizationChanges {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}
