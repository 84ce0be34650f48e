import { describe, expect, it } from "vitest";
import { checkCredential } from "./check-credential.ts";
import type { CredentialSettings } from "./credential.ts";
import type { DraftSecret } from "./credential-draft.ts";

const check = (settings: CredentialSettings<DraftSecret>, allowPrivateTargets = false) =>
  checkCredential({ name: "test", settings }, { allowPrivateTargets }).map(({ pointer }) => pointer);

const basic = (config: object) =>
  ({ kind: "basic", config: { username: "u", password: "p", ...config } }) as CredentialSettings<DraftSecret>;
const apiKey = (config: object) =>
  ({
    kind: "api_key",
    config: { in: "header", name: "X-Key", value: "v", ...config },
  }) as CredentialSettings<DraftSecret>;
const hmac = (config: object) =>
  ({
    kind: "hmac",
    config: { algorithm: "sha256", header: "X-Mac", encoding: "hex", prefix: "", secret: "s", ...config },
  }) as CredentialSettings<DraftSecret>;
const code = (config: object) =>
  ({
    kind: "oauth2_authorization_code",
    config: {
      authorizationUrl: "https://id.example/authorize",
      tokenUrl: "https://id.example/token",
      clientId: "c",
      clientSecret: null,
      scopes: [],
      authentication: "basic",
      issuer: null,
      authorizationParameters: {},
      ...config,
    },
  }) as CredentialSettings<DraftSecret>;

describe("a credential that would work", () => {
  it.each([
    ["basic", basic({ password: "any thing: ü" })],
    ["bearer", { kind: "bearer", config: { token: "abc.def" } } as const],
    ["an API key", apiKey({})],
    ["a key in the query, with anything in it", apiKey({ in: "query", name: "key[]", value: "ä b" })],
    ["hmac", hmac({ prefix: "sha256=" })],
    ["an authorization", code({ scopes: ["a", "https://example.com/b"], issuer: "https://id.example" })],
    ["a stored secret", basic({ password: { sealed: "v1", hint: "••••" } })],
  ])("is taken: %s", (_what, settings) => {
    expect(check(settings)).toEqual([]);
  });
});

describe("a credential that would not work, or harm", () => {
  it.each([
    ["/config/username", basic({ username: "a:b" })],
    ["/config/username", basic({ username: "a\r\nX: y" })],
    ["/config/password", basic({ password: "" })],
    ["/config/password", basic({ password: "••••wrong" })],
    ["/config/token", { kind: "bearer", config: { token: "two\nlines" } } as const],
    ["/config/token", { kind: "bearer", config: { token: "x".repeat(8_193) } } as const],
    ["/config/name", apiKey({ name: "Host" })],
    ["/config/name", apiKey({ name: "webhook-signature" })],
    ["/config/name", apiKey({ name: "content-type" })],
    ["/config/name", apiKey({ name: "a b" })],
    ["/config/name", apiKey({ in: "query", name: "" })],
    ["/config/value", apiKey({ value: "grüße" })],
    ["/config/header", hmac({ header: "transfer-encoding" })],
    ["/config/prefix", hmac({ prefix: "a\nb" })],
    ["/config/tokenUrl", code({ tokenUrl: "http://169.254.169.254/latest" })],
    ["/config/tokenUrl", code({ tokenUrl: "http://127.0.0.1/token" })],
    ["/config/authorizationUrl", code({ authorizationUrl: "javascript:alert(1)" })],
    ["/config/issuer", code({ issuer: "not a url" })],
    ["/config/scopes/1", code({ scopes: ["fine", "two words"] })],
    [
      "/config/authorizationParameters/redirect_uri",
      code({ authorizationParameters: { redirect_uri: "https://x" } }),
    ],
    ["/config/authorizationParameters/State", code({ authorizationParameters: { State: "x" } })],
  ])("is refused at %s", (pointer, settings) => {
    expect(check(settings)).toEqual([pointer]);
  });

  it("may call a token endpoint on the own machine only where that is allowed", () => {
    expect(check(code({ tokenUrl: "http://127.0.0.1/token" }), true)).toEqual([]);
    expect(check(code({ tokenUrl: "http://169.254.169.254/" }), true)).toEqual(["/config/tokenUrl"]);
  });
});
