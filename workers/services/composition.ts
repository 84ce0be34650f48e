import { waitUntil } from "cloudflare:workers";
import { randomBytes } from "node:crypto";
import { drizzle } from "drizzle-orm/d1";
import { regionOfAccessToken } from "#adapters/crypto/access-tokens";
import { createAdminTokenCheck } from "#adapters/crypto/admin-token";
import { base64, bodyHmac } from "#adapters/crypto/body-hmac";
import { computeDeliveryId, digest, fingerprint, hashApiKey, sha256 } from "#adapters/crypto/digests";
import { createMessageSigner } from "#adapters/crypto/message-signer";
import { generateSecret, importSecret } from "#adapters/crypto/signing-key";
import { createTokenSeal } from "#adapters/crypto/token-seal";
import { toCsvRows } from "#adapters/csv/csv-rows";
import { toExactCsv } from "#adapters/csv/exact-csv";
import { readCsv } from "#adapters/csv/read-csv";
import { createAlertFactRecords } from "#adapters/d1/alert-facts";
import { createAlertRecords } from "#adapters/d1/alert-records";
import { createAlertRuleRepository } from "#adapters/d1/alert-rules";
import { createApiKeyAuthenticator, forgetApiKeys } from "#adapters/d1/api-key-authenticator";
import { createApiKeyRepository } from "#adapters/d1/api-key-repository";
import { createAuditLog } from "#adapters/d1/audit-log";
import { createAuthorizationRepository } from "#adapters/d1/authorization-repository";
import { createBadgeRecords } from "#adapters/d1/badge-records";
import { createCircuitStates } from "#adapters/d1/circuit-states";
import { createCompiledSchemas } from "#adapters/d1/compiled-schemas";
import { createConfigurations } from "#adapters/d1/configurations";
import { createCredentialRepository } from "#adapters/d1/credential-repository";
import { createDeliveryChanges } from "#adapters/d1/delivery-changes";
import { createDeliveryLog } from "#adapters/d1/delivery-log";
import { createDeliverySearch } from "#adapters/d1/delivery-search";
import { createEndpointSchemas } from "#adapters/d1/endpoint-schemas";
import {
  createEventTypeRepository,
  createEventTypeTemplateRepository,
} from "#adapters/d1/event-type-repository";
import { createHealthRecords } from "#adapters/d1/health-records";
import { createHousekeeping } from "#adapters/d1/housekeeping";
import { createIntegrationRepository } from "#adapters/d1/integration-repository";
import { createIntegrationSwitch } from "#adapters/d1/integration-switch";
import { createJobRepository } from "#adapters/d1/job-repository";
import { createKeyRotationRepository } from "#adapters/d1/key-rotation-repository";
import { createKeyUsage } from "#adapters/d1/key-usage";
import { createLookupRowRepository } from "#adapters/d1/lookup-row-repository";
import { createLookupTableRepository } from "#adapters/d1/lookup-table-repository";
import { createOrganizationPaths } from "#adapters/d1/organization-paths";
import { createOrganizationRepository } from "#adapters/d1/organization-repository";
import { createOrganizationTree } from "#adapters/d1/organization-tree";
import { createOverviewRecords } from "#adapters/d1/overview-records";
import { createProxyCallLog } from "#adapters/d1/proxy-call-log";
import { createPurgeRecords } from "#adapters/d1/purge-records";
import { createQuickSearch } from "#adapters/d1/quick-search";
import { createRejectedRequests } from "#adapters/d1/rejected-requests";
import { createRoleRepository } from "#adapters/d1/role-repository";
import { createSchemaSources } from "#adapters/d1/schema-sources";
import { createSealedRecords } from "#adapters/d1/sealed-records";
import { createSecretRepository } from "#adapters/d1/secret-repository";
import { createSourceActivities } from "#adapters/d1/source-activities";
import { createSourceDirectory } from "#adapters/d1/source-directory";
import { createSourceRepository } from "#adapters/d1/source-repository";
import { createSweeps } from "#adapters/d1/sweeps";
import { createUsageRecords } from "#adapters/d1/usage-records";
import { createValidationRecords } from "#adapters/d1/validation-records";
import { createVariableRepository } from "#adapters/d1/variable-repository";
import { createAuditJournal } from "#adapters/durable-objects/audit-client";
import { createCallGates } from "#adapters/durable-objects/call-gates";
import { createTokenStore } from "#adapters/durable-objects/credential-client";
import { createCredentialVaults } from "#adapters/durable-objects/credential-vaults";
import { createGuessThrottle } from "#adapters/durable-objects/guess-throttle-client";
import { createIntake } from "#adapters/durable-objects/intake-client";
import { createIntegrationQueue } from "#adapters/durable-objects/integration-client";
import { createPurgeObjects } from "#adapters/durable-objects/purge-objects";
import { createRateLimiter } from "#adapters/durable-objects/rate-limit-client";
import { graphqlDocuments } from "#adapters/graphql/documents";
import { createAnswerCache } from "#adapters/http/answer-cache";
import { createFetchText } from "#adapters/http/fetch-text";
import { forwardToRegion } from "#adapters/http/forward-to-region";
import { createHostResolver } from "#adapters/http/host-resolver";
import { openSender } from "#adapters/http/send-request";
import { sendUpstream } from "#adapters/http/send-upstream";
import { visit } from "#adapters/http/visit";
import { createLookupValues } from "#adapters/lookup-values";
import { createTokenEndpoint } from "#adapters/oauth/token-endpoint";
import { openSecretBox } from "#adapters/open-secret-box";
import { createPeople } from "#adapters/people";
import { createJobQueue } from "#adapters/queues/job-queue";
import { createAuditArchive } from "#adapters/r2/audit-archive";
import { createBodyStore } from "#adapters/r2/body-store";
import { allConnectors, findConnector } from "#connectors/registry";
import type { OrganizationPaths } from "#domain/access/ports";
import type { Principal } from "#domain/access/principal";
import type { CircuitStates } from "#domain/flow/ports";
import { createTimeOrderedId } from "#domain/ids";
import { formatInboundToken } from "#domain/ingress/inbound-token";
import type { LookupValues } from "#domain/lookups/ports";
import type { QuickSearch } from "#domain/operations/quick-search";
import type { ProxyCallLog } from "#domain/proxy/ports";
import type { Cage } from "#domain/sandbox/cage";
import { formatApiKey, regionOfKey } from "#domain/tenancy/api-key";
import { NO_HOST_RULES } from "#domain/tenancy/host-rules";
import type { UsageRecords } from "#domain/tenancy/usage-ports";
import type { ValidationRecords } from "#domain/validation/ports";
import { createCage } from "#sandbox/cage";
import { createSchemaCage } from "#sandbox/schema/schema-cage";
import { readConfig } from "../env.ts";
import type { AcceptServices } from "./accept-events.ts";
import type { AlertServices } from "./alert-services.ts";
import type { AttemptTools } from "./attempt-delivery.ts";
import type { AuditServices } from "./audit-services.ts";
import { createAuthenticate } from "./authenticate.ts";
import { createCircuitWatch } from "./circuit-watch.ts";
import type { ConfigurationServices } from "./configuration-services.ts";
import { createSourceCounter } from "./count-activity.ts";
import type { CredentialServices } from "./credential-services.ts";
import type { DeliveryServices } from "./delivery-services.ts";
import type { EncryptionServices } from "./encryption-services.ts";
import { createCallGate } from "./enter-gate.ts";
import { createGuardTarget } from "./guard-target.ts";
import { type CallLimits, createCallLimits } from "./limit-calls.ts";
import { createStrangerLimit } from "./limit-strangers.ts";
import { createCallLog } from "./log-calls.ts";
import { createRejectionGate } from "./log-rejection.ts";
import type { LookupServices } from "./lookup-services.ts";
import { createAlertNotes } from "./note-alerts.ts";
import type { DoorServices } from "./note-at-the-door.ts";
import type { OperationServices } from "./operation-services.ts";
import type { PeopleServices } from "./people-services.ts";
import type { ProxyServices } from "./proxy-services.ts";
import type { PurgeServices } from "./purge-organization.ts";
import { reseal } from "./reseal-tokens.ts";
import type { RoleServices } from "./role-services.ts";
import { type BadgeWatch, createBadgeWatch } from "./show-badges.ts";
import { createHealthWatch } from "./show-health.ts";
import { createOverviewWatch, type OverviewWatch } from "./show-overview.ts";
import type { InboundServices } from "./source-services.ts";
import { createTargetTokens } from "./target-tokens.ts";
import { createValidationJournal } from "./validation-journal.ts";

