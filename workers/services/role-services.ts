import type { RoleRepository } from "#domain/access/custom-role";
import type { OrganizationPaths } from "#domain/access/ports";

/** What composing roles needs. */
export interface RoleServices {
  readonly roles: RoleRepository;
  readonly organizationPaths: OrganizationPaths;
  /** This isolate remembers for a moment what people may do. */
  readonly forgetPeople: () => void;
  /** A new time-ordered id: `createId("role")`. */
  readonly createId: (prefix: string) => string;
  readonly now: () => number;
}
