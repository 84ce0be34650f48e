import { Secret, TOTP } from "otpauth";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { createApiClient, type Json } from "../support/api-client.ts";
import { openTenant } from "./support.ts";

const PASSWORD = "correct battery staple";
const STEP_MS = 30_000;

let orgId: string;
const url = () => inject("gatewayUrl");
const anybody = () => createApiClient(url(), "nobody");

beforeAll(async () => {
  orgId = (await openTenant("people")).orgId;
});

/** As a browser calls it: no bearer, the cookie alone. */
async function browse(path: string, cookie: string, headers: Record<string, string> = {}) {
  const response = await fetch(url() + path, { method: "POST", headers: { cookie, ...headers } });
  const text = await response.text();
  return {
    status: response.status,
    cookie: cookieOf(response.headers),
    json: (text === "" ? {} : JSON.parse(text)) as Json,
  };
}

function cookieOf(headers: Headers): string {
  return (headers.getSetCookie()[0] ?? "").split(";")[0] ?? "";
}

async function inviteAndJoin(bearer: string, email: string, roleId: string): Promise<void> {
  const inviting = await createApiClient(url(), bearer).call(
    "POST",
    "/api/v1/invitations",
    { email, roleId },
    { "x-organization-id": orgId },
  );
  expect(inviting.status).toBe(201);
  const body = { token: inviting.json.token, name: "Ann", password: PASSWORD };
  const joined = await anybody().call("POST", "/api/v1/auth/invitations/accept", body);
  expect(joined).toMatchObject({ status: 200, json: { organizationId: orgId, roleId } });
}

async function signIn(email: string, extra: Json = {}) {
  const answer = await anybody().call("POST", "/api/v1/auth/sign-in", {
    email,
    password: PASSWORD,
    ...extra,
  });
  return { ...answer, cookie: cookieOf(answer.headers), token: String(answer.json.accessToken) };
}

/** A code of the next step at the latest: one that was used does not count again, and nobody waits for the clock. */
function codes(secret: string) {
  let used = 0;
  return () => {
    const step = Math.max(used + 1, Math.floor(Date.now() / STEP_MS));
    used = step;
    return TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: step * STEP_MS });
  };
}

describe("a person, from the first invitation to the last sign-out", () => {
  it("is invited by the operator, joins, signs in, enrols a second factor, refreshes, is robbed, and is out", async () => {
    const email = "first.owner@example.com";
    await inviteAndJoin(inject("adminToken"), email, "owner");

    const first = await signIn(email);
    expect(first.status).toBe(200);
    expect(first.headers.getSetCookie()[0]).toMatch(
      /^__Host-igw_refresh=.+; Path=\/; Expires=.+; HttpOnly; Secure; SameSite=Strict$/,
    );
    const api = createApiClient(url(), first.token);
    const me = await api.expect(200, "GET", "/api/v1/me");
    expect(me).toMatchObject({ email, memberships: [{ organizationId: orgId, roleId: "owner" }] });
    await api.expect(200, "GET", "/api/v1/organization");

    const { secret } = await api.expect(201, "POST", "/api/v1/me/second-factor", { password: PASSWORD });
    const nextCode = codes(String(secret));
    const enabled = await api.expect(200, "POST", "/api/v1/me/second-factor/enable", { code: nextCode() });
    const [recoveryCode] = enabled.recoveryCodes as string[];

    expect(await signIn(email)).toMatchObject({ status: 401, json: { code: "second_factor_needed" } });
    const second = await signIn(email, { code: nextCode() });
    expect(second.status).toBe(200);
    expect((await signIn(email, { code: recoveryCode })).status).toBe(200);
    expect((await signIn(email, { code: recoveryCode })).status).toBe(401);

    const refreshed = await browse("/api/v1/auth/refresh", second.cookie, { origin: url() });
    expect(refreshed.status).toBe(200);
    expect((await browse("/api/v1/auth/refresh", second.cookie)).cookie).toBe(refreshed.cookie);
    const twice = await browse("/api/v1/auth/refresh", refreshed.cookie);
    // Two generations old: no grace covers it. Somebody has a copy.
    expect((await browse("/api/v1/auth/refresh", second.cookie)).status).toBe(401);
    expect((await browse("/api/v1/auth/refresh", twice.cookie)).status).toBe(401);
    for (const token of [second.token, refreshed.json.accessToken, twice.json.accessToken]) {
      expect((await createApiClient(url(), String(token)).call("GET", "/api/v1/me")).status).toBe(401);
    }

    // Another browser of the same person is not touched, until it is signed out.
    expect((await api.call("GET", "/api/v1/me")).status).toBe(200);
    expect((await browse("/api/v1/auth/sign-out", first.cookie)).status).toBe(204);
    expect((await api.call("GET", "/api/v1/me")).status).toBe(401);
    expect((await browse("/api/v1/auth/refresh", first.cookie)).status).toBe(401);
  });

  it("is put out of the organization at once by whoever may remove members", async () => {
    await inviteAndJoin(inject("adminToken"), "second.owner@example.com", "owner");
    const owner = await signIn("second.owner@example.com");
    await inviteAndJoin(owner.token, "builder@example.com", "developer");
    const builder = await signIn("builder@example.com");
    const api = createApiClient(url(), builder.token);
    await api.expect(200, "GET", "/api/v1/integrations");
    const { id } = builder.json.user as Json;
    await createApiClient(url(), owner.token).expect(204, "DELETE", `/api/v1/members/${id}`);
    const named = { "x-organization-id": orgId };
    expect((await api.call("GET", "/api/v1/integrations", undefined, named)).status).toBe(404);
  });

  it("is not signed in by another site's page", async () => {
    const body = { email: "second.owner@example.com", password: PASSWORD };
    const evil = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
    const answer = await anybody().call("POST", "/api/v1/auth/sign-in", body, evil);
    expect(answer).toMatchObject({ status: 403, json: { code: "origin_not_allowed" } });
    expect(answer.headers.getSetCookie()).toEqual([]);
    const own = { origin: url(), "sec-fetch-site": "same-origin" };
    expect((await anybody().call("POST", "/api/v1/auth/sign-in", body, own)).status).toBe(200);
  });

  it("finds the public keys of its tokens where every library looks for them", async () => {
    const response = await fetch(`${url()}/.well-known/jwks.json`);
    const { keys } = (await response.json()) as { keys: Json[] };
    expect(keys).toMatchObject([{ kty: "OKP", crv: "Ed25519", alg: "EdDSA", use: "sig" }]);
    expect(JSON.stringify(keys)).not.toContain('"d"');
  });
});
