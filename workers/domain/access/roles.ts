import { ALL_PERMISSIONS, type Permission } from "./permissions.ts";

export interface Role {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly permissions: ReadonlySet<Permission>;
}

const READ_ONLY = ALL_PERMISSIONS.filter((permission) => permission.endsWith(":read"));
/** Who works here is nobody's business who only looks at traffic. */
const READ_TRAFFIC = READ_ONLY.filter(
  (permission) => !["audit:read", "members:read", "keys:read"].includes(permission),
);
const OPERATE = [
  "integrations:test",
  "deliveries:replay",
  "deadletters:retry",
  "deadletters:discard",
  "jobs:cancel",
  "circuits:override",
  "alerts:manage",
] as const satisfies readonly Permission[];
const BUILD = [
  "events:publish",
  "catalogue:manage",
  "integrations:create",
  "integrations:update",
  "integrations:delete",
  "secrets:rotate",
  "credentials:manage",
  "credentials:authorize",
  "sources:manage",
  "proxy:call",
  "lookups:manage",
  "schedules:manage",
] as const satisfies readonly Permission[];

/** The seven roles that every organization has. A custom role may be anything its maker holds. */
export const BUILT_IN_ROLES: readonly Role[] = [
  role(
    "platform_administrator",
    "Platform administrator",
    "Operates the region: every organization, every permission. Only given at the platform itself.",
    ALL_PERMISSIONS,
  ),
  role("owner", "Owner", "Everything in the organization and below, its deletion included.", ALL_PERMISSIONS),
  role(
    "administrator",
    "Administrator",
    "Everything but deleting the organization.",
    ALL_PERMISSIONS.filter((permission) => permission !== "organization:delete"),
  ),
  role("developer", "Developer", "Builds and tests integrations; manages neither people nor keys.", [
    ...READ_TRAFFIC,
    ...BUILD,
    ...OPERATE,
  ]),
  role("operator", "Operator", "Watches traffic, retries, discards, pauses; changes no configuration.", [
    ...READ_TRAFFIC,
    ...OPERATE,
  ]),
  role("viewer", "Viewer", "Looks at configuration and traffic.", READ_TRAFFIC),
  role("auditor", "Auditor", "Reads everything, the audit log included, and changes nothing.", [
    ...READ_ONLY,
    "audit:export",
    "audit:verify",
  ]),
];

const BY_ID: ReadonlyMap<string, Role> = new Map(BUILT_IN_ROLES.map((builtIn) => [builtIn.id, builtIn]));

export function builtInRole(id: string): Role | null {
  return BY_ID.get(id) ?? null;
}

/** The platform's own place: a membership here is one in every organization of the region. */
export const PLATFORM = "*";
export const PLATFORM_ROLE = "platform_administrator";

/** The platform's role belongs to the platform, every other one to an organization. */
export function isRoleOfPlace(roleId: string, orgId: string): boolean {
  return (roleId === PLATFORM_ROLE) === (orgId === PLATFORM);
}

function role(id: string, name: string, description: string, permissions: readonly Permission[]): Role {
  return { id, name, description, permissions: new Set(permissions) };
}
