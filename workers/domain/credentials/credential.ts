/** How the gateway shows a target who is calling. Each kind has exactly one secret member, which the API never shows again. */
export const CREDENTIAL_KINDS = [
  "basic",
  "bearer",
  "api_key",
  "hmac",
  "oauth2_client_credentials",
  "oauth2_authorization_code",
] as const;

export type CredentialKind = (typeof CREDENTIAL_KINDS)[number];

/** A secret as it is kept, and what may be shown of it. */
export interface SealedSecret {
  readonly sealed: string;
  readonly hint: string;
}

export interface BasicConfig<Secret> {
  readonly username: string;
  readonly password: Secret;
}

export interface BearerConfig<Secret> {
  readonly token: Secret;
}

export interface ApiKeyConfig<Secret> {
  readonly in: "header" | "query";
  readonly name: string;
  readonly value: Secret;
}

/** Signs the body alone, for receivers that know nothing better than that. */
export interface HmacConfig<Secret> {
  readonly algorithm: "sha256" | "sha512" | "sha1";
  readonly header: string;
  readonly encoding: "hex" | "base64";
  readonly prefix: string;
  readonly secret: Secret;
}

/** How the gateway itself signs in at the token endpoint: in the Authorization header, or in the body. */
export type ClientAuthentication = "basic" | "post";

interface TokenClient {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly authentication: ClientAuthentication;
}

export interface ClientCredentialsConfig<Secret> extends TokenClient {
  readonly clientSecret: Secret;
  readonly audience: string | null;
}

export interface AuthorizationCodeConfig<Secret> extends TokenClient {
  readonly authorizationUrl: string;
  /** Null for a public client, which proves itself by PKCE alone. */
  readonly clientSecret: Secret | null;
  /** What `iss` in the provider's answer must be; null: an issuer on the authorization URL's own origin. */
  readonly issuer: string | null;
  /** Further parameters of the authorization request, such as `access_type: offline`. */
  readonly authorizationParameters: Readonly<Record<string, string>>;
}

/** `Secret` is a text where it is used, and sealed where it is kept. */
export type CredentialSettings<Secret> =
  | { readonly kind: "basic"; readonly config: BasicConfig<Secret> }
  | { readonly kind: "bearer"; readonly config: BearerConfig<Secret> }
  | { readonly kind: "api_key"; readonly config: ApiKeyConfig<Secret> }
  | { readonly kind: "hmac"; readonly config: HmacConfig<Secret> }
  | { readonly kind: "oauth2_client_credentials"; readonly config: ClientCredentialsConfig<Secret> }
  | { readonly kind: "oauth2_authorization_code"; readonly config: AuthorizationCodeConfig<Secret> };

export type OAuthSettings = Extract<
  CredentialSettings<string>,
  { readonly kind: "oauth2_client_credentials" | "oauth2_authorization_code" }
>;

/** `needs_authorization`: a person must connect it to its provider. `failing`: the provider refuses what is stored. */
export const CREDENTIAL_STATUSES = ["ready", "needs_authorization", "failing"] as const;

export type CredentialStatus = (typeof CREDENTIAL_STATUSES)[number];

/** The name of the member that is secret: also the field that its seal is bound to. */
export const SECRET_MEMBERS = {
  basic: "password",
  bearer: "token",
  api_key: "value",
  hmac: "secret",
  oauth2_client_credentials: "clientSecret",
  oauth2_authorization_code: "clientSecret",
} as const satisfies Readonly<Record<CredentialKind, string>>;

export function secretOf<Secret>(settings: CredentialSettings<Secret>): Secret | null {
  switch (settings.kind) {
    case "basic":
      return settings.config.password;
    case "bearer":
      return settings.config.token;
    case "api_key":
      return settings.config.value;
    case "hmac":
      return settings.config.secret;
    case "oauth2_client_credentials":
    case "oauth2_authorization_code":
      return settings.config.clientSecret;
  }
}

/** The same settings with their secret in another form. Where there was none there is none. */
export function withSecret<From, To>(settings: CredentialSettings<From>, secret: To): CredentialSettings<To> {
  switch (settings.kind) {
    case "basic":
      return { kind: settings.kind, config: { ...settings.config, password: secret } };
    case "bearer":
      return { kind: settings.kind, config: { ...settings.config, token: secret } };
    case "api_key":
      return { kind: settings.kind, config: { ...settings.config, value: secret } };
    case "hmac":
      return { kind: settings.kind, config: { ...settings.config, secret } };
    case "oauth2_client_credentials":
      return { kind: settings.kind, config: { ...settings.config, clientSecret: secret } };
    case "oauth2_authorization_code": {
      const clientSecret = settings.config.clientSecret === null ? null : secret;
      return { kind: settings.kind, config: { ...settings.config, clientSecret } };
    }
  }
}

export function isOAuth<Secret>(
  settings: CredentialSettings<Secret>,
): settings is Extract<CredentialSettings<Secret>, { readonly kind: `oauth2_${string}` }> {
  return settings.kind === "oauth2_client_credentials" || settings.kind === "oauth2_authorization_code";
}

/** What a person ought to know of a credential that works. */
export function credentialWarnings<Secret>(settings: CredentialSettings<Secret>): readonly string[] {
  if (settings.kind === "hmac" && settings.config.algorithm === "sha1") {
    return ["HMAC with SHA-1 is weak. Use sha256 as soon as the receiver can."];
  }
  if (settings.kind === "api_key" && settings.config.in === "query") {
    return [
      "A key in the URL is written down by every proxy and log on its way. Use a header where you can.",
    ];
  }
  if (isOAuth(settings) && settings.config.tokenUrl.startsWith("http:")) {
    return ["The token endpoint is called without TLS: whoever is on the way reads the client secret."];
  }
  return [];
}
