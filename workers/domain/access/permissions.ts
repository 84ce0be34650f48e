/**
 * Everything that can be allowed: 52 permissions `feature:action`, in one table with what each of them opens. Roles and
 * API keys are made of these words, so a word is never reused for something else.
 */
export const PERMISSIONS = {
  "organization:read": "See the organization, its policies, quotas and usage",
  "organization:update": "Change the organization's name and settings",
  "organization:delete": "Delete the organization with everything in it",
  "children:read": "See the organizations below this one",
  "children:create": "Make an organization below this one",
  "policies:update": "Tighten the policies that hold here and below",
  "quotas:update": "Set the quotas and rate limits of organizations below this one",
  "members:read": "See who belongs to the organization, and open invitations",
  "members:invite": "Invite people, and take invitations back",
  "members:update": "Give a member another role",
  "members:remove": "Remove a member",
  "roles:read": "See the roles and what they allow",
  "roles:create": "Compose a role of one's own permissions",
  "roles:update": "Change a custom role",
  "roles:delete": "Delete a custom role",
  "keys:read": "See the API keys, never their values",
  "keys:create": "Make an API key with scopes no wider than one's own",
  "keys:rotate": "Replace an API key, both working for a while",
  "keys:revoke": "Revoke an API key",
  "audit:read": "Search the audit log",
  "audit:export": "Export the audit log",
  "audit:verify": "Verify the audit log's hash chain",
  "events:publish": "Send events",
  "events:read": "See an event and its deliveries",
  "catalogue:read": "See the event types",
  "catalogue:manage": "Add, change and archive event types",
  "integrations:read": "See the integrations, their health and their state",
  "integrations:create": "Create an integration",
  "integrations:update": "Change an integration, switch it on and off",
  "integrations:delete": "Delete an integration",
  "integrations:test": "Send a test event to an integration",
  "secrets:read": "See which signing secrets exist, never their values",
  "secrets:rotate": "Add, rotate and retire signing secrets",
  "credentials:read": "See the credentials for targets, never their secrets",
  "credentials:manage": "Create, change and delete credentials for targets",
  "credentials:authorize": "Connect a credential to its provider (OAuth)",
  "deliveries:read": "Search the delivery log, with requests and responses",
  "deliveries:replay": "Send a delivery again",
  "deadletters:read": "See the dead letters",
  "deadletters:retry": "Retry dead letters, one by one and in bulk",
  "deadletters:discard": "Discard dead letters and call off what waits, one by one and in bulk",
  "jobs:read": "See bulk operations and their progress",
  "jobs:cancel": "Stop a bulk operation",
  "sources:read": "See the sources of inbound webhooks and what they rejected",
  "sources:manage": "Create, change and delete sources",
  "proxy:call": "Call an upstream API through the gateway",
  "circuits:override": "Force a circuit open or closed",
  "lookups:read": "See the lookup tables",
  "lookups:manage": "Change the lookup tables",
  "schedules:read": "See schedules and workflows and their runs",
  "schedules:manage": "Change schedules and workflows",
  "alerts:manage": "Set up alert rules, mute and acknowledge",
} as const satisfies Readonly<Record<string, string>>;

export type Permission = keyof typeof PERMISSIONS;

export const ALL_PERMISSIONS = Object.keys(PERMISSIONS) as readonly Permission[];

/**
 * Named, so that a role composed today holds tomorrow, and guarding nothing yet: their rooms are still to be built. The
 * route walk in `http/route-permissions.test.ts` fails when one of these guards a route, and when another one does not.
 */
export const RESERVED_PERMISSIONS: ReadonlySet<Permission> = new Set<Permission>([
  "schedules:read",
  "schedules:manage",
]);

export function isPermission(text: string): text is Permission {
  return Object.hasOwn(PERMISSIONS, text);
}
