import { describe, expect, it } from "vitest";
import {
  configDraft,
  configOf,
  configPatch,
  isComplete,
  KINDS,
  MEMBERS,
  maskOf,
  newConfig,
} from "./credential-form.ts";
import type { Credential } from "./credential-queries.ts";

const OAUTH = {
  kind: "oauth2_authorization_code",
  config: {
    authorizationUrl: "https://id.example.com/authorize",
    tokenUrl: "https://id.example.com/token",
    clientId: "gateway",
    clientSecret: "••••abcd",
    scopes: ["orders:write", "openid"],
    authentication: "basic",
    issuer: null,
    authorizationParameters: { prompt: "consent" },
  },
} as unknown as Credential;

describe("a credential's form", () => {
  it("has one secret for every kind", () => {
    for (const kind of KINDS) {
      expect(
        MEMBERS[kind].filter((member) => member.kind === "secret"),
        kind,
      ).toHaveLength(1);
    }
  });

  it("never holds the stored secret, nor its mask", () => {
    expect(JSON.stringify(configDraft(OAUTH))).not.toContain("••••");
    expect(maskOf(OAUTH)).toBe("••••abcd");
  });

  it("that nobody touched changes nothing", () => {
    expect(configPatch(OAUTH, configDraft(OAUTH))).toEqual({});
  });

  it("sends a new secret alone", () => {
    const draft = configDraft(OAUTH);
    const texts = { ...draft.texts, clientSecret: "new" };
    expect(configPatch(OAUTH, { ...draft, texts })).toEqual({ clientSecret: "new" });
  });

  it("sends lists, and null for what is empty and means something", () => {
    const draft = { ...configDraft(OAUTH), pairs: [] };
    const texts = { ...draft.texts, scopes: "a, b" };
    expect(configPatch(OAUTH, { ...draft, texts })).toEqual({
      scopes: ["a", "b"],
      authorizationParameters: {},
    });
    expect(configOf("oauth2_authorization_code", newConfig("oauth2_authorization_code"))).toMatchObject({
      clientSecret: null,
      issuer: null,
      scopes: [],
      authentication: "basic",
    });
  });

  it("is complete when all is there that the kind needs", () => {
    const draft = newConfig("basic");
    expect(isComplete("basic", draft)).toBe(false);
    expect(isComplete("basic", { ...draft, texts: { username: "ann", password: "x" } })).toBe(true);
  });
});
