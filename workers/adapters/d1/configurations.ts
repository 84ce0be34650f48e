import { and, desc, eq, getTableColumns, inArray, isNull, sql } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { isOAuth } from "#domain/credentials/credential";
import type { TargetCredential } from "#domain/credentials/target-credential";
import type { Configurations } from "#domain/ports";
import type { StoredSigningSecret } from "#domain/signing/signing-config";
import type {
  Integration,
  IntegrationSettings,
  OrganizationConfig,
  OrganizationFacts,
} from "#domain/tenancy/organization-config";
import { readRateLimits } from "#domain/tenancy/rate-limits";
import type { EnforcedSchema } from "#domain/validation/validation-settings";
import type { SecretBox } from "../crypto/secret-box.ts";
import { openCredential, readSettings as readCredential } from "./credential-row.ts";
import { openHeaders, openSigningSecret, readSettings } from "./integration-row.ts";
import { orUnreadable } from "./or-unreadable.ts";
import {
  credentials,
  eventTypes,
  integrations,
  lookupTables,
  organizations,
  signingSecrets,
  usage,
  variables,
} from "./schema.ts";
import { readOwnPolicy, readPolicy, readQuota } from "./tree-columns.ts";

/** A change made through another isolate is noticed by its version at once, and after this long in any case. */
const MAX_AGE_MS = 30_000;
const MAX_ORGANIZATIONS = 500;
/** Organizations and their integrations, which hold a kilobyte or two each; an isolate has 128 MB. */
const MAX_WEIGHT = 40_000;

interface Loaded {
  readonly config: OrganizationConfig | null;
  /** Of what every organization shares and no organization's version tells of. */
  readonly templates: string;
}

interface Cached {
  readonly loaded: Promise<Loaded>;
  readonly loadedAt: number;
  /** Null until it is there. */
  value: Loaded | null;
}

/** Lives as long as the isolate: bindings may be passed anew with every request, what was loaded stays good. */
const cache = new Map<string, Cached>();

/** Configuration as the hot path uses it: loaded whole, secrets opened, kept per isolate until its version is too old. */
export function createConfigurations(
  db: DrizzleD1Database,
  box: SecretBox,
  now: () => number,
): Configurations {
  async function keep(orgId: string, loaded: Promise<Loaded>): Promise<Loaded> {
    const cached: Cached = { loaded, loadedAt: now(), value: null };
    cache.delete(orgId);
    cache.set(orgId, cached);
    try {
      cached.value = await loaded;
      makeRoom();
      return cached.value;
    } catch (error) {
      if (cache.get(orgId) === cached) cache.delete(orgId);
      throw error;
    }
  }

  /** What the version says is still the newest is kept, however large: then two rows are read, and no secret is opened. */
  async function refreshed(orgId: string, known: Loaded): Promise<Loaded> {
    const { config } = known;
    if (config === null || config.integrations.some(isLocked)) return loadUnlocked(db, box, orgId);
    const { version, templates, storedBytes } = await askVersion(db, orgId);
    if (version !== config.version || templates !== known.templates) return loadUnlocked(db, box, orgId);
    return storedBytes === config.storedBytes ? known : { ...known, config: { ...config, storedBytes } };
  }

  return {
    async load(orgId, minVersion) {
      const isEnough = ({ config }: Loaded) => config === null || config.version >= minVersion;
      const cached = cache.get(orgId);
      const isYoung = cached !== undefined && now() - cached.loadedAt <= MAX_AGE_MS;
      // What is old and has never come was asked for by a request that was cut off: nobody may wait for it.
      const known = isYoung ? await cached.loaded : (cached?.value ?? null);
      if (isYoung && known !== null && isEnough(known)) return known.config;
      const other = cache.get(orgId);
      if (other !== undefined && other !== cached) {
        const theirs = await other.loaded;
        if (isEnough(theirs)) return theirs.config;
      }
      const renewed = known === null ? loadUnlocked(db, box, orgId) : refreshed(orgId, known);
      return (await keep(orgId, renewed)).config;
    },
    forget(orgId) {
      cache.delete(orgId);
    },
  };
}

/** The oldest go, so that no tenant can grow an isolate; the newest stays, or a large one would be loaded for every event. */
function makeRoom(): void {
  const weigh = ({ value }: Cached) => 1 + (value?.config?.integrations.length ?? 0);
  let weight = 0;
  for (const cached of cache.values()) weight += weigh(cached);
  for (const [orgId, cached] of cache) {
    if (cache.size === 1 || (cache.size <= MAX_ORGANIZATIONS && weight <= MAX_WEIGHT)) return;
    cache.delete(orgId);
    weight -= weigh(cached);
  }
}

const TEMPLATES_STAMP = sql<string>`count(*) || ' ' || coalesce(max(${eventTypes.updatedAt}), 0)`;

async function askVersion(
  db: DrizzleD1Database,
  orgId: string,
): Promise<{ readonly version: number | null; readonly templates: string; readonly storedBytes: number }> {
  const [rows, stamps, usageRows] = await db.batch([
    db
      .select({ version: organizations.configVersion })
      .from(organizations)
      .where(and(eq(organizations.id, orgId), isNull(organizations.deletedAt))),
    selectTemplatesStamp(db),
    selectStoredBytes(db, orgId),
  ]);
  return {
    version: rows[0]?.version ?? null,
    templates: stamps[0]?.stamp ?? "",
    storedBytes: usageRows[0]?.storedBytes ?? 0,
  };
}

