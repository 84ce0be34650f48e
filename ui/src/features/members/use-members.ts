import { useQuery } from "@tanstack/solid-query";
import { answer, api, inOrganization } from "~/api/client.ts";
import type { components } from "~/api/openapi.d.ts";

export type Member = components["schemas"]["Member"];
export type Invitation = components["schemas"]["Invitation"];
export type Role = components["schemas"]["Role"];

const ALL = { limit: 200 };

export function useMembers() {
  return useQuery(() => ({
    queryKey: inOrganization("members"),
    queryFn: ({ signal }) => answer(api.GET("/api/v1/members", { params: { query: ALL }, signal })),
  }));
}

export function useInvitations(enabled: () => boolean) {
  return useQuery(() => ({
    queryKey: inOrganization("invitations"),
    queryFn: ({ signal }) => answer(api.GET("/api/v1/invitations", { params: { query: ALL }, signal })),
    enabled: enabled(),
  }));
}

export function useRoles(enabled: () => boolean = () => true) {
  return useQuery(() => ({
    queryKey: inOrganization("roles"),
    queryFn: ({ signal }) => answer(api.GET("/api/v1/roles", { params: { query: ALL }, signal })),
    enabled: enabled(),
    staleTime: 30_000,
  }));
}

/** Roles that can be given here: the platform's own belongs to the platform. */
export function givable(roles: readonly Role[]): readonly Role[] {
  return roles.filter(({ id }) => id !== "platform_administrator");
}
