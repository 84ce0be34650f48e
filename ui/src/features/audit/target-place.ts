import type { Permission } from "~/api/permission.ts";

interface TargetPlace {
  /** Below `/o/{organization}`. */
  readonly path: string;
  readonly permission: Permission;
}

type Place = readonly [path: (id: string) => string, permission: Permission];

const only = (path: string) => () => path;

/** Which page shows what an entry is about. What is not here has none. */
const PLACES: Readonly<Record<string, Place>> = {
  alert: [(id) => `/alerts?alert=${id}`, "alerts:manage"],
  alert_rule: [(id) => `/alerts?tab=rules&rule=${id}`, "alerts:manage"],
  api_key: [only("/api-keys"), "keys:read"],
  credential: [(id) => `/credentials/${id}`, "credentials:read"],
  delivery: [(id) => `/deliveries/${id}`, "deliveries:read"],
  event_type: [(id) => `/event-types/${id}`, "catalogue:read"],
  graphql_schema: [(id) => `/integrations/${id}`, "integrations:read"],
  integration: [(id) => `/integrations/${id}`, "integrations:read"],
  invitation: [only("/members"), "members:read"],
  job: [(id) => `/jobs?job=${id}`, "jobs:read"],
  lookup_table: [(id) => `/lookup-tables/${id}`, "lookups:read"],
  member: [only("/members"), "members:read"],
  organization: [only("/settings"), "organization:read"],
  policy: [only("/settings"), "organization:read"],
  quota: [only("/settings"), "organization:read"],
  role: [(id) => `/roles/${id}`, "roles:read"],
  source: [(id) => `/sources/${id}`, "sources:read"],
  user: [only("/members"), "members:read"],
};

const GONE = /\.(deleted|removed|revoked)$/;
/** Their id is that of an organization: of one below this one the settings here say nothing. */
const OF_AN_ORGANIZATION = ["organization", "policy", "quota"];

/** Null where no page is about it, or it is no longer there: what was just deleted leads nowhere. */
export function placeOf(
  { kind, id }: { readonly kind: string; readonly id: string },
  action: string,
  orgId: string | null,
): TargetPlace | null {
  const place = Object.hasOwn(PLACES, kind) ? PLACES[kind] : undefined;
  if (place === undefined || GONE.test(action)) return null;
  if (OF_AN_ORGANIZATION.includes(kind) && id !== orgId) return null;
  return { path: place[0](encodeURIComponent(id)), permission: place[1] };
}
