import { sql } from "drizzle-orm";
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/**
 * Every table a region keeps in D1. Rows written are what D1 bills, and an index entry counts as a row:
 * the two log tables are `WITHOUT ROWID` (added by `scripts/generate-migration.ts`, drizzle-kit cannot say it)
 * and all indexes that a clean delivery does not need are partial. docs/storage.md explains each one.
 */

/** A tenant. `configVersion` grows with every change of its configuration, so stale caches are noticed. */
export const organizations = sqliteTable(
  "organizations",
  {
    id: text("id").primaryKey(),
    name: text("name").notNull(),
    region: text("region").notNull(),
    /** `open`: any event type is accepted. `strict`: only types of the catalogue. The effective value, after inheritance. */
    catalogueMode: text("catalogue_mode", { enum: ["open", "strict"] }).notNull(),
    /** The effective value, after inheritance. */
    retentionDays: integer("retention_days").notNull(),
    /** How many IntakeObjects share the organization's events. */
    intakeShards: integer("intake_shards").notNull(),
    configVersion: integer("config_version").notNull(),
    createdAt: integer("created_at").notNull(),
    /** Null at the top. */
    parentId: text("parent_id"),
    /** Ids from the topmost organization down to this one, joined by `/`: `org_a/org_b`. Never changes. */
    path: text("path").notNull().default(""),
    /** What this organization itself demands (OwnPolicy as JSON text); what it inherits is in `policy`. */
    ownPolicy: text("own_policy").notNull().default("{}"),
    /** The tightest of its own policy and all above it (EffectivePolicy as JSON text); computed when any of them is saved. */
    policy: text("policy").notNull().default("{}"),
    /** Quotas and rate limits as JSON text (Quota); set from above. */
    quota: text("quota").notNull().default("{}"),
    /** When its deletion began: from then on it reads as absent, and the purge removes it. */
    deletedAt: integer("deleted_at"),
  },
  (t) => [
    index("organizations_path").on(t.path),
    index("organizations_deleted").on(t.deletedAt).where(sql`deleted_at is not null`),
  ],
);

/** What an organization keeps in R2, by day: the sum over its retention is what its storage quota is held against. */
export const usage = sqliteTable(
  "usage",
  {
    orgId: text("org_id").notNull(),
    /** `YYYY-MM-DD` */
    day: text("day").notNull(),
    storedBytes: integer("stored_bytes").notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.day] })],
);

/** A person. People live in a region, and belong to organizations by `memberships`. */
export const users = sqliteTable(
  "users",
  {
    id: text("id").primaryKey(),
    /** Normalised (trimmed, lower case). */
    email: text("email").notNull(),
    name: text("name").notNull(),
    /** `scrypt$N$r$p$salt$hash`: the parameters stay with the hash, so that a login can upgrade it. */
    passwordHash: text("password_hash").notNull(),
    /** TOTP secret, sealed; null without a second factor. `totpEnabledAt` is null until the first code proved it. */
    totpSealed: text("totp_sealed"),
    totpEnabledAt: integer("totp_enabled_at"),
    /** The last time step that was used: a code works once. */
    totpLastStep: integer("totp_last_step"),
    /** SHA-256 of the recovery codes that are left, as a JSON array. */
    recoveryCodes: text("recovery_codes").notNull().default("[]"),
    /** Sessions that began before are over: sign out everywhere. */
    sessionsValidFrom: integer("sessions_valid_from").notNull().default(0),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (t) => [uniqueIndex("users_email").on(t.email)],
);

/** `orgId` is `*` for platform administrators. */
export const memberships = sqliteTable(
  "memberships",
  {
    orgId: text("org_id").notNull(),
    userId: text("user_id").notNull(),
    /** A built-in role's id or a custom role's (`role_…`) of the same organization. */
    roleId: text("role_id").notNull(),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.userId] }), index("memberships_user").on(t.userId)],
);

/** The token is shown once, to whoever invites; its SHA-256 is kept. */
export const invitations = sqliteTable(
  "invitations",
  {
    orgId: text("org_id").notNull(),
    id: text("id").notNull(),
    email: text("email").notNull(),
    roleId: text("role_id").notNull(),
    tokenHash: text("token_hash").notNull(),
    invitedBy: text("invited_by").notNull(),
    createdAt: integer("created_at").notNull(),
    expiresAt: integer("expires_at").notNull(),
    acceptedAt: integer("accepted_at"),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] }), uniqueIndex("invitations_token").on(t.tokenHash)],
);

