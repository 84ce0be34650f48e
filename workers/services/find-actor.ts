import type { AuditActor } from "#domain/audit/audit-entry";
import type { ConfigurationServices } from "./configuration-services.ts";
import type { PeopleServices } from "./people-services.ts";

export type ActorServices = Pick<PeopleServices, "users"> & Pick<ConfigurationServices, "repositories">;

/**
 * Who it was, from the id that was kept of them. A key of an organization above is named by its id alone: its name is
 * not this organization's to see.
 */
export async function findActor(
  { users, repositories }: ActorServices,
  orgId: string,
  id: string,
): Promise<AuditActor> {
  if (id === "operator") return { kind: "operator", id, name: id };
  if (id.startsWith("user_")) return { kind: "user", id, name: (await users.find(id))?.email ?? id };
  return { kind: "api_key", id, name: (await repositories.apiKeys.find(orgId, id))?.name ?? id };
}
