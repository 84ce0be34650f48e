/** Every table with a column `org_id`, and what else names a row in it. A test compares this with the real schema. */
export const ORGANIZATION_TABLES: Readonly<Record<string, readonly string[]>> = {
  // Without its data key nothing that was sealed can be opened any more: first of all.
  data_keys: ["version"],
  signing_secrets: ["integration_id", "id"],
  credentials: ["id"],
  oauth_authorizations: ["state_hash"],
  api_keys: ["id"],
  invitations: ["id"],
  memberships: ["user_id"],
  roles: ["id"],
  graphql_schemas: ["integration_id"],
  integrations: ["id"],
  variables: ["name"],
  // Tokens first: a webhook finds its source by them.
  source_tokens: ["hash"],
  sources: ["id"],
  source_activity: ["source_id"],
  rejected_requests: ["id"],
  event_types: ["name"],
  lookup_rows: ["table_id", "key", "version"],
  lookup_versions: ["table_id", "version"],
  lookup_tables: ["id"],
  job_pages: ["job_id", "position"],
  jobs: ["id"],
  attempts: ["delivery_id", "attempt"],
  deliveries: ["id"],
  proxy_calls: ["id"],
  usage: ["day"],
  compiled_schemas: ["key"],
  validation_counts: ["subject", "hour"],
  rejected_events: ["id"],
  circuit_states: ["integration_id"],
  alerts: ["id"],
  alert_rules: ["id"],
  audit_entries: ["number"],
};

/** Up to ?2 rows of the organization ?1. */
export function removeSome(table: string): string {
  const key = ORGANIZATION_TABLES[table]?.join(", ");
  return `DELETE FROM ${table} WHERE org_id = ?1 AND (${key}) IN (SELECT ${key} FROM ${table} WHERE org_id = ?1 ORDER BY ${key} LIMIT ?2)`;
}