/** A signed-in browser. The refresh token changes with every use; its SHA-256 is kept, and the one before it. */
export const sessions = sqliteTable(
  "sessions",
  {
    id: text("id").primaryKey(),
    userId: text("user_id").notNull(),
    refreshHash: text("refresh_hash").notNull(),
    /** The token that was replaced last: whoever shows it again after the grace has stolen it, or was robbed. */
    previousHash: text("previous_hash"),
    rotatedAt: integer("rotated_at").notNull(),
    createdAt: integer("created_at").notNull(),
    expiresAt: integer("expires_at").notNull(),
    revokedAt: integer("revoked_at"),
    ip: text("ip").notNull(),
    userAgent: text("user_agent").notNull(),
  },
  (t) => [
    index("sessions_user").on(t.userId),
    index("sessions_expiry").on(t.expiresAt),
    uniqueIndex("sessions_refresh").on(t.refreshHash),
  ],
);

/** What access tokens are signed with. The private key is sealed; old ones stay until no token of theirs can live. */
export const tokenKeys = sqliteTable("token_keys", {
  kid: text("kid").primaryKey(),
  publicJwk: text("public_jwk").notNull(),
  privateSealed: text("private_sealed").notNull(),
  createdAt: integer("created_at").notNull(),
  /** From then on it signs nothing; it verifies for as long as a token lives. */
  retiredAt: integer("retired_at"),
});

/** Roles that an organization composed; they can be given in the organization and below it. */
export const roles = sqliteTable(
  "roles",
  {
    orgId: text("org_id").notNull(),
    id: text("id").notNull(),
    name: text("name").notNull(),
    description: text("description").notNull(),
    /** JSON array of permissions. */
    permissions: text("permissions").notNull(),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] })],
);

/**
 * An organization's data keys, each wrapped with a key-encryption key from the environment. `*` owns those that seal
 * what belongs to no organization (token keys, second factors).
 */
export const dataKeys = sqliteTable(
  "data_keys",
  {
    orgId: text("org_id").notNull(),
    version: integer("version").notNull(),
    kekId: text("kek_id").notNull(),
    wrapped: text("wrapped").notNull(),
    createdAt: integer("created_at").notNull(),
    /** A newer version seals; this one only opens, until nothing is left that it sealed. */
    retiredAt: integer("retired_at"),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.version] }), index("data_keys_kek").on(t.kekId)],
);

/** Re-encryption in the background. The row owns the work; the queue message and the cron only push it on. */
export const keyRotations = sqliteTable("key_rotations", {
  id: text("id").primaryKey(),
  /** `key_encryption_keys`: wrap every data key anew. `data_keys`: new data keys, and every secret sealed anew. */
  level: text("level", { enum: ["key_encryption_keys", "data_keys"] }).notNull(),
  status: text("status", { enum: ["running", "completed", "incomplete"] }).notNull(),
  /** Where it stands: opaque to everybody but the rotation. */
  position: text("position").notNull(),
  rewritten: integer("rewritten").notNull(),
  createdAt: integer("created_at").notNull(),
  updatedAt: integer("updated_at").notNull(),
});

/** Credentials for targets. What is secret in `config` is sealed. */
export const credentials = sqliteTable(
  "credentials",
  {
    orgId: text("org_id").notNull(),
    id: text("id").notNull(),
    name: text("name").notNull(),
    kind: text("kind").notNull(),
    /** JSON text; secret members are `{sealed, hint}`. */
    config: text("config").notNull(),
    /** `ready`, `needs_authorization`, `failing`: what the operator has to do, not how. */
    status: text("status").notNull(),
    detail: text("detail"),
    /** When the access token ends, as far as the provider said; null when it did not, or when there is none. */
    expiresAt: integer("expires_at"),
    /** When the cron fetches new tokens if no delivery has: refresh tokens end when nobody uses them. */
    renewAt: integer("renew_at"),
    /** JSON of the last attempt to connect it, when that failed: `{at, reason, detail}`. */
    authorizationRefusal: text("authorization_refusal"),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    index("credentials_renew").on(t.renewAt).where(sql`renew_at is not null`),
  ],
);

