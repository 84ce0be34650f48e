import * as oauth from "oauth4webapi";
import type { OAuthSettings } from "#domain/credentials/credential";
import type { TokenCall, TokenEndpoint, TokenGrant } from "#domain/credentials/ports";
import type { SendRequest } from "#domain/ports";
import { judgeFailure, transient } from "./judge-failure.ts";
import { createTokenFetch, type TokenFetch } from "./token-fetch.ts";

type TargetVerdict =
  | { readonly ok: true }
  /** `retryable`: nothing is wrong with the target itself, a lookup failed. */
  | { readonly ok: false; readonly retryable: boolean; readonly message: string };

export interface TokenEndpointTools {
  /** The way every request to the outside takes: time limit, no redirects, answers cut off. */
  readonly send: SendRequest;
  /** Asked at every call: where a host name leads can change after it was saved, and so can the organization's rules. */
  readonly guardTarget: (orgId: string, url: string) => Promise<TargetVerdict>;
  readonly now: () => number;
}

/** OAuth 2.0 by oauth4webapi, which knows the protocol; how requests leave the gateway is our own business. */
export function createTokenEndpoint(tools: TokenEndpointTools): TokenEndpoint {
  return {
    async request(orgId, settings, grant) {
      const target = await tools.guardTarget(orgId, settings.config.tokenUrl);
      if (!target.ok) return notCalled(target);
      const call = createTokenFetch(tools.send);
      try {
        const response = await requestTokens(settings, grant, call);
        return readTokens(response, tools.now());
      } catch (error) {
        return judgeFailure(error, call.exchange(), tools.now());
      }
    },

    async authorizationRequest({ config }, redirectUri) {
      const state = oauth.generateRandomState();
      const verifier = oauth.generateRandomCodeVerifier();
      const url = new URL(config.authorizationUrl);
      for (const [name, value] of Object.entries(config.authorizationParameters)) {
        url.searchParams.set(name, value);
      }
      url.searchParams.set("response_type", "code");
      url.searchParams.set("client_id", config.clientId);
      url.searchParams.set("redirect_uri", redirectUri);
      if (config.scopes.length > 0) url.searchParams.set("scope", config.scopes.join(" "));
      url.searchParams.set("state", state);
      url.searchParams.set("code_challenge", await oauth.calculatePKCECodeChallenge(verifier));
      url.searchParams.set("code_challenge_method", "S256");
      return { url: url.href, state, verifier };
    },
  };
}

function notCalled({ message, retryable }: Extract<TargetVerdict, { ok: false }>): TokenCall {
  const detail = `the token endpoint is not called: ${message}`;
  return retryable ? transient("NETWORK", detail) : { kind: "refused", detail };
}

async function requestTokens(
  settings: OAuthSettings,
  grant: TokenGrant,
  call: TokenFetch,
): Promise<oauth.TokenEndpointResponse> {
  const { config } = settings;
  const client: oauth.Client = { client_id: config.clientId };
  const server = serverOf(settings, grant);
  const auth = clientAuth(settings);
  // Whether plain http is allowed was decided when the URL was checked, by the same rules as for targets.
  const options = { [oauth.customFetch]: call.fetch, [oauth.allowInsecureRequests]: true };
  switch (grant.kind) {
    case "client_credentials": {
      const response = await oauth.clientCredentialsGrantRequest(
        server,
        client,
        auth,
        parametersOf(settings),
        options,
      );
      return oauth.processClientCredentialsResponse(server, client, response);
    }
    case "refresh": {
      const response = await oauth.refreshTokenGrantRequest(
        server,
        client,
        auth,
        grant.refreshToken,
        options,
      );
      return oauth.processRefreshTokenResponse(server, client, response);
    }
    case "authorization_code": {
      const query = new URLSearchParams(grant.callbackQuery);
      const answered = oauth.validateAuthResponse(server, client, query, grant.state);
      const response = await oauth.authorizationCodeGrantRequest(
        server,
        client,
        auth,
        answered,
        grant.redirectUri,
        grant.verifier,
        options,
      );
      return oauth.processAuthorizationCodeResponse(server, client, response);
    }
  }
}

function parametersOf({ kind, config }: OAuthSettings): URLSearchParams {
  const parameters = new URLSearchParams();
  if (config.scopes.length > 0) parameters.set("scope", config.scopes.join(" "));
  if (kind === "oauth2_client_credentials" && config.audience !== null) {
    parameters.set("audience", config.audience);
  }
  return parameters;
}

function serverOf(settings: OAuthSettings, grant: TokenGrant): oauth.AuthorizationServer {
  const { tokenUrl } = settings.config;
  const issuer =
    grant.kind === "authorization_code" ? expectedIssuer(settings, grant.callbackQuery) : tokenUrl;
  return { issuer, token_endpoint: tokenUrl };
}

/** RFC 9207. Without a configured issuer, one on the origin that the browser was sent to is taken at its word. */
function expectedIssuer(settings: OAuthSettings, callbackQuery: string): string {
  if (settings.kind !== "oauth2_authorization_code") return settings.config.tokenUrl;
  const { issuer, authorizationUrl } = settings.config;
  const given = new URLSearchParams(callbackQuery).get("iss");
  if (issuer !== null || given === null) return issuer ?? authorizationUrl;
  return sameOrigin(given, authorizationUrl) ? given : authorizationUrl;
}

function sameOrigin(a: string, b: string): boolean {
  return URL.canParse(a) && new URL(a).origin === new URL(b).origin;
}

function clientAuth(settings: OAuthSettings): oauth.ClientAuth {
  const { clientSecret, authentication } = settings.config;
  if (clientSecret === null) return oauth.None();
  return authentication === "basic"
    ? oauth.ClientSecretBasic(clientSecret)
    : oauth.ClientSecretPost(clientSecret);
}

function readTokens(response: oauth.TokenEndpointResponse, now: number): TokenCall {
  const lifetimeMs = response.expires_in === undefined ? null : Math.max(0, response.expires_in) * 1_000;
  return {
    kind: "tokens",
    tokens: { accessToken: response.access_token, refreshToken: response.refresh_token ?? null },
    lifetime: { obtainedAt: now, expiresAt: lifetimeMs === null ? null : now + lifetimeMs },
    refreshLifetimeMs: readRefreshLifetime(response),
  };
}

/** No standard names it; these two are what providers write. */
function readRefreshLifetime(response: oauth.TokenEndpointResponse): number | null {
  const seconds = Number(response.refresh_expires_in ?? response.refresh_token_expires_in ?? Number.NaN);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : null;
}
