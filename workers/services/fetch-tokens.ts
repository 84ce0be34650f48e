import { isOAuth, type OAuthSettings } from "#domain/credentials/credential";
import type { TokenCall, TokenGrant, TokenNews } from "#domain/credentials/ports";
import type { CredentialIdentity } from "#domain/credentials/target-credential";
import { decideRenewAt } from "#domain/credentials/token-lifetime";
import type { FetchFailure, SealedTokens, TokenAnswer, TokenFailure } from "#domain/credentials/token-state";
import type { TokenServices } from "./credential-services.ts";
import { insist } from "./insist.ts";

/** Longer than a token call with everything around it can take, and short enough to wait for when its caller died. */
export const LEASE_MS = 20_000;

/** The cron tries again what the provider could not answer. */
const RENEW_AGAIN_MS = 15 * 60_000;

export type Fetched =
  | { readonly kind: "tokens"; readonly version: number; readonly tokens: SealedTokens }
  | { readonly kind: "refused"; readonly detail: string; readonly changes: number }
  | ({ readonly kind: "transient" } & TokenFailure)
  /** Other tokens were stored meanwhile. */
  | { readonly kind: "overtaken" };

type Lease = Extract<TokenAnswer, { readonly kind: "fetch" }>;

/** Ask the provider, on behalf of everybody who waits; store what it gave, or why it gave nothing. */
export async function fetchTokens(
  services: TokenServices,
  identity: CredentialIdentity,
  answer: Lease,
): Promise<Fetched> {
  try {
    return await fetchAndStore(services, identity, answer);
  } catch (error) {
    // Said at once, or everybody who waits would wait until the lease ends.
    const { orgId, credentialId } = identity;
    console.error(
      JSON.stringify({ event: "credential.fetch_failed", orgId, credentialId, error: String(error) }),
    );
    const detail = "the gateway could not ask for one";
    const failure = { kind: "transient", category: "SERVER_ERROR", detail, retryAt: null } as const;
    return fail(services, identity, answer.lease, failure);
  }
}

async function fetchAndStore(
  services: TokenServices,
  identity: CredentialIdentity,
  { lease, version, tokens: present }: Lease,
): Promise<Fetched> {
  const { orgId, credentialId } = identity;
  const credential = await services.credentials.open(orgId, credentialId);
  if (credential === null || !isOAuth(credential.settings)) {
    return fail(services, identity, lease, { kind: "refused", detail: "it was deleted" });
  }
  const { settings, updatedAt } = credential;
  const refreshToken =
    present === null ? null : (await services.tokenSeal.open(identity, present.sealed)).refreshToken;
  const grant = grantFor(settings, refreshToken);
  const call: TokenCall =
    grant === null
      ? { kind: "refused", detail: "nobody has connected it to its provider, or its access has ended" }
      : await services.tokenEndpoint.request(orgId, settings, grant);
  if (call.kind !== "tokens") {
    const failed = await fail(services, identity, lease, call);
    await note(services, identity, updatedAt, newsOfFailure(settings, call, present, services.now()));
    return failed;
  }
  // A provider that does not replace the refresh token leaves the old one good.
  const kept = { ...call.tokens, refreshToken: call.tokens.refreshToken ?? refreshToken };
  const sealed = await services.tokenSeal.seal(identity, kept);
  const tokens: SealedTokens = { sealed, ...call.lifetime };
  // A refresh token that the provider replaced exists only here until it is stored.
  const stored = await insist(() => services.tokenStore.complete(identity, version, tokens));
  if (!stored) return { kind: "overtaken" };
  await note(services, identity, updatedAt, newsOfTokens(settings, call, kept.refreshToken !== null));
  return { kind: "tokens", version: version + 1, tokens };
}

function grantFor(settings: OAuthSettings, refreshToken: string | null): TokenGrant | null {
  if (settings.kind === "oauth2_client_credentials") return { kind: "client_credentials" };
  return refreshToken === null ? null : { kind: "refresh", refreshToken };
}

async function fail(
  services: TokenServices,
  identity: CredentialIdentity,
  lease: string,
  failure: FetchFailure,
): Promise<Fetched> {
  const changes = await services.tokenStore.fail(identity, lease, failure);
  return failure.kind === "refused" ? { ...failure, changes } : failure;
}

/** What people see of it. It must not cost the delivery that waits for the token. */
async function note(
  services: TokenServices,
  { orgId, credentialId }: CredentialIdentity,
  revision: number,
  news: TokenNews,
): Promise<void> {
  try {
    await services.credentials.noteTokens(orgId, credentialId, revision, news);
  } catch (error) {
    console.error(
      JSON.stringify({ event: "credential.note_failed", orgId, credentialId, error: String(error) }),
    );
  }
}

export function newsOfTokens(
  { kind }: OAuthSettings,
  { lifetime, refreshLifetimeMs }: Extract<TokenCall, { readonly kind: "tokens" }>,
  hasRefreshToken: boolean,
): TokenNews {
  const renews = kind === "oauth2_authorization_code" && hasRefreshToken;
  return {
    status: "ready",
    detail: null,
    expiresAt: lifetime.expiresAt,
    renewAt: renews ? decideRenewAt(lifetime, refreshLifetimeMs) : null,
  };
}

function newsOfFailure(
  { kind }: OAuthSettings,
  failure: FetchFailure,
  present: SealedTokens | null,
  now: number,
): TokenNews {
  const expiresAt = present?.expiresAt ?? null;
  if (failure.kind === "refused") {
    const status = kind === "oauth2_authorization_code" ? "needs_authorization" : "failing";
    return { status, detail: failure.detail, expiresAt, renewAt: null };
  }
  const renewAt = kind === "oauth2_authorization_code" ? now + RENEW_AGAIN_MS : null;
  return { status: null, detail: failure.detail, expiresAt, renewAt };
}