/** An authorization that somebody began and the provider has not answered: by the SHA-256 of its `state`. */
export const oauthAuthorizations = sqliteTable(
  "oauth_authorizations",
  {
    stateHash: text("state_hash").primaryKey(),
    orgId: text("org_id").notNull(),
    credentialId: text("credential_id").notNull(),
    /** PKCE code verifier, sealed. */
    verifierSealed: text("verifier_sealed").notNull(),
    redirectUri: text("redirect_uri").notNull(),
    startedBy: text("started_by").notNull(),
    /** The dashboard's page of the credential, when it was begun there. */
    returnUrl: text("return_url"),
    expiresAt: integer("expires_at").notNull(),
  },
  (t) => [index("oauth_authorizations_expiry").on(t.expiresAt)],
);

/**
 * The audit log that can be searched; older entries lie in R2. Written by the organization's AuditObject alone, which
 * keeps the head of the hash chain. `audit_search` (FTS5, by hand in the migration) indexes it by `number`.
 */
export const auditEntries = sqliteTable(
  "audit_entries",
  {
    /** The rowid: the full-text index refers to it. */
    number: integer("number").primaryKey({ autoIncrement: true }),
    orgId: text("org_id").notNull(),
    /** 1, 2, 3 … within the organization, without a gap. */
    seq: integer("seq").notNull(),
    at: integer("at").notNull(),
    /** `user`, `api_key`, `operator`, `anonymous`, `system`. */
    actorKind: text("actor_kind").notNull(),
    actorId: text("actor_id").notNull(),
    actorName: text("actor_name").notNull(),
    /** `integration.updated`, `member.removed`, … */
    action: text("action").notNull(),
    targetKind: text("target_kind").notNull(),
    targetId: text("target_id").notNull(),
    /** `succeeded`, `refused`, `failed`, `interrupted`: the last for a change whose end nobody saw. */
    outcome: text("outcome").notNull(),
    ip: text("ip").notNull(),
    requestId: text("request_id").notNull(),
    /** JSON text or null: the resource as the API shows it, so secrets are masks. */
    before: text("before"),
    after: text("after"),
    previousHash: text("previous_hash").notNull(),
    hash: text("hash").notNull(),
  },
  (t) => [
    uniqueIndex("audit_entries_seq").on(t.orgId, t.seq),
    // Every other filter is a word in `audit_search`: an index for each would be a billed row more for each.
    index("audit_entries_time").on(t.orgId, t.at, t.seq),
  ],
);

/** The key itself is shown once and never stored: only its SHA-256. */
export const apiKeys = sqliteTable(
  "api_keys",
  {
    id: text("id").primaryKey(),
    orgId: text("org_id").notNull(),
    name: text("name").notNull(),
    hash: text("hash").notNull(),
    /** What may be shown of the key, `igw_eu_…abcd`. */
    hint: text("hint").notNull(),
    createdAt: integer("created_at").notNull(),
    revokedAt: integer("revoked_at"),
    /** JSON array of permissions. Keys from before there were scopes may do what an owner may. */
    scopes: text("scopes").notNull().default("[]"),
    /** Who made it: `user_…`, `key_…` or `operator`. */
    createdBy: text("created_by").notNull().default("operator"),
    expiresAt: integer("expires_at"),
    /** To the minute: written at most that often. */
    lastUsedAt: integer("last_used_at"),
    /** The key that replaces it, when it was rotated. */
    replacedBy: text("replaced_by"),
  },
  (t) => [uniqueIndex("api_keys_hash").on(t.hash), index("api_keys_org").on(t.orgId, t.id)],
);

/** `orgId` is `*` for the global templates that every organization sees. */
export const eventTypes = sqliteTable(
  "event_types",
  {
    orgId: text("org_id").notNull(),
    name: text("name").notNull(),
    description: text("description").notNull(),
    /** JSON Schema as JSON text, or null. */
    schema: text("schema"),
    /** How payloads are held against the schema (`STRICT`, `LAX`, `TRANSFORM`); null: the schema is documentation. */
    validation: text("validation", { enum: ["STRICT", "LAX", "TRANSFORM"] }),
    /** SHA-256 of the schema's text, where it is enforced: what its compiled code is found by. */
    schemaHash: text("schema_hash"),
    /** Example payload as JSON text, or null. */
    example: text("example"),
    archived: integer("archived", { mode: "boolean" }).notNull(),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.name] })],
);