/** Everything a request, a queue batch or a cron tick may use. */
export type Services = AcceptServices &
  AlertServices &
  AttemptTools &
  DeliveryServices &
  DoorServices &
  ConfigurationServices &
  AuditServices &
  CredentialServices &
  EncryptionServices &
  LookupServices &
  InboundServices &
  OperationServices &
  PeopleServices &
  ProxyServices &
  PurgeServices &
  RoleServices & {
    readonly lookups: LookupValues;
    readonly writeCsv: (rows: readonly (readonly string[])[]) => string;
    readonly proxyCallLog: ProxyCallLog;
    readonly authenticate: (token: string) => Promise<Principal | null>;
    /** The region that a key or token names; null for one that names none. It proves nothing. */
    readonly regionOfBearer: (token: string) => string | null;
    readonly organizationPaths: OrganizationPaths;
    readonly cage: Cage;
    readonly callLimits: CallLimits;
    readonly circuitStates: CircuitStates;
    readonly overviewWatch: OverviewWatch;
    readonly badgeWatch: BadgeWatch;
    readonly quickSearch: QuickSearch;
    readonly usageRecords: UsageRecords;
    readonly validationRecords: ValidationRecords;
    readonly forwardToRegion: (region: string, request: Request) => Promise<Response>;
  };

