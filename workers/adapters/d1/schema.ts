import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/**
 * Every table a region keeps in D1. Rows written are what D1 bills, and an index entry counts as a row:
 * the two log tables are `WITHOUT ROWID` (added by `scripts/generate-migration.ts`, drizzle-kit cannot say it)
 * and all indexes that a clean delivery does not need are partial. docs/storage.md explains each one.
 */

/** A tenant. `configVersion` grows with every change of its configuration, so stale caches are noticed. */
export const organizations = sqliteTable("organizations", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  region: text("region").notNull(),
  /** `open`: any event type is accepted. `strict`: only types of the catalogue. */
  catalogueMode: text("catalogue_mode", { enum: ["open", "strict"] }).notNull(),
  retentionDays: integer("retention_days").notNull(),
  /** How many IntakeObjects share the organization's events. */
  intakeShards: integer("intake_shards").notNull(),
  configVersion: integer("config_version").notNull(),
  createdAt: integer("created_at").notNull(),
});

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
    /** Example payload as JSON text, or null. */
    example: text("example"),
    archived: integer("archived", { mode: "boolean" }).notNull(),
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
    /** IntegrationConfig as JSON text, normalised when saved. */
    config: text("config").notNull(),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] })],
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
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    index("deliveries_integration").on(t.orgId, t.integrationId, t.id),
    index("deliveries_status").on(t.orgId, t.status, t.id).where(sql`status <> 'delivered'`),
    index("deliveries_category").on(t.orgId, t.category, t.id).where(sql`category is not null`),
    index("deliveries_due").on(t.nextRetryAt).where(sql`next_retry_at is not null`),
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

/** A bulk operation that runs in the background. The row owns it: its queue message only wakes it up. */
export const jobs = sqliteTable(
  "jobs",
  {
    orgId: text("org_id").notNull(),
    id: text("id").notNull(),
    kind: text("kind", { enum: ["retry_dead_letters", "discard_dead_letters"] }).notNull(),
    filter: text("filter").notNull(),
    status: text("status", { enum: ["running", "completed", "cancelled", "failed"] }).notNull(),
    total: integer("total").notNull(),
    processed: integer("processed").notNull(),
    skipped: integer("skipped").notNull(),
    /** The last delivery id that was handled; the next page starts behind it. */
    position: text("position").notNull(),
    detail: text("detail"),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    index("jobs_running").on(t.updatedAt).where(sql`status = 'running'`),
  ],
);

/** Where the cron's rotating sweeps stand, so their cost per minute does not grow with the number of organizations. */
export const sweeps = sqliteTable("sweeps", {
  name: text("name").primaryKey(),
  position: text("position").notNull(),
});
