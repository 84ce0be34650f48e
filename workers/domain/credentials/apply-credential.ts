import type { CredentialSettings } from "./credential.ts";
import type { AccessToken, TargetCredential } from "./target-credential.ts";

type StaticSettings = Extract<TargetCredential, { readonly kind: "static" }>["settings"];

/** What a credential adds to a request, and which texts must never be seen again because of it. */
export interface Addition {
  readonly header: { readonly name: string; readonly value: string } | null;
  readonly query: { readonly name: string; readonly value: string } | null;
  readonly secrets: readonly string[];
  /** One line for the trace. */
  readonly detail: string;
}

export interface AdditionTools {
  /** Of the text's UTF-8 bytes. */
  readonly base64: (text: string) => string;
  readonly hmac: (
    algorithm: "sha1" | "sha256" | "sha512",
    key: string,
    text: string,
    encoding: "hex" | "base64",
  ) => string;
}

export function staticAddition(settings: StaticSettings, body: string, tools: AdditionTools): Addition {
  switch (settings.kind) {
    case "basic": {
      const { username, password } = settings.config;
      const pair = tools.base64(`${username}:${password}`);
      return inHeader("Authorization", `Basic ${pair}`, [password, pair], "basic authentication");
    }
    case "bearer": {
      const { token } = settings.config;
      return inHeader("Authorization", `Bearer ${token}`, [token], "bearer token");
    }
    case "api_key": {
      const { name, value } = settings.config;
      if (settings.config.in === "header")
        return inHeader(name, value, [value], `API key in the header ${name}`);
      return {
        header: null,
        query: { name, value },
        secrets: [value],
        detail: `API key in the query as ${name}`,
      };
    }
    case "hmac": {
      const { algorithm, header, encoding, prefix, secret } = settings.config;
      const signature = tools.hmac(algorithm, secret, body, encoding);
      return inHeader(header, prefix + signature, [secret, signature], `body signed with HMAC ${algorithm}`);
    }
  }
}

export function tokenAddition({ token }: AccessToken): Addition {
  return inHeader("Authorization", `Bearer ${token}`, [token], "access token");
}

function inHeader(name: string, value: string, secrets: readonly string[], detail: string): Addition {
  return { header: { name, value }, query: null, secrets, detail };
}

/** The header a credential sets, in lower case; null when it sets none. */
export function headerOfCredential<Secret>(settings: CredentialSettings<Secret>): string | null {
  switch (settings.kind) {
    case "api_key":
      return settings.config.in === "header" ? settings.config.name.toLowerCase() : null;
    case "hmac":
      return settings.config.header.toLowerCase();
    case "basic":
    case "bearer":
    case "oauth2_client_credentials":
    case "oauth2_authorization_code":
      return "authorization";
  }
}

/** The parameter is put behind the URL as text: parsing and printing would rewrite the rest of the query. */
export function withQuery(
  url: string,
  { name, value }: { readonly name: string; readonly value: string },
): string {
  const separator = url.includes("?") ? "&" : "?";
  return `${url}${separator}${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
}
