import { and, desc, eq, inArray, isNull, sql } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { isOAuth } from "#domain/credentials/credential";
import type { TargetCredential } from "#domain/credentials/target-credential";
import type { Configurations } from "#domain/ports";
import type { StoredSigningSecret } from "#domain/signing/signing-config";
import { completeSettings, type StoredEver } from "#domain/tenancy/complete-settings";
import type {
  Integration,
  IntegrationSettings,
  OrganizationConfig,
  OrganizationFacts,
} from "#domain/tenancy/organization-config";
import { readRateLimits } from "#domain/tenancy/rate-limits";
import type { SecretBox } from "../crypto/secret-box.ts";
import { setBounded } from "../set-bounded.ts";
import { openCredential, readSettings } from "./credential-row.ts";
import { openHeaders, openSigningSecret } from "./integration-row.ts";
import { orUnreadable } from "./or-unreadable.ts";
import {
  credentials,
  eventTypes,
  integrations,
  organizations,
  signingSecrets,
  usage,
  variables,
} from "./schema.ts";
import { readOwnPolicy, readPolicy, readQuota } from "./tree-columns.ts";

/** A change made through another isolate is noticed by its version at once, and after this long in any case. */
const MAX_AGE_MS = 30_000;
const MAX_ORGANIZATIONS = 500;

interface Cached {
  readonly config: Promise<OrganizationConfig | null>;
  readonly loadedAt: number;
}

/** Lives as long as the isolate: bindings may be passed anew with every request, what was loaded stays good. */
const cache = new Map<string, Cached>();

/** Configuration as the hot path uses it: loaded whole, secrets opened, kept per isolate until its version is too old. */
export function createConfigurations(
  db: DrizzleD1Database,
  box: SecretBox,
  now: () => number,
): Configurations {
  async function fresh(orgId: string): Promise<OrganizationConfig | null> {
    const config = loadUnlocked(db, box, orgId);
    setBounded(cache, orgId, { config, loadedAt: now() }, MAX_ORGANIZATIONS);
    try {
      return await config;
    } catch (error) {
      cache.delete(orgId);
      throw error;
    }
  }

  return {
    async load(orgId, minVersion) {
      const known = cache.get(orgId);
      if (known === undefined || now() - known.loadedAt > MAX_AGE_MS) return fresh(orgId);
      const config = await known.config;
      return config !== null && config.version < minVersion ? fresh(orgId) : config;
    },
    forget(orgId) {
      cache.delete(orgId);
    },
  };
}

/**
 * A key rotation may replace a sealed text and delete its old key between our reading the one and the other. So what does
 * not open is read once more; what then still does not is locked, and only its own integration waits for it.
 */
async function loadUnlocked(
  db: DrizzleD1Database,
  box: SecretBox,
  orgId: string,
): Promise<OrganizationConfig | null> {
  const first = await load(db, box, orgId);
  if (first === null || !first.integrations.some(isLocked)) return first;
  const again = await load(db, box, orgId);
  for (const { id, lockedHeaders, secrets } of again?.integrations.filter(isLocked) ?? []) {
    const locked = [
      ...lockedHeaders,
      ...secrets.flatMap((secret) => (secret.value === null ? secret.id : [])),
    ];
    console.error(JSON.stringify({ event: "secrets.locked", orgId, integrationId: id, locked }));
  }
  return again;
}

function isLocked({ lockedHeaders, secrets, credential }: Integration): boolean {
  return (
    lockedHeaders.length > 0 || credential?.kind === "locked" || secrets.some(({ value }) => value === null)
  );
}
/** Names no column of the table that is summed, so it is asked once: without a quota not a single day is read. */
const HAS_STORAGE_QUOTA = (orgId: string) =>
  sql`(select quota ->> 'storageBytes' from organizations where id = ${orgId}) is not null`;

