import { arrangeRoles, type RoleHere } from "#domain/access/custom-role";
import type { Page, PageRequest } from "#domain/configuration-ports";
import { pathOf } from "./find-role.ts";
import type { RoleServices } from "./role-services.ts";

/** Built-in roles, the organization's own, then those that it may use from above. They are few, so they are read whole. */
export async function listRoles(
  services: RoleServices,
  orgId: string,
  { limit, after }: PageRequest,
): Promise<Page<RoleHere>> {
  const path = await pathOf(services, orgId);
  const all = arrangeRoles(path, await services.roles.list(path));
  const rest = after === null ? all : all.filter(({ place }) => place > after);
  const items = rest.slice(0, limit);
  return { items, next: rest.length > limit ? (items.at(-1)?.place ?? null) : null };
}