export type HttpServices = Services;

/** Parsed keys and templates are worth keeping for as long as the isolate lives. */
const signer = createMessageSigner();
const cage = createCage();
const sourceCounter = createSourceCounter((ms) => scheduler.wait(ms));
const rejectionGate = createRejectionGate();
const strangers = createStrangerLimit();
/** Validators are worth keeping too. */
const schemaCage = createSchemaCage(cage, Date.now);

let composed: { readonly env: Env; readonly services: Services } | null = null;

/** The one place where bindings meet ports. The same env gives the same services: composing is not for the hot path. */
export function composeServices(env: Env): Services {
  if (composed?.env !== env) composed = { env, services: withAlerts(compose(env)) };
  return composed.services;
}

/** What deliveries tell becomes an event again, so it needs what everything else is made of. */
function withAlerts(services: Omit<Services, "alertNotes" | "circuitWatch">): Services {
  const alertNotes = createAlertNotes(services);
  return { ...services, alertNotes, circuitWatch: createCircuitWatch(services.circuitStates, alertNotes) };
}

function compose(env: Env): Omit<Services, "alertNotes" | "circuitWatch"> {
  const config = readConfig(env);
  const now = Date.now;
  const encryption = openSecretBox(env.DB, config.secretsKeys, now);
  const { box } = encryption;
  const configurations = createConfigurations(drizzle(env.DB), box, now);
  const lookupRows = createLookupRowRepository(env.DB);
  const guardTarget = createGuardTarget({
    allowPrivate: config.allowPrivateTargets,
    resolver: config.dnsResolverUrl === null ? null : createHostResolver(config.dnsResolverUrl, now),
  });
  const rateLimiter = createRateLimiter(env.RATE_LIMIT, config.jurisdiction);
  const auditJournal = createAuditJournal(env.AUDIT, config.jurisdiction);
  const createId = (prefix: string) =>
    createTimeOrderedId(prefix, now(), crypto.getRandomValues(new Uint8Array(10)));
  const validationRecords = createValidationRecords(env.DB);
  const healthRecords = createHealthRecords(env.DB);
  const organizationPaths = createOrganizationPaths(env.DB, now);
  const roles = createRoleRepository(env.DB, now);
  const { userOfAccessToken, ...people } = createPeople(env.DB, {
    region: config.region,
    box,
    createId,
    now,
  });
  const credentials = createCredentialRepository(env.DB, box);
  const tokens = {
    credentials,
    tokenStore: createTokenStore(env.CREDENTIAL, config.jurisdiction),
    tokenSeal: createTokenSeal(box),
    tokenEndpoint: createTokenEndpoint({
      send: openSender(),
      guardTarget: async (orgId, url) =>
        guardTarget(url, (await configurations.load(orgId, 0))?.policy ?? NO_HOST_RULES),
      now,
    }),
    now,
  };
  const proxyCallLog = createProxyCallLog(env.DB);
  const bodies = createBodyStore(env.BODIES);
  return {
    ...people,
    callGate: createCallGate({
      callGates: createCallGates(env.INTEGRATION, config.jurisdiction),
      now,
      createId,
      inBackground: waitUntil,
    }),
    sendUpstream,
    answerCache: createAnswerCache(sha256),
    logCall: createCallLog({ proxyCallLog, bodies, now, inBackground: waitUntil }),
    proxyCallLog,
    guesses: createGuessThrottle(env.GUESS_THROTTLE, config.jurisdiction),
    allowedOrigins: config.allowedOrigins,
    ...tokens,
    targetTokens: createTargetTokens(tokens),
    authorizations: createAuthorizationRepository(env.DB, box),
    publicUrl: config.publicUrl,
    base64,
    hmac: bodyHmac,
    region: config.region,
    allowPrivateTargets: config.allowPrivateTargets,
    guardTarget,
    concurrentRequests: config.concurrentRequests,
    now,
    random: Math.random,
    configurations,
    cage,
    schemaCage,
    compiledSchemas: createCompiledSchemas(env.DB),
    schemaSources: createSchemaSources(env.DB),
    validationRecords,
    validationJournal: createValidationJournal({
      records: validationRecords,
      createId,
      now,
      inBackground: waitUntil,
      wait: (ms) => scheduler.wait(ms),
    }),
    callLimits: createCallLimits({ rateLimiter, configurations, now }),
    intake: createIntake(env.INTAKE, config.jurisdiction),
    integrations: createIntegrationQueue(env.INTEGRATION, config.jurisdiction),
    integrationSwitch: createIntegrationSwitch(env.DB),
    auditJournal,
    changeJournal: auditJournal,
    auditLog: createAuditLog(env.DB),
    auditArchive: createAuditArchive(env.BODIES),
    csvRows: toCsvRows,
    readCsv,
    writeCsv: toExactCsv,
    lookups: createLookupValues(configurations, lookupRows),
    lookupTables: createLookupTableRepository(env.DB),
    lookupRows,
    sha256,
    bodies,
    log: createDeliveryLog(env.DB),
    deliverySearch: createDeliverySearch(env.DB),
    deliveryChanges: createDeliveryChanges(env.DB),
    jobs: createJobRepository(env.DB),
    jobQueue: createJobQueue(env.JOBS),
    keyRotations: createKeyRotationRepository(env.DB),
    sealedRecords: createSealedRecords(env.DB, encryption),
    credentialVaults: createCredentialVaults(env.DB, (identity) => reseal(tokens, identity)),
    keyUsage: createKeyUsage(env.DB, encryption.openKeyRing),
    sweeps: createSweeps(env.DB),
    housekeeping: createHousekeeping(env.DB),
    sign: signer.sign,
    openSender,
    send: (request) => openSender()(request),
    deliveryId: computeDeliveryId,
    createId,
    createEventId: () => createId("evt"),
    fingerprint,
    byteLength: (text) => Buffer.byteLength(text),
    shardOf,
    repositories: {
      integrations: createIntegrationRepository(env.DB, box),
      secrets: createSecretRepository(env.DB, box),
      credentials,
      eventTypes: createEventTypeRepository(env.DB),
      eventTypeTemplates: createEventTypeTemplateRepository(env.DB),
      variables: createVariableRepository(env.DB),
      organizations: createOrganizationRepository(env.DB),
      apiKeys: createApiKeyRepository(env.DB),
    },
    graphqlDocuments,
    graphqlSchemas: createEndpointSchemas(env.DB),
    organizationTree: createOrganizationTree(env.DB),
    usageRecords: createUsageRecords(env.DB),
    purgeRecords: createPurgeRecords(env.DB),
    purgeObjects: createPurgeObjects(env, config.jurisdiction),
    secretMaker: { generate: generateSecret, import: importSecret },
    makeApiKey: () => {
      const key = formatApiKey(config.region, randomBytes(32).toString("base64url"));
      return { key, hash: hashApiKey(key) };
    },
    forgetApiKeys,
    sourceRepository: createSourceRepository(env.DB, box),
    sourceDirectory: createSourceDirectory(env.DB, box, now),
    sourceActivities: createSourceActivities(env.DB),
    rejectedRequests: createRejectedRequests(env.DB),
    connectors: { find: findConnector, all: allConnectors },
    makeInboundToken: () => {
      const token = formatInboundToken(config.region, randomBytes(32).toString("base64url"));
      return { token, hash: digest(token) };
    },
    hashInboundToken: digest,
    // Their hosts are checked by the connector that asks; the rules of organizations are about deliveries.
    fetchText: createFetchText(async (url) => (await guardTarget(url, NO_HOST_RULES)).ok, now),
    visit,
    bytesToBase64: (bytes) => Buffer.from(bytes).toString("base64"),
    digest,
    rejectionGate,
    sourceCounter,
    strangers,
    inBackground: waitUntil,
    authenticate: createAuthenticate({
      apiKey: createApiKeyAuthenticator(env.DB, now, waitUntil),
      accessToken: userOfAccessToken,
      isAdminToken: config.adminToken === null ? null : createAdminTokenCheck(config.adminToken),
    }),
    regionOfBearer: (token) => regionOfKey(token) ?? regionOfAccessToken(token),
    organizationPaths,
    healthRecords,
    circuitStates: createCircuitStates(env.DB),
    badgeWatch: createBadgeWatch(createBadgeRecords(env.DB), now),
    quickSearch: createQuickSearch(env.DB),
    overviewWatch: createOverviewWatch({ overviewRecords: createOverviewRecords(env.DB), now }),
    healthWatch: createHealthWatch({ healthRecords, configurations, now }),
    alertRules: createAlertRuleRepository(env.DB),
    alerts: createAlertRecords(env.DB),
    alertFacts: createAlertFactRecords(env.DB),
    roles,
    forwardToRegion: (region, request) => forwardToRegion(env, region, request),
  };
}

/** FNV-1a: spreads keys over a handful of shards, nothing more. */
function shardOf(text: string, shards: number): number {
  if (shards <= 1) return 0;
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) % shards;
}
