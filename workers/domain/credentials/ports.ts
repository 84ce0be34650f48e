import type { ConfigChange, Page, PageRequest } from "../configuration-ports.ts";
import type { AttemptResult } from "../delivery/attempt-result.ts";
import type { AuthorizationRefusal } from "./authorization-refusal.ts";
import type { CredentialSettings, CredentialStatus, OAuthSettings, SealedSecret } from "./credential.ts";
import type { CredentialDraft } from "./credential-draft.ts";
import type { AccessToken, CredentialIdentity } from "./target-credential.ts";
import type { TokenLifetime } from "./token-lifetime.ts";
import type { FetchFailure, SealedTokens, TokenAnswer, TokenAsk } from "./token-state.ts";

/** What credentials need of the world. */

export interface CredentialRecord {
  readonly id: string;
  readonly name: string;
  readonly settings: CredentialSettings<SealedSecret>;
  readonly status: CredentialStatus;
  readonly detail: string | null;
  readonly expiresAt: number | null;
  /** How the last attempt to connect it ended, when that did not connect it. */
  readonly refusal: AuthorizationRefusal | null;
  readonly createdAt: number;
  /** Grows with every change that people make, so it serves as the record's version too. */
  readonly updatedAt: number;
}

/** What is said about a credential's tokens, by whoever asked the provider last. */
export interface TokenNews {
  /** Null leaves it as it is. */
  readonly status: CredentialStatus | null;
  readonly detail: string | null;
  readonly expiresAt: number | null;
  /** When the cron fetches the next ones if no delivery does; null when it need not. */
  readonly renewAt: number | null;
}

export type NewCredential = CredentialDraft & {
  readonly id: string;
  readonly status: CredentialStatus;
  readonly detail: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
};

export interface UsingIntegration {
  readonly id: string;
  readonly name: string;
}

/** Everything is within one organization; a foreign credential is not there. */
export interface CredentialRepository {
  /** Newest first. */
  list(orgId: string, page: PageRequest): Promise<Page<CredentialRecord>>;
  find(orgId: string, id: string): Promise<CredentialRecord | null>;
  /** With its secret opened, and the revision it has now: only to ask the provider with. */
  open(
    orgId: string,
    id: string,
  ): Promise<{ readonly settings: CredentialSettings<string>; readonly updatedAt: number } | null>;
  /** Null when the organization has as many as it may have. */
  insert(orgId: string, credential: NewCredential): Promise<ConfigChange | null>;
  /**
   * Null when it was changed or deleted since it was `expectedUpdatedAt`. `news` says what is known of its tokens now;
   * null leaves that as it is.
   */
  update(
    orgId: string,
    id: string,
    draft: CredentialDraft,
    news: TokenNews | null,
    expectedUpdatedAt: number,
    updatedAt: number,
  ): Promise<ConfigChange | null>;
  /** `in_use`: an integration refers to it. Null when it was changed or deleted since. */
  remove(orgId: string, id: string, expectedUpdatedAt: number): Promise<ConfigChange | "in_use" | null>;
  /** Only while it still has the revision that the provider was asked with; a person's newer change wins. */
  noteTokens(orgId: string, id: string, revision: number, news: TokenNews): Promise<void>;
  /** Somebody connected it to its provider: a change like any other. Null when it was changed since `revision`. */
  noteAuthorized(
    orgId: string,
    id: string,
    revision: number,
    news: TokenNews,
    updatedAt: number,
  ): Promise<ConfigChange | null>;
  /** Somebody tried to connect it: no change of what is stored, so its revision stays. Connecting it ends this. */
  noteRefused(orgId: string, id: string, refusal: AuthorizationRefusal): Promise<void>;
  /** The integrations that name it, up to `limit`. */
  usedBy(orgId: string, id: string, limit: number): Promise<readonly UsingIntegration[]>;
  /** Of all organizations, those whose tokens ought to be fetched by `now`; until `again` they are not answered once more. */
  claimRenewable(now: number, again: number, limit: number): Promise<readonly CredentialIdentity[]>;
}

