import { randomBytes } from "node:crypto";
import { drizzle } from "drizzle-orm/d1";
import { createAdminTokenCheck } from "#adapters/crypto/admin-token";
import { base64, bodyHmac } from "#adapters/crypto/body-hmac";
import { computeDeliveryId, fingerprint, hashApiKey } from "#adapters/crypto/digests";
import { createMessageSigner } from "#adapters/crypto/message-signer";
import { createSecretBox } from "#adapters/crypto/secret-box";
import { generateSecret, importSecret } from "#adapters/crypto/signing-key";
import { createTokenSeal } from "#adapters/crypto/token-seal";
import { createApiKeyAuthenticator, forgetApiKeys } from "#adapters/d1/api-key-authenticator";
import { createApiKeyRepository } from "#adapters/d1/api-key-repository";
import { createAuthorizationRepository } from "#adapters/d1/authorization-repository";
import { createConfigurations } from "#adapters/d1/configurations";
import { createCredentialRepository } from "#adapters/d1/credential-repository";
import { createDeliveryChanges } from "#adapters/d1/delivery-changes";
import { createDeliveryLog } from "#adapters/d1/delivery-log";
import { createDeliverySearch } from "#adapters/d1/delivery-search";
import {
  createEventTypeRepository,
  createEventTypeTemplateRepository,
} from "#adapters/d1/event-type-repository";
import { createHousekeeping } from "#adapters/d1/housekeeping";
import { createIntegrationRepository } from "#adapters/d1/integration-repository";
import { createIntegrationSwitch } from "#adapters/d1/integration-switch";
import { createJobRepository } from "#adapters/d1/job-repository";
import { createOrganizationPaths } from "#adapters/d1/organization-paths";
import { createOrganizationRepository } from "#adapters/d1/organization-repository";
import { createSecretRepository } from "#adapters/d1/secret-repository";
import { createSweeps } from "#adapters/d1/sweeps";
import { createTokenStore } from "#adapters/durable-objects/credential-client";
import { createIntake } from "#adapters/durable-objects/intake-client";
import { createIntegrationQueue } from "#adapters/durable-objects/integration-client";
import { forwardToRegion } from "#adapters/http/forward-to-region";
import { sendRequest } from "#adapters/http/send-request";
import { createTokenEndpoint } from "#adapters/oauth/token-endpoint";
import { createJobQueue } from "#adapters/queues/job-queue";
import { createBodyStore } from "#adapters/r2/body-store";
import type { OrganizationPaths } from "#domain/access/ports";
import type { Principal } from "#domain/access/principal";
import { createTimeOrderedId } from "#domain/ids";
import { formatApiKey } from "#domain/tenancy/api-key";
import { checkTargetUrl } from "#domain/tenancy/target-url";
import { readConfig } from "../env.ts";
import type { AcceptServices } from "./accept-events.ts";
import { createAccessTokens } from "./access-tokens.ts";
import { createAuthenticate } from "./authenticate.ts";
import type { ConfigurationServices } from "./configuration-services.ts";
import type { CredentialServices } from "./credential-services.ts";
import type { DeliveryServices } from "./delivery-services.ts";
import type { OperationServices } from "./operation-services.ts";

/** Everything a request, a queue batch or a cron tick may use. */
export type Services = AcceptServices &
  DeliveryServices &
  ConfigurationServices &
  CredentialServices &
  OperationServices & {
    readonly authenticate: (token: string) => Promise<Principal | null>;
    readonly organizationPaths: OrganizationPaths;
    readonly forwardToRegion: (region: string, request: Request) => Promise<Response>;
  };

export type HttpServices = Services;

/** Parsed keys and templates are worth keeping for as long as the isolate lives. */
const signer = createMessageSigner();

let composed: { readonly env: Env; readonly services: Services } | null = null;

/** The one place where bindings meet ports. The same env gives the same services: composing is not for the hot path. */
export function composeServices(env: Env): Services {
  if (composed?.env !== env) composed = { env, services: compose(env) };
  return composed.services;
}

function compose(env: Env): Services {
  const config = readConfig(env);
  const now = Date.now;
  const box = createSecretBox(config.secretsKeys);
  const createId = (prefix: string) =>
    createTimeOrderedId(prefix, now(), crypto.getRandomValues(new Uint8Array(10)));
  const credentials = createCredentialRepository(env.DB, box);
  const tokens = {
    credentials,
    tokenStore: createTokenStore(env.CREDENTIAL, config.jurisdiction),
    tokenSeal: createTokenSeal(box),
    tokenEndpoint: createTokenEndpoint({
      send: sendRequest,
      async guardTarget(_orgId, url) {
        const check = checkTargetUrl(url, { allowPrivate: config.allowPrivateTargets, httpsOnly: false });
        return check.ok ? check : { ok: false, retryable: false, message: check.message };
      },
      now,
    }),
    now,
  };
  return {
    ...tokens,
    accessTokens: createAccessTokens(tokens),
    authorizations: createAuthorizationRepository(env.DB, box),
    publicUrl: config.publicUrl,
    base64,
    hmac: bodyHmac,
    region: config.region,
    allowPrivateTargets: config.allowPrivateTargets,
    concurrentRequests: config.concurrentRequests,
    now,
    random: Math.random,
    configurations: createConfigurations(drizzle(env.DB), box, now),
    intake: createIntake(env.INTAKE, config.jurisdiction),
    integrations: createIntegrationQueue(env.INTEGRATION, config.jurisdiction),
    integrationSwitch: createIntegrationSwitch(env.DB),
    bodies: createBodyStore(env.BODIES),
    log: createDeliveryLog(env.DB),
    deliverySearch: createDeliverySearch(env.DB),
    deliveryChanges: createDeliveryChanges(env.DB),
    jobs: createJobRepository(env.DB),
    jobQueue: createJobQueue(env.JOBS),
    sweeps: createSweeps(env.DB),
    housekeeping: createHousekeeping(env.DB),
    sign: signer.sign,
    send: sendRequest,
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
      organizations: createOrganizationRepository(env.DB),
      apiKeys: createApiKeyRepository(env.DB),
    },
    secretMaker: { generate: generateSecret, import: importSecret },
    makeApiKey: () => {
      const key = formatApiKey(config.region, randomBytes(32).toString("base64url"));
      return { key, hash: hashApiKey(key) };
    },
    forgetApiKeys,
    authenticate: createAuthenticate({
      apiKey: createApiKeyAuthenticator(env.DB, now),
      isAdminToken: config.adminToken === null ? null : createAdminTokenCheck(config.adminToken),
    }),
    organizationPaths: createOrganizationPaths(env.DB, now),
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