/** Named plain values for transformations, `{{env.NAME}}`: not secret, and loaded with the configuration. */
export const variables = sqliteTable(
  "variables",
  {
    orgId: text("org_id").notNull(),
    name: text("name").notNull(),
    value: text("value").notNull(),
    description: text("description").notNull(),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.name] })],
);

export const integrations = sqliteTable(
  "integrations",
  {
    orgId: text("org_id").notNull(),
    id: text("id").notNull(),
    name: text("name").notNull(),
    enabled: integer("enabled", { mode: "boolean" }).notNull(),
    /** Why the gateway switched it off (`gone_410`, `receiver_disabled`), null when a person did. */
    disabledReason: text("disabled_reason"),
    /** IntegrationConfig as JSON text, normalised when saved; in place of the validation's schema is its hash. */
    config: text("config").notNull(),
    /** JSON Schema as JSON text, or null: apart, because every isolate loads the configuration and none needs the schema. */
    validationSchema: text("validation_schema"),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] })],
);

/** What is known of the schema of an integration's GraphQL endpoint. Only saving reads it, never a delivery. */
export const graphqlSchemas = sqliteTable(
  "graphql_schemas",
  {
    orgId: text("org_id").notNull(),
    integrationId: text("integration_id").notNull(),
    source: text("source", { enum: ["introspected", "uploaded"] }).notNull(),
    /** SHA-256 of the SDL in hex. */
    hash: text("hash").notNull(),
    /** gzip, base64 */
    sdl: text("sdl").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.integrationId] })],
);

/** Signing secrets, sealed (see adapters/crypto/secret-box.ts). The newest unexpired one is the current one. */
export const signingSecrets = sqliteTable(
  "signing_secrets",
  {
    orgId: text("org_id").notNull(),
    integrationId: text("integration_id").notNull(),
    id: text("id").notNull(),
    kind: text("kind", { enum: ["hmac", "ed25519"] }).notNull(),
    sealed: text("sealed").notNull(),
    /** The last four characters, all that is ever shown again. For Ed25519 the public key. */
    hint: text("hint").notNull(),
    createdAt: integer("created_at").notNull(),
    expiresAt: integer("expires_at"),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.integrationId, t.id] })],
);

/** Lookup tables. A change of rows is written under the next version and counts when `version` says so. */
export const lookupTables = sqliteTable(
  "lookup_tables",
  {
    orgId: text("org_id").notNull(),
    id: text("id").notNull(),
    name: text("name").notNull(),
    description: text("description").notNull(),
    /** JSON text, null for none. */
    defaultJson: text("default_json"),
    version: integer("version").notNull(),
    oldestVersion: integer("oldest_version").notNull(),
    rows: integer("rows").notNull(),
    /** JSON array, null for any values. */
    columns: text("columns"),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
    /** A change that is being written, and when it was last touched. */
    draftId: text("draft_id"),
    draftAt: integer("draft_at"),
    /** It is not there any more; its rows are removed by and by. */
    deletedAt: integer("deleted_at"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    uniqueIndex("lookup_tables_name").on(t.orgId, t.name).where(sql`deleted_at is null`),
    index("lookup_tables_leftover").on(t.draftAt).where(sql`deleted_at is not null or draft_id is not null`),
  ],
);

/** What a key means from a version on, until a higher one of the same key. Null: it is not there. */
export const lookupRows = sqliteTable(
  "lookup_rows",
  {
    orgId: text("org_id").notNull(),
    tableId: text("table_id").notNull(),
    key: text("key").notNull(),
    version: integer("version").notNull(),
    json: text("json"),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.tableId, t.key, t.version] })],
);

export const lookupVersions = sqliteTable(
  "lookup_versions",
  {
    orgId: text("org_id").notNull(),
    tableId: text("table_id").notNull(),
    version: integer("version").notNull(),
    at: integer("at").notNull(),
    change: text("change").notNull(),
    rows: integer("rows").notNull(),
    added: integer("added").notNull(),
    removed: integer("removed").notNull(),
    /** Null for versions from before this was counted; so below. */
    changed: integer("changed"),
    /** `user:user_…`, `api_key:key_…`. */
    changedBy: text("changed_by"),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.tableId, t.version] })],
);

