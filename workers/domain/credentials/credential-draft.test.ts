import { describe, expect, it } from "vitest";
import type { CredentialSettings, SealedSecret } from "./credential.ts";
import { effectOfChange, patchCredential } from "./credential-draft.ts";

const sealed: SealedSecret = { sealed: "v1.sealed", hint: "••••abcd" };
const basic: CredentialSettings<SealedSecret> = {
  kind: "basic",
  config: { username: "u", password: sealed },
};
const code: CredentialSettings<SealedSecret> = {
  kind: "oauth2_authorization_code",
  config: {
    authorizationUrl: "https://id.example/authorize",
    tokenUrl: "https://id.example/token",
    clientId: "c",
    clientSecret: sealed,
    scopes: ["a"],
    authentication: "basic",
    issuer: null,
    authorizationParameters: {},
  },
};
const patch = (config: Record<string, unknown>, settings: CredentialSettings<SealedSecret> = basic) =>
  patchCredential({ config }, { name: "stored", settings }).settings;

describe("a PATCH", () => {
  it("replaces members one by one, and leaves the rest and the secret alone", () => {
    expect(patch({ username: "other" }).config).toEqual({ username: "other", password: sealed });
    expect(patchCredential({ name: "new" }, { name: "old", settings: basic })).toEqual({
      name: "new",
      settings: basic,
    });
  });

  it("keeps the secret when its mask is sent back, and takes anything else as a new one", () => {
    expect(patch({ password: "••••abcd" }).config).toEqual({ username: "u", password: sealed });
    expect(patch({ password: "new" }).config).toEqual({ username: "u", password: "new" });
  });

  it("can take a client secret away", () => {
    expect(patch({ clientSecret: null }, code).config).toMatchObject({ clientSecret: null });
  });
});

describe("a change of a credential", () => {
  it("of nothing but its name has no effect", () => {
    expect(effectOfChange(code, patch({}, code))).toBe("none");
    expect(effectOfChange(code, patch({ clientSecret: "••••abcd" }, code))).toBe("none");
  });

  it.each([{ clientSecret: "new" }, { issuer: "https://id.example" }, { authentication: "post" }])(
    "does not end an authorization: %j",
    (config) => {
      expect(effectOfChange(code, patch(config, code))).toBe("ask_again");
    },
  );

  it.each([{ clientId: "d" }, { tokenUrl: "https://x.example/" }, { scopes: ["a", "b"] }])(
    "ends the authorization of another client: %j",
    (config) => {
      expect(effectOfChange(code, patch(config, code))).toBe("forget_tokens");
    },
  );

  it("forgets the tokens of client credentials, which cost nobody anything", () => {
    expect(effectOfChange(basic, patch({ password: "new" }))).toBe("forget_tokens");
  });
});
