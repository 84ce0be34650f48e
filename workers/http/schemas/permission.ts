import { z } from "@hono/zod-openapi";
import { ALL_PERMISSIONS, type Permission } from "#domain/access/permissions";

/** All words, so that a caller finds them in the document. */
export const PermissionName = z
  .enum(ALL_PERMISSIONS as readonly [Permission, ...Permission[]])
  .openapi("Permission", { example: "events:publish" });

export const Permissions = z.array(PermissionName).min(1).max(ALL_PERMISSIONS.length);

/** In the order of the table, each once: a set looks the same however it was written. */
export function sortPermissions(permissions: Iterable<Permission>): Permission[] {
  const given = new Set(permissions);
  return ALL_PERMISSIONS.filter((permission) => given.has(permission));
}