/** Where a provider's webhooks come in. */
export const sources = sqliteTable(
  "sources",
  {
    orgId: text("org_id").notNull(),
    id: text("id").notNull(),
    name: text("name").notNull(),
    provider: text("provider").notNull(),
    enabled: integer("enabled", { mode: "boolean" }).notNull(),
    /** SourceSettings as JSON text. */
    config: text("config").notNull(),
    /** JSON text of `{sealed, hint, …}`: `secrets` by their ids, `settings` by their names. */
    vault: text("vault").notNull(),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] })],
);

/** The addresses of sources, by the SHA-256 of their token; several while one is being rotated. */
export const sourceTokens = sqliteTable(
  "source_tokens",
  {
    orgId: text("org_id").notNull(),
    hash: text("hash").notNull(),
    sourceId: text("source_id").notNull(),
    hint: text("hint").notNull(),
    createdAt: integer("created_at").notNull(),
    expiresAt: integer("expires_at"),
  },
  (t) => [
    // By the hash alone: that is all that a webhook brings along.
    primaryKey({ columns: [t.hash] }),
    index("source_tokens_source").on(t.orgId, t.sourceId),
  ],
);

/** What a source has seen. One row each: isolates add what they counted, every few seconds at most. */
export const sourceActivity = sqliteTable(
  "source_activity",
  {
    orgId: text("org_id").notNull(),
    sourceId: text("source_id").notNull(),
    firstEventAt: integer("first_event_at"),
    lastEventAt: integer("last_event_at"),
    /** The UTC day that the counts of today are of: `YYYY-MM-DD`. */
    day: text("day").notNull(),
    acceptedToday: integer("accepted_today").notNull(),
    duplicatesToday: integer("duplicates_today").notNull(),
    rejectedToday: integer("rejected_today").notNull(),
    acceptedTotal: integer("accepted_total").notNull(),
    rejectedTotal: integer("rejected_total").notNull(),
    /** The newest accepted ones as JSON, newest first, at most 20: `{id, type, at}`. */
    recentEvents: text("recent_events").notNull().default("[]"),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.sourceId] })],
);

/** Webhooks that were not taken, with why. The id begins with the time. Their bodies lie in R2. */
export const rejectedRequests = sqliteTable(
  "rejected_requests",
  {
    orgId: text("org_id").notNull(),
    id: text("id").notNull(),
    sourceId: text("source_id").notNull(),
    at: integer("at").notNull(),
    reason: text("reason").notNull(),
    detail: text("detail").notNull(),
    method: text("method").notNull(),
    status: integer("status").notNull(),
    ip: text("ip").notNull(),
    /** JSON text, without what is secret. */
    headers: text("headers").notNull(),
    query: text("query").notNull(),
    bodyBytes: integer("body_bytes").notNull(),
    /** `key|offset|length` in R2. */
    bodyAt: text("body_at"),
  },
  (t) => [
    // Retention walks by time over all sources, also those that are gone; operators read one source.
    primaryKey({ columns: [t.orgId, t.id] }),
    index("rejected_requests_source").on(t.orgId, t.sourceId, t.id),
  ],
);

/**
 * One row per delivery: what an operator searches. The id begins with the time of acceptance, so the primary key is
 * the list, newest last.
 */
