import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import type { TokenCall, TokenEndpoint } from "#domain/credentials/ports";
import { seedOrganization } from "#testing/seed";
import { composeServices } from "./composition.ts";
import { createCredential } from "./create-credential.ts";
import { renewCredentials } from "./renew-credentials.ts";
import { reseal } from "./reseal-tokens.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const CONFIG = {
  authorizationUrl: "https://id.example/authorize",
  tokenUrl: "https://id.example/token",
  clientId: "c",
  clientSecret: "s",
  scopes: [],
  authentication: "basic",
  issuer: null,
  authorizationParameters: {},
} as const;

let orgId = "";
let calls = 0;
let answer: () => TokenCall;
beforeEach(async () => {
  await env.DB.exec("DELETE FROM credentials");
  ({ orgId } = await seedOrganization(env));
  calls = 0;
  answer = () => ({
    kind: "tokens",
    tokens: { accessToken: `access-${calls}`, refreshToken: `refresh-${calls}` },
    lifetime: { obtainedAt: Date.now(), expiresAt: Date.now() + HOUR },
    refreshLifetimeMs: null,
  });
});

function open(now = Date.now()) {
  const real = composeServices(env);
  const tokenEndpoint: TokenEndpoint = {
    ...real.tokenEndpoint,
    request: async () => {
      calls++;
      return answer();
    },
  };
  return { ...real, tokenEndpoint, now: () => now };
}

/** Connected an hour ago, and not used since. */
async function connected(): Promise<{ orgId: string; credentialId: string; revision: number }> {
  const services = open();
  const settings = { kind: "oauth2_authorization_code", config: CONFIG } as const;
  const { id, updatedAt } = await createCredential(services, orgId, { name: "x", settings });
  const identity = { orgId, credentialId: id, revision: updatedAt };
  const sealed = await services.tokenSeal.seal(identity, { accessToken: "a", refreshToken: "r" });
  await services.tokenStore.replace(identity, {
    sealed,
    obtainedAt: Date.now() - HOUR,
    expiresAt: Date.now(),
  });
  const news = { status: "ready", detail: null, expiresAt: Date.now(), renewAt: Date.now() + DAY } as const;
  await services.credentials.noteTokens(orgId, id, updatedAt, news);
  return identity;
}

describe("the cron", () => {
  it("renews tokens that nobody has used for a day, once, and leaves the others alone", async () => {
    const { credentialId } = await connected();
    await renewCredentials(open());
    expect(calls).toBe(0);
    const later = Date.now() + DAY + 1_000;
    await renewCredentials(open(later));
    await renewCredentials(open(later));
    expect(calls).toBe(1);
    const record = await open().credentials.find(orgId, credentialId);
    expect(record).toMatchObject({ status: "ready", expiresAt: expect.any(Number) });
  });

  it("makes a bounded number of token calls a minute, and comes to all of them", async () => {
    for (let n = 0; n < 25; n++) await connected();
    const later = Date.now() + DAY + 1_000;
    await renewCredentials(open(later));
    expect(calls).toBe(20);
    await renewCredentials(open(later));
    expect(calls).toBe(25);
  });

  it("tells people when it is over, and does not ask the provider again", async () => {
    const { credentialId } = await connected();
    answer = () => ({ kind: "refused", detail: "the token endpoint answered 400 (invalid_grant)" });
    await renewCredentials(open(Date.now() + DAY + 1_000));
    await renewCredentials(open(Date.now() + 9 * DAY));
    expect(calls).toBe(1);
    expect(await open().credentials.find(orgId, credentialId)).toMatchObject({
      status: "needs_authorization",
      detail: expect.stringContaining("invalid_grant"),
    });
  });

  it("tries a quarter of an hour later when the provider is away", async () => {
    const { credentialId } = await connected();
    answer = () => ({ kind: "transient", category: "NETWORK", detail: "away", retryAt: null });
    const later = Date.now() + DAY + 1_000;
    await renewCredentials(open(later));
    await renewCredentials(open(later + 60_000));
    expect(calls).toBe(1);
    await scheduler.wait(550);
    await renewCredentials(open(later + 16 * 60_000));
    expect(calls).toBe(2);
    expect(await open().credentials.find(orgId, credentialId)).toMatchObject({ status: "ready" });
  });

  it("forgets authorizations that were begun and never finished", async () => {
    const services = open();
    const begun = {
      orgId,
      credentialId: "c",
      verifier: "v",
      redirectUri: "r",
      startedBy: "u",
      returnUrl: null,
    };
    // Not by a millisecond: the clock of a virtual machine may step back by more.
    await services.authorizations.insert("old", { ...begun, expiresAt: Date.now() - HOUR });
    await services.authorizations.insert("new", { ...begun, expiresAt: Date.now() + HOUR });
    await renewCredentials(services);
    const { results } = await env.DB.prepare("SELECT verifier_sealed FROM oauth_authorizations").all();
    expect(results).toHaveLength(1);
    expect(await services.authorizations.take("old", Date.now())).toBeNull();
    expect(await services.authorizations.take("new", Date.now())).toMatchObject({ verifier: "v" });
    expect(await services.authorizations.take("new", Date.now())).toBeNull();
  });
});

describe("a key rotation", () => {
  it("seals a credential's tokens anew, and they stay the same tokens", async () => {
    const identity = await connected();
    const services = open();
    const [before] = await services.tokenStore.sealedTexts(identity);
    expect(await reseal(services, identity)).toBe(1);
    const [after] = await services.tokenStore.sealedTexts(identity);
    expect(after?.sealed).not.toBe(before?.sealed);
    expect(await services.tokenSeal.open(identity, after?.sealed ?? "")).toEqual({
      accessToken: "a",
      refreshToken: "r",
    });
  });

  it("finds that tokens replaced meanwhile need nothing, and says so when it cannot open them", async () => {
    const identity = await connected();
    const services = open();
    let raced = false;
    const tokenStore = {
      ...services.tokenStore,
      async sealedTexts(of: typeof identity) {
        const texts = await services.tokenStore.sealedTexts(of);
        if (!raced) {
          raced = true;
          const sealed = await services.tokenSeal.seal(of, { accessToken: "b", refreshToken: null });
          await services.tokenStore.replace(of, { sealed, obtainedAt: 0, expiresAt: null });
        }
        return texts;
      },
    };
    expect(await reseal({ ...services, tokenStore }, identity)).toBe(1);
    const foreign = { ...identity, credentialId: (await connected()).credentialId };
    const [text] = await services.tokenStore.sealedTexts(identity);
    const moved = { ...services.tokenStore, sealedTexts: async () => [text ?? { name: "", sealed: "" }] };
    await expect(reseal({ ...services, tokenStore: moved }, foreign)).rejects.toThrow();
  });
});
