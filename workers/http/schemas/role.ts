import { z } from "@hono/zod-openapi";
import type { CustomRole, RoleHere } from "#domain/access/custom-role";
import type { RoleDraft } from "#services/save-role";
import { toIso } from "../moment.ts";
import { PermissionName, Permissions, sortPermissions } from "./permission.ts";

const name = z.string().trim().min(1).max(100).openapi({ example: "Support" });
const description = z.string().trim().max(1_000);
const permissions = Permissions.openapi({
  example: ["deliveries:read", "deadletters:retry"],
  description: "No more than you hold yourself.",
});

export const RoleCreate = z
  .strictObject({ name, description: description.default(""), permissions })
  .openapi("RoleCreate");

export const RolePatch = z
  .strictObject({
    name: name.optional(),
    description: description.optional(),
    permissions: permissions.optional(),
  })
  .openapi("RolePatch");

export const Role = z
  .object({
    id: z.string().openapi({ example: "role_01k9zs4q8r0123456789abcdef" }),
    name: z.string(),
    description: z.string(),
    permissions: z.array(PermissionName),
    kind: z.enum(["built_in", "custom"]),
    inherited: z.boolean().openapi({
      description: "Composed by an organization above: it can be given here, and is changed only there.",
    }),
    createdAt: z.iso.datetime().nullable(),
    updatedAt: z.iso.datetime().nullable(),
  })
  .openapi("Role");

export const PermissionList = z
  .object({
    items: z.array(
      z.object({
        name: PermissionName,
        description: z.string(),
        held: z.boolean().openapi({ description: "Whether you hold it in this organization." }),
      }),
    ),
  })
  .openapi("PermissionList");

/** Which organization above composed it stays unsaid: nobody sees what is above them. */
export function presentRole({ role, custom, inherited }: Omit<RoleHere, "place">): z.infer<typeof Role> {
  const moment = (at: number | undefined) => (at === undefined ? null : toIso(at));
  return {
    id: role.id,
    name: role.name,
    description: role.description,
    permissions: sortPermissions(role.permissions),
    kind: custom === null ? "built_in" : "custom",
    inherited,
    createdAt: moment(custom?.createdAt),
    updatedAt: moment(custom?.updatedAt),
  };
}

export function presentOwnRole(role: CustomRole): z.infer<typeof Role> {
  return presentRole({ role, custom: role, inherited: false });
}

/** Members that were left out are absent, and not undefined. */
export function readRole(body: z.infer<typeof RolePatch>): Partial<RoleDraft> {
  return {
    ...(body.name === undefined ? {} : { name: body.name }),
    ...(body.description === undefined ? {} : { description: body.description }),
    ...(body.permissions === undefined ? {} : { permissions: new Set(body.permissions) }),
  };
}