export const deliveries = sqliteTable(
  "deliveries",
  {
    orgId: text("org_id").notNull(),
    id: text("id").notNull(),
    eventId: text("event_id").notNull(),
    eventType: text("event_type").notNull(),
    /** Empty for an event that no integration wanted (`unmatched`). */
    integrationId: text("integration_id").notNull(),
    status: text("status").notNull(),
    category: text("category"),
    httpStatus: integer("http_status"),
    attempts: integer("attempts").notNull(),
    acceptedAt: integer("accepted_at").notNull(),
    attemptedAt: integer("attempted_at"),
    firstAttemptAt: integer("first_attempt_at"),
    nextRetryAt: integer("next_retry_at"),
    durationMs: integer("duration_ms"),
    correlationId: text("correlation_id").notNull(),
    /** One line: what went wrong, or why nothing more happens. */
    detail: text("detail"),
    /** Event as JSON without its payload: what a retry needs beside the payload. */
    event: text("event").notNull(),
    /** `key|offset|length` of the payload in R2. */
    payloadAt: text("payload_at").notNull(),
    /** `key|offset|length` of the last attempt's record in R2. */
    attemptAt: text("attempt_at"),
    /** Of several messages, so many arrived. */
    partsDone: integer("parts_done"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    index("deliveries_integration").on(t.orgId, t.integrationId, t.id),
    index("deliveries_status").on(t.orgId, t.status, t.id).where(sql`status <> 'delivered'`),
    index("deliveries_category").on(t.orgId, t.category, t.id).where(sql`category is not null`),
    index("deliveries_due").on(t.nextRetryAt).where(sql`next_retry_at is not null`),
    // Of each integration, for its health: a dead letter costs one row more, and a delivery that arrives none.
    index("deliveries_dead").on(t.orgId, t.integrationId, t.id).where(sql`status = 'dead_lettered'`),
    index("deliveries_named_event").on(t.orgId, t.eventId).where(sql`substr(event_id, 1, 4) <> 'evt_'`),
  ],
);

/** One row per attempt of a delivery that did not succeed at once. A clean first delivery has none. */
export const attempts = sqliteTable(
  "attempts",
  {
    orgId: text("org_id").notNull(),
    deliveryId: text("delivery_id").notNull(),
    attempt: integer("attempt").notNull(),
    at: integer("at").notNull(),
    category: text("category"),
    httpStatus: integer("http_status"),
    durationMs: integer("duration_ms").notNull(),
    detail: text("detail"),
    nextRetryAt: integer("next_retry_at"),
    /** Why the next attempt is when it is: `backoff`, `retry_after`, … */
    retryReason: text("retry_reason"),
    recordAt: text("record_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.deliveryId, t.attempt] })],
);

/** One row per call through the proxy. The id begins with the time, so the primary key is the list, newest last. */
export const proxyCalls = sqliteTable(
  "proxy_calls",
  {
    orgId: text("org_id").notNull(),
    id: text("id").notNull(),
    integrationId: text("integration_id").notNull(),
    at: integer("at").notNull(),
    method: text("method").notNull(),
    path: text("path").notNull(),
    httpStatus: integer("http_status").notNull(),
    /** The code of the gateway's own refusal; null for an answer of the upstream. */
    gatewayError: text("gateway_error"),
    category: text("category"),
    cache: text("cache").notNull(),
    durationMs: integer("duration_ms").notNull(),
    totalMs: integer("total_ms").notNull(),
    requestBytes: integer("request_bytes"),
    responseBytes: integer("response_bytes"),
    caller: text("caller").notNull(),
    correlationId: text("correlation_id").notNull(),
    detail: text("detail"),
    /** `key|offset|length` of the trace in R2. */
    traceAt: text("trace_at"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    index("proxy_calls_integration").on(t.orgId, t.integrationId, t.id),
    index("proxy_calls_category").on(t.orgId, t.category, t.id).where(sql`category is not null`),
  ],
);

/** A bulk operation that runs in the background. The row owns it: its queue message only wakes it up. */
export const jobs = sqliteTable(
  "jobs",
  {
    orgId: text("org_id").notNull(),
    id: text("id").notNull(),
    kind: text("kind").notNull(),
    filter: text("filter").notNull(),
    status: text("status", { enum: ["running", "completed", "cancelled", "failed"] }).notNull(),
    total: integer("total").notNull(),
    processed: integer("processed").notNull(),
    skipped: integer("skipped").notNull(),
    /** The last delivery id that was handled; the next page starts behind it. */
    position: text("position").notNull(),
    detail: text("detail"),
    /** Its pace, and what it is about beside the filter (JobOptions as JSON text). */
    options: text("options").notNull().default("{}"),
    /** Its next page does not begin before this. */
    notBefore: integer("not_before").notNull().default(0),
    /** The job that takes it back. */
    undoneBy: text("undone_by"),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    index("jobs_running").on(t.updatedAt).where(sql`status = 'running'`),
  ],
);

/** What bulk operations did, for as long as they can be taken back: one row for a page of up to a hundred deliveries. */
export const jobPages = sqliteTable(
  "job_pages",
  {
    orgId: text("org_id").notNull(),
    jobId: text("job_id").notNull(),
    /** Where the job stood after it. */
    position: text("position").notNull(),
    /** `[id, status, attempts]` of each delivery, as it was before (JSON text). */
    items: text("items").notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.jobId, t.position] })],
);

/**
 * What JSON Schemas compile to: gzip in base64. A cache that every isolate shares: old rows are removed, and code that is
 * still needed is made again from its schema.
 */
export const compiledSchemas = sqliteTable(
  "compiled_schemas",
  {
    orgId: text("org_id").notNull(),
    /** Hash of the schema, how it is used, and the version of what compiled it. */
    key: text("key").notNull(),
    code: text("code").notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.key] })],
);

