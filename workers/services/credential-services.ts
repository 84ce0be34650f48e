import type {
  AuthorizationRepository,
  CredentialRepository,
  TargetTokens,
  TokenEndpoint,
  TokenSeal,
  TokenStore,
} from "#domain/credentials/ports";
import type { Configurations, Intake, IntegrationQueue } from "#domain/ports";

/** What asking providers for tokens needs. */
export interface TokenServices {
  readonly credentials: CredentialRepository;
  readonly tokenStore: TokenStore;
  readonly tokenSeal: TokenSeal;
  readonly tokenEndpoint: TokenEndpoint;
  readonly now: () => number;
}

/** What managing credentials needs. A test passes its own. */
export interface CredentialServices extends TokenServices {
  readonly targetTokens: TargetTokens;
  readonly authorizations: AuthorizationRepository;
  readonly configurations: Configurations;
  readonly intake: Intake;
  readonly integrations: IntegrationQueue;
  readonly allowPrivateTargets: boolean;
  /** Where browsers come back to from a provider: the gateway's public origin. Null: the origin of the request. */
  readonly publicUrl: string | null;
  readonly createId: (prefix: string) => string;
}
