import { answer, api, inOrganization } from "~/api/client.ts";
import type { components } from "~/api/openapi.d.ts";
import type { Permission } from "~/api/permission.ts";
import { readProblem } from "~/api/problem.ts";
import { useQuery } from "~/api/query.ts";
import { fetchAll } from "~/features/connect/fetch-all.ts";
import type { PageOf } from "~/features/connect/use-pages.ts";
import type { PermissionInfo } from "./arrange-permissions.ts";

export type Role = components["schemas"]["Role"];

/** A role with the version that a change must name; built-in ones have none. */
export interface VersionedRole {
  readonly role: Role;
  readonly etag: string | null;
}

export interface RoleDraftBody {
  readonly name: string;
  readonly description: string;
  readonly permissions: readonly string[];
}

const PAGE = 200;

export function useRoles(enabled: () => boolean = () => true) {
  return useQuery(() => ({
    queryKey: inOrganization("roles", "all"),
    queryFn: ({ signal }) =>
      fetchAll<Role>(
        (cursor): Promise<PageOf<Role>> =>
          answer(api.GET("/api/v1/roles", { params: { query: { limit: PAGE, ...cursor } }, signal })),
      ),
    enabled: enabled(),
    staleTime: 30_000,
  }));
}

/** Everything that can be allowed, and which of it one holds oneself. */
export function usePermissions(enabled: () => boolean = () => true) {
  return useQuery(() => ({
    queryKey: inOrganization("roles", "permissions"),
    queryFn: async ({ signal }): Promise<readonly PermissionInfo[]> =>
      (await answer(api.GET("/api/v1/permissions", { signal }))).items,
    enabled: enabled(),
    staleTime: 60_000,
  }));
}

export function useRole(id: () => string) {
  return useQuery(() => ({
    queryKey: roleKey(id()),
    queryFn: async ({ signal }) =>
      versioned(await api.GET("/api/v1/roles/{id}", { params: { path: { id: id() } }, signal })),
  }));
}

export const roleKey = (id: string) => inOrganization("roles", "one", id);

/** @throws ApiProblem */
export function createRole(body: RoleDraftBody): Promise<Role> {
  return answer(api.POST("/api/v1/roles", { body: asBody(body) }));
}

/** @throws ApiProblem 412 when somebody else changed it since. */
export async function changeRole(
  id: string,
  body: RoleDraftBody,
  etag: string | null,
): Promise<VersionedRole> {
  const header = etag === null ? {} : { "if-match": etag };
  return versioned(
    await api.PATCH("/api/v1/roles/{id}", { params: { path: { id }, header }, body: asBody(body) }),
  );
}

/** The words come from the gateway's own list. */
function asBody(body: RoleDraftBody) {
  return { ...body, permissions: body.permissions as Permission[] };
}

function versioned(got: { data?: Role; error?: unknown; response: Response }): VersionedRole {
  if (got.data === undefined) throw readProblem(got.response, got.error);
  return { role: got.data, etag: got.response.headers.get("etag") };
}

/** Names of roles, for lists that know only ids. */
export function useRoleName(roles: ReturnType<typeof useRoles>): (id: string) => string {
  return (id) => roles.data?.find((role) => role.id === id)?.name ?? id;
}