async function load(
  db: DrizzleD1Database,
  box: SecretBox,
  orgId: string,
): Promise<OrganizationConfig | null> {
  const [organizationRows, typeRows, integrationRows, secretRows, usageRows, credentialRows, variableRows] =
    await db.batch([
      db
        .select()
        .from(organizations)
        .where(and(eq(organizations.id, orgId), isNull(organizations.deletedAt))),
      db
        .select({ name: eventTypes.name })
        .from(eventTypes)
        .where(and(inArray(eventTypes.orgId, [orgId, "*"]), eq(eventTypes.archived, false))),
      db.select().from(integrations).where(eq(integrations.orgId, orgId)),
      db
        .select()
        .from(signingSecrets)
        .where(eq(signingSecrets.orgId, orgId))
        .orderBy(desc(signingSecrets.createdAt), desc(signingSecrets.id)),
      db
        .select({ storedBytes: sql<number | null>`sum(${usage.storedBytes})` })
        .from(usage)
        .where(and(eq(usage.orgId, orgId), HAS_STORAGE_QUOTA(orgId))),
      db.select().from(credentials).where(eq(credentials.orgId, orgId)),
      db
        .select({ name: variables.name, value: variables.value })
        .from(variables)
        .where(eq(variables.orgId, orgId)),
    ]);
  const [organization] = organizationRows;
  if (organization === undefined) return null;

  const secrets = await Promise.all(
    secretRows.map(async (row): Promise<StoredSigningSecret & { integrationId: string }> => {
      const value = await openSigningSecret(box, orgId, row.integrationId, row);
      return {
        integrationId: row.integrationId,
        id: row.id,
        kind: row.kind,
        value,
        expiresAt: row.expiresAt,
      };
    }),
  );
  const policy = readPolicy(organization.policy, readOwnPolicy(organization.ownPolicy));
  const quota = readQuota(organization.quota).effective;
  const secretsOf = Map.groupBy(secrets, (secret) => secret.integrationId);
  const credentialsById = new Map<string, TargetCredential>();
  for (const row of credentialRows) credentialsById.set(row.id, await openTargetCredential(box, row));
  const facts: OrganizationFacts = {
    id: orgId,
    name: organization.name,
    region: organization.region,
    variables: Object.fromEntries(variableRows.map(({ name, value }) => [name, value])),
  };
  const loaded = await Promise.all(
    integrationRows.map(async (row): Promise<Integration> => {
      const stored = completeSettings(JSON.parse(row.config) as StoredEver);
      const { headers, locked } = await openHeaders(box, orgId, row.id, stored.headers);
      const settings: IntegrationSettings = { ...stored, headers };
      return {
        id: row.id,
        name: row.name,
        enabled: row.enabled || row.disabledReason !== null,
        switchedOff: row.enabled ? null : row.disabledReason,
        eventTypes: settings.eventTypes,
        filter: settings.filter,
        settings,
        lockedHeaders: locked,
        secrets: secretsOf.get(row.id) ?? [],
        hostRules: policy,
        organization: facts,
        credential: credentialsById.get(settings.credentialId ?? "") ?? null,
      };
    }),
  );
  return {
    orgId,
    version: organization.configVersion,
    policy,
    quota,
    storedBytes: usageRows[0]?.storedBytes ?? 0,
    catalogueMode: policy.catalogueMode,
    intakeShards: organization.intakeShards,
    rateLimits: readRateLimits(quota),
    eventTypes: new Set(typeRows.map((row) => row.name)),
    integrations: loaded,
    integrationsById: new Map(loaded.map((integration) => [integration.id, integration])),
  };
}

/** A token is asked for where it is needed; what is sent as it is, is opened here once. */
async function openTargetCredential(
  box: SecretBox,
  row: typeof credentials.$inferSelect,
): Promise<TargetCredential> {
  const { orgId, id } = row;
  const identity = { orgId, credentialId: id, revision: row.updatedAt };
  const stored = readSettings(row);
  if (isOAuth(stored)) return { kind: "oauth", identity };
  const opening = await orUnreadable(openCredential(box, orgId, id, stored));
  if (!opening.ok) return { kind: "locked", identity };
  const settings = opening.value;
  return isOAuth(settings) ? { kind: "oauth", identity } : { kind: "static", identity, settings };
}
