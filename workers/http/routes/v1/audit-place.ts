import type { Permission } from "#domain/access/permissions";
import type { RouteAccess } from "../../guarded-route.ts";

/** Whose audit log a set of routes is about. */
export interface AuditPlace {
  readonly tags: string[];
  readonly named: (operationId: string) => string;
  readonly needs: (permission: Permission) => RouteAccess;
}

export const ORGANIZATION_LOG: AuditPlace = {
  tags: ["audit log"],
  named: (operationId) => operationId,
  needs: (permission) => permission,
};

/** What the operator and the platform's administrators did to the region as a whole. */
export const PLATFORM_LOG: AuditPlace = {
  tags: ["administration"],
  named: (operationId) => `admin${operationId.charAt(0).toUpperCase()}${operationId.slice(1)}`,
  needs: (permission) => ({ platform: permission }),
};