/** The CredentialObjects. */
export interface TokenStore {
  acquire(identity: CredentialIdentity, ask: TokenAsk): Promise<TokenAnswer>;
  /** The version of the present tokens; 0 when there have never been any. */
  version(identity: CredentialIdentity): Promise<number>;
  /** False when others are there already: then these are worth nothing. */
  complete(identity: CredentialIdentity, version: number, tokens: SealedTokens): Promise<boolean>;
  /** Answers after which change of the credential it failed. */
  fail(identity: CredentialIdentity, lease: string, failure: FetchFailure): Promise<number>;
  /** Tokens of a new authorization, or none; answers the number of this change. */
  replace(identity: CredentialIdentity, tokens: SealedTokens | null): Promise<number>;
  /** The provider may be asked again; answers the number of this change. */
  unblock(identity: CredentialIdentity): Promise<number>;
  /** Every sealed text that is kept, by name. */
  sealedTexts(identity: CredentialIdentity): Promise<readonly SealedText[]>;
  /** Compare and swap; false when the text is no longer `old`. */
  replaceSealed(identity: CredentialIdentity, name: string, old: string, next: string): Promise<boolean>;
  purge(identity: CredentialIdentity): Promise<void>;
}

export interface SealedText {
  readonly name: string;
  readonly sealed: string;
}

/** What a provider gave, as it is before it is sealed. */
export interface TokenSet {
  readonly accessToken: string;
  readonly refreshToken: string | null;
}

/** Seals what belongs to one credential, bound to it. */
export interface TokenSeal {
  seal(identity: CredentialIdentity, tokens: TokenSet): Promise<string>;
  open(identity: CredentialIdentity, sealed: string): Promise<TokenSet>;
  /** The same content under the key that seals now. */
  reseal(identity: CredentialIdentity, name: string, sealed: string): Promise<string>;
}

export type TokenGrant =
  | { readonly kind: "client_credentials" }
  | { readonly kind: "refresh"; readonly refreshToken: string }
  | {
      readonly kind: "authorization_code";
      /** The callback's query, as it came. */
      readonly callbackQuery: string;
      readonly state: string;
      readonly verifier: string;
      readonly redirectUri: string;
    };

export type TokenCall =
  | {
      readonly kind: "tokens";
      readonly tokens: TokenSet;
      readonly lifetime: TokenLifetime;
      /** How long the refresh token lives, where the provider says it. */
      readonly refreshLifetimeMs: number | null;
    }
  | FetchFailure;

/** The provider. Never throws for what it answers: that is a result. */
export interface TokenEndpoint {
  request(orgId: string, settings: OAuthSettings, grant: TokenGrant): Promise<TokenCall>;
  /** Where a person's browser goes, and what has to be remembered until it comes back. */
  authorizationRequest(
    settings: Extract<OAuthSettings, { readonly kind: "oauth2_authorization_code" }>,
    redirectUri: string,
  ): Promise<{ readonly url: string; readonly state: string; readonly verifier: string }>;
}

export type TokenAvailability =
  | { readonly kind: "token"; readonly token: AccessToken }
  | { readonly kind: "needs_authorization"; readonly detail: string; readonly changes: number }
  | {
      readonly kind: "failed";
      readonly result: Extract<AttemptResult, { readonly kind: "token_unavailable" }>;
    };

/** Access tokens for deliveries. */
export interface TargetTokens {
  /** `refused`: the token that the target just answered 401 to; only the first who says so causes a token call. */
  get(identity: CredentialIdentity, refused: AccessToken | null): Promise<TokenAvailability>;
}

/** An authorization that somebody began, from the redirect to the provider until the browser comes back. */
export interface BegunAuthorization {
  readonly orgId: string;
  readonly credentialId: string;
  readonly verifier: string;
  readonly redirectUri: string;
  /** Who began it: `user_…`, `key_…` or `operator`. */
  readonly startedBy: string;
  /** The page that it was begun on, where it was one: for a way back. */
  readonly returnUrl: string | null;
  readonly expiresAt: number;
}

export type AuthorizationOwner = Pick<BegunAuthorization, "orgId" | "credentialId" | "startedBy">;

export interface AuthorizationRepository {
  insert(state: string, begun: BegunAuthorization): Promise<void>;
  /** Whose it is, without using it up. Null as below. */
  find(state: string, now: number): Promise<AuthorizationOwner | null>;
  /** Takes it out: the same state is never answered twice. Null when there is none, or it has expired. */
  take(state: string, now: number): Promise<BegunAuthorization | null>;
  /** Those that expired before, up to `limit`. */
  removeExpired(before: number, limit: number): Promise<void>;
}