/** Payloads that were held against a schema, by the hour: one row per integration or event type and hour. */
export const validationCounts = sqliteTable(
  "validation_counts",
  {
    orgId: text("org_id").notNull(),
    /** An integration's id, or `type:` and an event type. */
    subject: text("subject").notNull(),
    /** Begin of the hour, epoch milliseconds. */
    hour: integer("hour").notNull(),
    checked: integer("checked").notNull(),
    failed: integer("failed").notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.subject, t.hour] })],
);

/** Events that were not accepted because their payload does not fit their type's schema; of a flood only the first. */
export const rejectedEvents = sqliteTable(
  "rejected_events",
  {
    orgId: text("org_id").notNull(),
    id: text("id").notNull(),
    at: integer("at").notNull(),
    eventType: text("event_type").notNull(),
    /** The caller's own id of the event. */
    eventId: text("event_id"),
    /** FieldError[] as JSON text. */
    errors: text("errors").notNull(),
    /** The beginning of the payload. */
    excerpt: text("excerpt").notNull(),
    correlationId: text("correlation_id").notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] })],
);

/** What an organization wants to be told of. */
export const alertRules = sqliteTable(
  "alert_rules",
  {
    orgId: text("org_id").notNull(),
    id: text("id").notNull(),
    name: text("name").notNull(),
    /** AlertCondition as JSON text. */
    condition: text("condition").notNull(),
    /** JSON array, or null for all. */
    integrationIds: text("integration_ids"),
    enabled: integer("enabled", { mode: "boolean" }).notNull(),
    mutedUntil: integer("muted_until"),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] })],
);

/** What a rule found wrong with one subject, from its beginning to its end. Of both together one is open at most. */
export const alerts = sqliteTable(
  "alerts",
  {
    orgId: text("org_id").notNull(),
    id: text("id").notNull(),
    ruleId: text("rule_id").notNull(),
    kind: text("kind").notNull(),
    subjectKind: text("subject_kind").notNull(),
    subjectId: text("subject_id").notNull(),
    detail: text("detail").notNull(),
    value: real("value"),
    openedAt: integer("opened_at").notNull(),
    lastAt: integer("last_at").notNull(),
    resolvedAt: integer("resolved_at"),
    occurrences: integer("occurrences").notNull(),
    acknowledgedAt: integer("acknowledged_at"),
    acknowledgedBy: text("acknowledged_by"),
    /** Notice: was somebody told that it began, and that it is over? */
    raisedNotice: text("raised_notice").notNull(),
    resolvedNotice: text("resolved_notice"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    uniqueIndex("alerts_open").on(t.orgId, t.ruleId, t.subjectId).where(sql`resolved_at is null`),
    index("alerts_owed").on(t.orgId, t.id).where(sql`raised_notice = 'owed' or resolved_notice = 'owed'`),
  ],
);

/** The last change of each integration's circuit that ever changed. */
export const circuitStates = sqliteTable(
  "circuit_states",
  {
    orgId: text("org_id").notNull(),
    integrationId: text("integration_id").notNull(),
    phase: text("phase").notNull(),
    since: integer("since").notNull(),
    cause: text("cause").notNull(),
    /** Of a person who paused or resumed it. */
    reason: text("reason"),
    changedBy: text("changed_by"),
    restsUntil: integer("rests_until"),
    trips: integer("trips").notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.integrationId] })],
);

/** Where the cron's rotating sweeps stand, so their cost per minute does not grow with the number of organizations. */
export const sweeps = sqliteTable("sweeps", {
  name: text("name").primaryKey(),
  position: text("position").notNull(),
});
