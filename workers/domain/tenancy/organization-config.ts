import type { TargetCredential } from "../credentials/target-credential.ts";
import type { DeadLetterPolicy } from "../delivery/decide-next.ts";
import type { RetryPolicy } from "../delivery/retry-policy.ts";
import type { FlowSettings } from "../flow/flow-settings.ts";
import type { GraphqlSettings } from "../graphql/graphql-settings.ts";
import type { KnownTable } from "../lookups/ports.ts";
import type { ProxySettings } from "../proxy/proxy-settings.ts";
import type { SigningConfig, StoredSigningSecret } from "../signing/signing-config.ts";
import type { TransformSettings } from "../transformation/transform-settings.ts";
import type { EnforcedSchema } from "../validation/validation-settings.ts";
import type { HostRules } from "./host-rules.ts";
import type { EffectivePolicy } from "./policy.ts";
import type { Quota } from "./quota.ts";
import type { RateLimits } from "./rate-limits.ts";

/** Not GET: its body is not sent, so the receiver could not verify what was signed. */
export const HTTP_METHODS = ["POST", "PUT", "PATCH", "DELETE"] as const;
export type HttpMethod = (typeof HTTP_METHODS)[number];

/** What the request's body is: the payload alone, or the envelope that Standard Webhooks recommends. */
export type BodyFormat = "payload" | "envelope";

/** Everything an integration can be told, complete: nothing is optional after it was saved. */
export interface IntegrationSettings {
  readonly eventTypes: readonly string[];
  /** Content filter as JSON, null for none. Compiled when the configuration is loaded. */
  readonly filter: unknown;
  readonly url: string;
  readonly method: HttpMethod;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly bodyFormat: BodyFormat;
  readonly signing: SigningConfig;
  readonly retry: RetryPolicy;
  readonly deadLetter: DeadLetterPolicy;
  /** The credential that requests are sent with; null for none. */
  readonly credentialId: string | null;
  /** What the payload must look like; null takes any. The schema itself is with what is stored (StoredSettings). */
  readonly validation: EnforcedSchema | null;
  /** How the payload becomes the request; null sends it as `bodyFormat` says. */
  readonly transform: TransformSettings | null;
  /** Null for a plain HTTP target. */
  readonly graphql: GraphqlSettings | null;
  /** May it be called through the gateway, and how? Null: no. */
  readonly proxy: ProxySettings | null;
  /** When, how fast and in which order its deliveries go out. */
  readonly flow: FlowSettings;
}

/** What transformations may know of their organization. */
export interface OrganizationFacts {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  /** Named plain values, not secret: `{{env.NAME}}`. */
  readonly variables: Readonly<Record<string, string>>;
}

export interface Integration {
  readonly id: string;
  readonly orgId: string;
  readonly name: string;
  /** Takes part in routing. A person who switches an integration off takes it out. */
  readonly enabled: boolean;
  /**
   * Why the gateway itself switched it off (`gone_410`, `receiver_disabled`), null while it delivers. It still takes part
   * in routing: what comes for it becomes a dead letter, so that nothing is lost until somebody has looked.
   */
  readonly switchedOff: string | null;
  /** The same as in the settings: what routing looks at lies where routing looks. */
  readonly eventTypes: readonly string[];
  readonly filter: unknown;
  readonly settings: IntegrationSettings;
  /** Headers whose stored value cannot be opened; they are missing in the settings. */
  readonly lockedHeaders: readonly string[];
  /** Opened, all of them; which ones sign now is decided per request. */
  readonly secrets: readonly StoredSigningSecret[];
  /** Its organization's, one object for all of them: an attempt knows its integration only. */
  readonly hostRules: HostRules;
  /** One object for all of its integrations, too. */
  readonly organization: OrganizationFacts;
  /** Null when the settings name none, and when the one they name is gone: the settings tell which. */
  readonly credential: TargetCredential | null;
}

export type CatalogueMode = "open" | "strict";

/** All that the hot path needs to know of an organization, as of one version. */
export interface OrganizationConfig {
  readonly orgId: string;
  readonly version: number;
  /** What holds after inheritance. */
  readonly policy: EffectivePolicy;
  readonly quota: Quota;
  /** What it kept in R2 when this was loaded; only counted where a quota asks for it. */
  readonly storedBytes: number;
  readonly catalogueMode: CatalogueMode;
  readonly intakeShards: number;
  readonly rateLimits: RateLimits;
  readonly eventTypes: ReadonlySet<string>;
  /** By name. */
  readonly lookupTables: ReadonlyMap<string, KnownTable>;
  /** Types whose payloads are held against a schema when they are accepted. Usually none. */
  readonly enforcedTypes: ReadonlyMap<string, EnforcedSchema>;
  readonly integrations: readonly Integration[];
  readonly integrationsById: ReadonlyMap<string, Integration>;
}

/** May anything be sent to it now? */
export function isDelivering(integration: Integration): boolean {
  return integration.enabled && integration.switchedOff === null;
}
