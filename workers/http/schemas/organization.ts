import { z } from "@hono/zod-openapi";
import type { OrganizationChanges, Organization as Stored } from "#domain/configuration-ports";
import { toIso } from "../moment.ts";

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
    parentId: z.string().nullable().optional().openapi({
      description:
        "The organization right above; null at the top. Left out for callers who have no part in what is above.",
    }),
  })
  .openapi("Organization");

/** For callers who have a part in the organization right above, or in the whole region. */
export function presentOrganization({ configVersion: _version, path: _path, createdAt, ...rest }: Stored) {
  return { ...rest, createdAt: toIso(createdAt) };
}

/** For callers who may only know that the organization exists. A top one has nobody above it, and says so to nobody. */
export function presentWithoutParent(organization: Stored) {
  const { parentId: _hidden, ...shown } = presentOrganization(organization);
  return shown;
}

export const OrganizationDelete = z
  .strictObject({
    confirm: z
      .string()
      .max(200)
      .openapi({ description: "The organization's name: nobody deletes by accident." }),
    cascade: z.boolean().default(false).openapi({
      description: "Delete the organizations below it too. Without it, one that has any is kept.",
    }),
  })
  .openapi("OrganizationDelete");

/** Members that were left out are absent, and not undefined. */
export function readOrganization<Body extends z.infer<typeof OrganizationPatch>>(
  body: Body,
): OrganizationChanges {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}
