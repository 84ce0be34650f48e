import type {
  ApiKeyRepository,
  EventTypeRepository,
  EventTypeTemplateRepository,
  IntegrationRepository,
  OrganizationRepository,
  SecretMaker,
  SecretRepository,
  VariableRepository,
} from "#domain/configuration-ports";
import type { CredentialRepository } from "#domain/credentials/ports";
import type { Configurations, Intake, IntegrationQueue } from "#domain/ports";
import type { Cage } from "#domain/sandbox/cage";
import type { OrganizationTree } from "#domain/tenancy/tree-ports";
import type { GuardTarget } from "./guard-target.ts";

export interface Repositories {
  readonly integrations: IntegrationRepository;
  readonly secrets: SecretRepository;
  readonly credentials: CredentialRepository;
  readonly eventTypes: EventTypeRepository;
  readonly variables: VariableRepository;
  readonly eventTypeTemplates: EventTypeTemplateRepository;
  readonly organizations: OrganizationRepository;
  readonly apiKeys: ApiKeyRepository;
}

/** A key that was just made: it is shown once, its hash is kept. */
export interface MadeApiKey {
  readonly key: string;
  readonly hash: string;
}

/** What changing an organization's configuration needs. */
export interface ConfigurationServices {
  readonly region: string;
  readonly allowPrivateTargets: boolean;
  readonly guardTarget: GuardTarget;
  readonly repositories: Repositories;
  readonly organizationTree: OrganizationTree;
  readonly configurations: Configurations;
  readonly intake: Intake;
  readonly integrations: IntegrationQueue;
  readonly secretMaker: SecretMaker;
  /** Scripts are tried where they run. */
  readonly cage: Cage;
  readonly makeApiKey: () => MadeApiKey;
  /** This isolate remembers keys for a moment; a revoked one must not be among them. */
  readonly forgetApiKeys: () => void;
  /** A new time-ordered id: `createId("int")`. */
  readonly createId: (prefix: string) => string;
  readonly now: () => number;
}
