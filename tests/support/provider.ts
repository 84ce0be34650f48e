import { createHash, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One call of the token endpoint, as it came. */
export interface TokenRequest {
  readonly authorization: string | undefined;
  readonly form: URLSearchParams;
}

export interface Provider {
  readonly url: string;
  readonly tokenUrl: string;
  readonly authorizationUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly tokenRequests: readonly TokenRequest[];
  /** Every token that was ever given out: what must be found nowhere. */
  readonly given: readonly string[];
  /** Seconds that an access token says it lives; undefined leaves it out. */
  lifetimeSeconds: number | undefined;
  /** Answer the next token calls like this instead. */
  refuse: ((response: ServerResponse) => void) | null;
  /** Waits for this before it answers a token call. */
  hold: Promise<unknown> | null;
  isValid(authorization: string | undefined): boolean;
  /** Access tokens that were given so far are worth nothing from now on. */
  revokeAll(): void;
  revokeRefreshTokens(): void;
  /** What a person's browser does: agrees, and is sent back. Answers the address it is sent to. */
  agree(authorizationUrl: string, redirectUri?: string): string;
  close(): Promise<void>;
}

interface Grant {
  readonly redirectUri: string;
  readonly challenge: string;
}

/** A real OAuth 2.0 server: codes with PKCE, refresh tokens that are replaced at every use, client secrets. */
export async function startProvider(): Promise<Provider> {
  const tokenRequests: TokenRequest[] = [];
  const given: string[] = [];
  const access = new Set<string>();
  const refresh = new Set<string>();
  const codes = new Map<string, Grant>();
  const issue = (prefix: string, into: Set<string>): string => {
    const token = `${prefix}-${randomBytes(24).toString("base64url")}`;
    given.push(token);
    into.add(token);
    return token;
  };

  const provider: Omit<Provider, "url" | "tokenUrl" | "authorizationUrl" | "close"> = {
    clientId: "gateway client",
    clientSecret: `client-secret-${randomBytes(12).toString("hex")}`,
    tokenRequests,
    given,
    lifetimeSeconds: 3_600,
    refuse: null,
    hold: null,
    isValid: (authorization) => access.has((authorization ?? "").replace(/^Bearer /, "")),
    revokeAll: () => access.clear(),
    revokeRefreshTokens: () => refresh.clear(),
    agree(authorizationUrl, redirectUri) {
      const query = new URL(authorizationUrl).searchParams;
      const code = issue("code", new Set());
      const target = redirectUri ?? query.get("redirect_uri") ?? "";
      codes.set(code, {
        redirectUri: query.get("redirect_uri") ?? "",
        challenge: query.get("code_challenge") ?? "",
      });
      return `${target}?${new URLSearchParams({ state: query.get("state") ?? "", code })}`;
    },
  };

  function isClient({ authorization, form }: TokenRequest): boolean {
    const expected = [provider.clientId, provider.clientSecret];
    if (authorization === undefined) {
      return form.get("client_id") === expected[0] && form.get("client_secret") === expected[1];
    }
    const pair = Buffer.from(authorization.replace(/^Basic /, ""), "base64")
      .toString()
      .split(":");
    return pair.map((part) => decodeURIComponent(part.replaceAll("+", " "))).join() === expected.join();
  }

  /** Null: the grant is worth nothing. */
  function grantOf({ form }: TokenRequest): { readonly withRefresh: boolean } | null {
    switch (form.get("grant_type")) {
      case "client_credentials":
        return { withRefresh: false };
      case "refresh_token":
        return refresh.delete(form.get("refresh_token") ?? "") ? { withRefresh: true } : null;
      case "authorization_code": {
        const code = form.get("code") ?? "";
        const grant = codes.get(code);
        codes.delete(code);
        const challenge = createHash("sha256")
          .update(form.get("code_verifier") ?? "")
          .digest("base64url");
        const fits = grant?.redirectUri === form.get("redirect_uri") && grant?.challenge === challenge;
        return fits ? { withRefresh: true } : null;
      }
      default:
        return null;
    }
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const token: TokenRequest = {
      authorization: request.headers.authorization,
      form: new URLSearchParams(await bodyOf(request)),
    };
    tokenRequests.push(token);
    await provider.hold;
    const say = (status: number, body: unknown) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    if (provider.refuse !== null) return provider.refuse(response);
    if (!isClient(token)) return void say(401, { error: "invalid_client" });
    const grant = grantOf(token);
    if (grant === null) return void say(400, { error: "invalid_grant", error_description: "gone" });
    say(200, {
      access_token: issue("access", access),
      token_type: "Bearer",
      expires_in: provider.lifetimeSeconds,
      ...(grant.withRefresh ? { refresh_token: issue("refresh", refresh) } : {}),
    });
  }

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(provider, {
    url,
    tokenUrl: `${url}/token`,
    authorizationUrl: `${url}/authorize`,
    close() {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  });
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
