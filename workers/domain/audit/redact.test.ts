import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { takeSnapshot } from "./bound-snapshot.ts";
import { isSecretName, redact } from "./redact.ts";

describe("a member that is named like a secret", () => {
  it.each([
    "password",
    "newPassword",
    "secret",
    "client_secret",
    "clientSecret",
    "accessToken",
    "refresh-token",
    "token",
    "Authorization",
    "Proxy-Authorization",
    "cookie",
    "Set-Cookie",
    "apiKey",
    "api_key",
    "X-API-Key",
    "privateKey",
    "secretKey",
    "recoveryCodes",
    "codeVerifier",
    "jwt",
    "passphrase",
  ])("is masked: %s", (name) => {
    expect(redact({ [name]: "hunter2hunter2" })).toEqual({ [name]: "••••" });
  });

  it.each([
    "secretKind",
    "tokenUrl",
    "tokenEndpoint",
    "keyId",
    "publicKey",
    "hint",
    "passwordChangedAt",
    "authorizationUrl",
    "signing",
    "key",
    "name",
    "idempotencyKeys",
    "monkey",
  ])("is not mistaken: %s stays", (name) => {
    expect(isSecretName(name)).toBe(false);
    expect(redact({ [name]: "visible" })).toEqual({ [name]: "visible" });
  });

  it("keeps a mask that is one already, and what is no text", () => {
    const shown = {
      secret: "••••abcd",
      token: "",
      password: null,
      apiKey: true,
      secrets: [{ id: "sec_1", hint: "abcd" }],
    };
    expect(redact(shown)).toEqual(shown);
  });

  it("is found in lists, deep down, and where its name is a value", () => {
    expect(
      redact({
        a: [{ b: { password: "x" } }],
        recoveryCodes: ["1", "2"],
        headers: [{ name: "Authorization", value: "y" }],
      }),
    ).toEqual({
      a: [{ b: { password: "••••" } }],
      recoveryCodes: ["••••", "••••"],
      headers: [{ name: "Authorization", value: "••••" }],
    });
  });
});

describe("a text in the form of a secret", () => {
  it.each([
    ["an API key", `igw_us-east_${"aB3-_".repeat(8)}`],
    ["a signing secret", `whsec_${"A".repeat(43)}=`],
    ["a private signing key", `whsk_${"A".repeat(43)}=`],
    ["a JWT", "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJ1c2VyXzEifQ.c2lnbmF0dXJl"],
    ["a private key", "-----BEGIN PRIVATE KEY-----\nMC4CAQ\n-----END PRIVATE KEY-----"],
    ["a password hash", "scrypt$16384$8$5$c2FsdA$aGFzaA"],
  ])("is masked under any name: %s", (_what, secret) => {
    const text = JSON.stringify(redact({ note: `see ${secret} there`, list: [secret] }));
    expect(text).not.toContain(secret.slice(4, 40));
    expect(text).toContain("••••");
  });

  it("is masked where a header's value stands under another name", () => {
    expect(redact("Bearer abcdefghijkl")).toBe("Bearer ••••");
  });

  it("is masked in an address, which otherwise stays readable", () => {
    expect(redact({ url: "https://user:pass@example.com/hook?api_key=abc&page=2#x" })).toEqual({
      url: "https://••••@example.com/hook?api_key=••••&page=2#x",
    });
  });

  it("is not seen in a public key or in what the API shows of a key", () => {
    const shown = { publicKey: `whpk_${"A".repeat(43)}=`, hint: "igw_eu_…abcd" };
    expect(redact(shown)).toEqual(shown);
  });
});

describe("a snapshot", () => {
  it("is taken of any JSON value, twice the same, without a throw", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = takeSnapshot(value);
        if (text === null) return value === null;
        return takeSnapshot(JSON.parse(text)) === text;
      }),
    );
  });

  it("of something huge says so and shows its beginning", () => {
    const text = takeSnapshot({ schema: "x".repeat(400_000) }) ?? "";
    expect(text.length).toBeLessThan(10_000);
    expect(JSON.parse(text)).toMatchObject({
      tooLarge: expect.any(Number),
      beginning: expect.stringContaining("xxx"),
    });
  });
});