function selectTemplatesStamp(db: DrizzleD1Database) {
  return db.select({ stamp: TEMPLATES_STAMP }).from(eventTypes).where(eq(eventTypes.orgId, "*"));
}

function selectStoredBytes(db: DrizzleD1Database, orgId: string) {
  return db
    .select({ storedBytes: sql<number | null>`sum(${usage.storedBytes})` })
    .from(usage)
    .where(and(eq(usage.orgId, orgId), HAS_STORAGE_QUOTA(orgId)));
}

/**
 * A key rotation may replace a sealed text and delete its old key between our reading the one and the other. So what does
 * not open is read once more; what then still does not is locked, and only its own integration waits for it.
 */
async function loadUnlocked(db: DrizzleD1Database, box: SecretBox, orgId: string): Promise<Loaded> {
  const first = await load(db, box, orgId);
  if (first.config === null || !first.config.integrations.some(isLocked)) return first;
  const again = await load(db, box, orgId);
  for (const { id, lockedHeaders, secrets } of again.config?.integrations.filter(isLocked) ?? []) {
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

/** Every isolate keeps what is loaded here, and a schema may have 128 KB. */
const { validationSchema: _schema, ...WITHOUT_SCHEMA } = getTableColumns(integrations);

async function load(db: DrizzleD1Database, box: SecretBox, orgId: string): Promise<Loaded> {
  const [
    organizationRows,
    typeRows,
    integrationRows,
    secretRows,
    usageRows,
    credentialRows,
    tableRows,
    variableRows,
    stamps,
  ] = await db.batch([
    db
      .select()
      .from(organizations)
      .where(and(eq(organizations.id, orgId), isNull(organizations.deletedAt))),
    db
      .select({
        orgId: eventTypes.orgId,
        name: eventTypes.name,
        mode: eventTypes.validation,
        schemaHash: eventTypes.schemaHash,
      })
      .from(eventTypes)
      .where(and(inArray(eventTypes.orgId, [orgId, "*"]), eq(eventTypes.archived, false))),
    db.select(WITHOUT_SCHEMA).from(integrations).where(eq(integrations.orgId, orgId)),
    db
      .select()
      .from(signingSecrets)
      .where(eq(signingSecrets.orgId, orgId))
      .orderBy(desc(signingSecrets.createdAt), desc(signingSecrets.id)),
    selectStoredBytes(db, orgId),
    db.select().from(credentials).where(eq(credentials.orgId, orgId)),
    db
      .select({
        id: lookupTables.id,
        name: lookupTables.name,
        version: lookupTables.version,
        defaultJson: lookupTables.defaultJson,
      })
      .from(lookupTables)
      .where(and(eq(lookupTables.orgId, orgId), isNull(lookupTables.deletedAt))),
    db
      .select({ name: variables.name, value: variables.value })
      .from(variables)
      .where(eq(variables.orgId, orgId)),
    selectTemplatesStamp(db),
  ]);
  const templates = stamps[0]?.stamp ?? "";
  const [organization] = organizationRows;
  if (organization === undefined) return { config: null, templates };

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
      const stored = readSettings(row.config);
      const { headers, locked } = await openHeaders(box, orgId, row.id, stored.headers);
      const settings: IntegrationSettings = { ...stored, headers };
      return {
        id: row.id,
        orgId,
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
  const config: OrganizationConfig = {
    orgId,
    version: organization.configVersion,
    policy,
    quota,
    storedBytes: usageRows[0]?.storedBytes ?? 0,
    catalogueMode: policy.catalogueMode,
    intakeShards: organization.intakeShards,
    rateLimits: readRateLimits(quota),
    eventTypes: new Set(typeRows.map((row) => row.name)),
    lookupTables: new Map(tableRows.map(({ name, ...table }) => [name, table])),
    enforcedTypes: enforcedTypes(orgId, typeRows),
    integrations: loaded,
    integrationsById: new Map(loaded.map((integration) => [integration.id, integration])),
  };
  return { config, templates };
}

/** An organization's own type counts instead of the template of its name, also where it enforces nothing. */
function enforcedTypes(
  orgId: string,
  rows: readonly (Pick<typeof eventTypes.$inferSelect, "orgId" | "name" | "schemaHash"> & {
    readonly mode: EnforcedSchema["mode"] | null;
  })[],
): ReadonlyMap<string, EnforcedSchema> {
  const enforced = new Map<string, EnforcedSchema>();
  const own = new Set<string>();
  for (const row of rows) if (row.orgId === orgId) own.add(row.name);
  for (const { name, mode, schemaHash, orgId: owner } of rows) {
    if (mode === null || schemaHash === null || (owner !== orgId && own.has(name))) continue;
    enforced.set(name, { mode, schemaHash });
  }
  return enforced;
}

/** A token is asked for where it is needed; what is sent as it is, is opened here once. */
async function openTargetCredential(
  box: SecretBox,
  row: typeof credentials.$inferSelect,
): Promise<TargetCredential> {
  const { orgId, id } = row;
  const identity = { orgId, credentialId: id, revision: row.updatedAt };
  const stored = readCredential(row);
  if (isOAuth(stored)) return { kind: "oauth", identity };
  const opening = await orUnreadable(openCredential(box, orgId, id, stored));
  if (!opening.ok) return { kind: "locked", identity };
  const settings = opening.value;
  return isOAuth(settings) ? { kind: "oauth", identity } : { kind: "static", identity, settings };
}
