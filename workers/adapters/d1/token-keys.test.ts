import { env } from "cloudflare:workers";
import { createLocalJWKSet, jwtVerify } from "jose";
import { beforeEach, describe, expect, it } from "vitest";
import { createApp } from "#http/app";
import { rotateTokenKeys } from "#services/rotate-token-keys";
import { anyEmail, openPeople } from "#testing/open-people";
import { seedOrganization } from "#testing/seed";

const DAY = 86_400_000;
const MINUTE = 60_000;

beforeEach(async () => {
  await env.DB.prepare("DELETE FROM token_keys").run();
});

async function rows() {
  const { results } = await env.DB.prepare(
    "SELECT kid, retired_at FROM token_keys ORDER BY created_at",
  ).all();
  return results;
}

const kidOf = (token: string) =>
  (JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString()) as { kid: string }).kid;

describe("token keys", () => {
  it("are made when the first token needs one, and two isolates agree on it", async () => {
    const isolates = Array.from({ length: 5 }, () => openPeople(env));
    const tokens = await Promise.all(
      isolates.map(({ services }) => services.accessTokens.issue("user_x", "ses_x")),
    );
    expect(await rows()).toHaveLength(1);
    for (const { token } of tokens) {
      for (const { services } of isolates) {
        expect(await services.accessTokens.verify(token)).toEqual({ userId: "user_x", sessionId: "ses_x" });
      }
    }
  });

  it("are published without their private halves, and verify with any library", async () => {
    const people = openPeople(env);
    const { orgId } = await seedOrganization(env);
    const ann = await people.signIn(await people.join(orgId, "owner", anyEmail()));
    const app = createApp(() => people.services);
    const response = await app.request("https://gateway.test/.well-known/jwks.json", {}, env);
    expect(response.headers.get("cache-control")).toBe("public, max-age=300");
    const set = (await response.json()) as { keys: Record<string, string>[] };
    expect(set.keys.map((key) => Object.keys(key).sort())).toEqual([
      ["alg", "crv", "kid", "kty", "use", "x"],
    ]);
    const { payload } = await jwtVerify(ann.accessToken, createLocalJWKSet(set));
    expect(payload.sub).toBe(ann.userId);
  });

  it("are sealed at rest, each for its own row", async () => {
    const people = openPeople(env);
    await people.services.accessTokens.issue("user_x", "ses_x");
    const row = await env.DB.prepare("SELECT * FROM token_keys").first<{ private_sealed: string }>();
    expect(row?.private_sealed).toMatch(/^v\d+\./);
    expect(JSON.stringify(row)).not.toContain('"d"');
  });

  it("rotate: the new one is published before it signs, and the old one verifies as long as it must", async () => {
    const people = openPeople(env);
    const { accessTokens, tokenKeys } = people.services;
    const tick = () => rotateTokenKeys(people.services);
    await tick();
    expect(await rows()).toEqual([]);
    const first = kidOf((await accessTokens.issue("user_x", "ses_x")).token);
    people.clock.now += 30 * DAY - 1;
    await tick();
    expect(await rows()).toHaveLength(1);
    people.clock.now += 1;
    await Promise.all([tick(), rotateTokenKeys(openPeople(env, { now: () => people.clock.now }).services)]);
    expect(await rows()).toHaveLength(2);
    expect((await tokenKeys.publicKeys()).keys).toHaveLength(2);
    const last = (await accessTokens.issue("user_x", "ses_x")).token;
    expect(kidOf(last)).toBe(first);
    people.clock.now += 10 * MINUTE;
    await tick();
    const next = (await accessTokens.issue("user_x", "ses_x")).token;
    expect(kidOf(next)).not.toBe(first);
    expect(await rows()).toEqual([
      { kid: first, retired_at: people.clock.now },
      { kid: kidOf(next), retired_at: null },
    ]);
    people.clock.now -= 9 * MINUTE;
    expect(await accessTokens.verify(last)).not.toBeNull();
    people.clock.now += 9 * MINUTE + DAY;
    await tick();
    expect(await rows()).toEqual([{ kid: kidOf(next), retired_at: null }]);
  });
});
