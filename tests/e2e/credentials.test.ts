import { createHmac } from "node:crypto";
import { scheduler } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Json, Tenant } from "../support/api-client.ts";
import { type Provider, startProvider } from "../support/provider.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { createIntegration, deliveriesOf, openTenant, postEvent, waitFor, waitForStatus } from "./support.ts";

let tenant: Tenant;
let receiver: Receiver;
let provider: Provider;

beforeEach(async () => {
  tenant = await openTenant("credentials");
  receiver = await startReceiver();
  provider = await startProvider();
});
afterEach(async () => {
  await receiver.close();
  await provider.close();
});

/** A target that takes nobody without a token of the provider. */
function protect(): void {
  receiver.answer(({ headers }, response) =>
    response.writeHead(provider.isValid(headers.authorization) ? 200 : 401).end(),
  );
}

async function createCredential(kind: string, config: Json): Promise<string> {
  const created = await tenant.api.expect(201, "POST", "/api/v1/credentials", { name: kind, kind, config });
  return String(created.id);
}

const clientCredentials = (more: Json = {}) =>
  createCredential("oauth2_client_credentials", {
    tokenUrl: provider.tokenUrl,
    clientId: provider.clientId,
    clientSecret: provider.clientSecret,
    scopes: ["orders:write", "orders:read"],
    audience: "https://api.example.com",
    ...more,
  });

const authorizationCode = (more: Json = {}) =>
  createCredential("oauth2_authorization_code", {
    authorizationUrl: provider.authorizationUrl,
    tokenUrl: provider.tokenUrl,
    clientId: provider.clientId,
    clientSecret: provider.clientSecret,
    scopes: ["orders:write"],
    authorizationParameters: { access_type: "offline" },
    ...more,
  });

const credential = (id: string) => tenant.api.expect(200, "GET", `/api/v1/credentials/${id}`);

async function authorize(id: string): Promise<string> {
  const begun = await tenant.api.expect(200, "POST", `/api/v1/credentials/${id}/authorize`);
  return String(begun.authorizationUrl);
}

/** The whole flow as a person's browser goes through it. */
async function connect(id: string): Promise<Response> {
  return fetch(provider.agree(await authorize(id)));
}

const stepsOf = async (eventId: string) => {
  const [summary] = await deliveriesOf(tenant.api, eventId);
  const delivery = await tenant.api.expect(200, "GET", `/api/v1/deliveries/${summary?.id}`);
  return { delivery, steps: (delivery.steps as Json[]).map(({ name, detail }) => `${name}: ${detail}`) };
};

describe("a credential that is sent as it is", () => {
  it.each([
    [
      "basic",
      { username: "gateway", password: "hunter2-secret" },
      "authorization",
      `Basic ${btoa("gateway:hunter2-secret")}`,
    ],
    ["bearer", { token: "static-token-0123456789" }, "authorization", "Bearer static-token-0123456789"],
    [
      "api_key",
      { in: "header", name: "X-Plain-Id", value: "api-key-value-0123" },
      "x-plain-id",
      "api-key-value-0123",
    ],
  ])("reaches the target, and is not to be seen in the log: %s", async (kind, config, header, value) => {
    const credentialId = await createCredential(kind, config);
    // A target that sends back everything it gets is the usual test endpoint.
    receiver.answer(({ headers }, response) => {
      response.writeHead(200, { "x-echo": String(headers[header]) }).end(JSON.stringify(headers));
    });
    await createIntegration(tenant.api, receiver.url, { credentialId });
    const id = await postEvent(tenant.api, { n: 1 });
    await waitForStatus(tenant.api, id, "delivered");
    expect(receiver.requests[0]?.headers[header]).toBe(value);
    const { delivery, steps } = await stepsOf(id);
    expect(steps.some((step) => step.startsWith("authenticate: "))).toBe(true);
    const secret = Object.values(config).at(-1) ?? "";
    for (const text of [secret, value.replace(/^\w+ /, "")]) {
      expect(JSON.stringify(delivery)).not.toContain(text);
    }
  });

  it("goes behind the URL, masked there in the log, and leaves the rest of the query as it is", async () => {
    const value = "query key & more 0123456789";
    const credentialId = await createCredential("api_key", { in: "query", name: "key", value });
    receiver.answer(({ path }, response) => response.end(`you asked for ${path}`));
    await createIntegration(tenant.api, `${receiver.url}/hook?a=%20b+c`, { credentialId });
    const id = await postEvent(tenant.api, { n: 1 });
    await waitForStatus(tenant.api, id, "delivered");
    expect(receiver.requests[0]?.path).toBe(`/hook?a=%20b+c&key=${encodeURIComponent(value)}`);
    const { delivery } = await stepsOf(id);
    expect((delivery.request as Json).url).toBe(`${receiver.url}/hook?a=%20b+c&key=redacted`);
    expect(JSON.stringify(delivery)).not.toContain("0123456789");
  });

  it("signs the body for receivers that know HMAC and nothing else", async () => {
    const credentialId = await createCredential("hmac", {
      algorithm: "sha512",
      header: "X-Body-Mac",
      encoding: "base64",
      prefix: "mac=",
      secret: "shared-hmac-secret",
    });
    await createIntegration(tenant.api, receiver.url, { credentialId });
    await postEvent(tenant.api, { text: "grüße 🎉" });
    const request = await waitFor("the delivery", () => receiver.requests[0] ?? null);
    const mac = createHmac("sha512", "shared-hmac-secret").update(request.body).digest("base64");
    expect(request.headers["x-body-mac"]).toBe(`mac=${mac}`);
    expect(request.headers["webhook-signature"]).toBeDefined();
  });
});

describe("client credentials", () => {
  it("fetch one token for a hundred deliveries at once, and it arrives with each of them", async () => {
    protect();
    provider.hold = scheduler.wait(300);
    await createIntegration(tenant.api, receiver.url, { credentialId: await clientCredentials() });
    const events = Array.from({ length: 100 }, (_, n) => ({ type: "order.created", payload: { n } }));
    const { results } = await tenant.api.expect(202, "POST", "/api/v1/events/batch", { events });
    for (const { id } of results as Json[]) await waitForStatus(tenant.api, String(id), "delivered");
    expect(provider.tokenRequests).toHaveLength(1);
    const [request] = provider.tokenRequests;
    expect(Object.fromEntries(request?.form ?? [])).toEqual({
      grant_type: "client_credentials",
      scope: "orders:write orders:read",
      audience: "https://api.example.com",
    });
    expect(request?.authorization).toMatch(/^Basic /);
  });

  it("fetch one token when a hundred deliveries find theirs expired", async () => {
    protect();
    provider.lifetimeSeconds = 1;
    const credentialId = await clientCredentials({ authentication: "post" });
    await createIntegration(tenant.api, receiver.url, { credentialId });
    await waitForStatus(tenant.api, await postEvent(tenant.api, { n: 0 }), "delivered");
    await scheduler.wait(1_100);
    provider.revokeAll();
    provider.lifetimeSeconds = 3_600;
    provider.hold = scheduler.wait(300);
    const before = provider.tokenRequests.length;
    const ids = await Promise.all(Array.from({ length: 100 }, (_, n) => postEvent(tenant.api, { n })));
    for (const id of ids) await waitForStatus(tenant.api, id, "delivered");
    expect(provider.tokenRequests.length - before).toBe(1);
    expect(receiver.requests.filter(({ headers }) => !provider.isValid(headers.authorization))).toHaveLength(
      1,
    );
  });

  it("replace a token once that the target refuses, and the same attempt arrives", async () => {
    protect();
    await createIntegration(tenant.api, receiver.url, { credentialId: await clientCredentials() });
    await waitForStatus(tenant.api, await postEvent(tenant.api, { n: 0 }), "delivered");
    provider.revokeAll();
    const ids = await Promise.all(Array.from({ length: 20 }, (_, n) => postEvent(tenant.api, { n })));
    for (const id of ids) {
      expect((await waitForStatus(tenant.api, id, "delivered")).attempts).toBe(1);
    }
    expect(provider.tokenRequests).toHaveLength(2);
    const twice = (await Promise.all(ids.map(stepsOf))).find(({ steps }) => steps.length > 7);
    expect(twice?.steps.filter((step) => /^(authenticate|send)/.test(step))).toEqual([
      "authenticate: access token",
      "send: answered 401",
      "authenticate: access token",
      "send: answered 200",
    ]);
  });

  it("become a dead letter when the target refuses even a fresh token, without asking for ever fresher ones", async () => {
    receiver.answer((_request, response) => response.writeHead(401).end());
    await createIntegration(tenant.api, receiver.url, { credentialId: await clientCredentials() });
    const ids = await Promise.all(Array.from({ length: 10 }, (_, n) => postEvent(tenant.api, { n })));
    for (const id of ids) await waitForStatus(tenant.api, id, "dead_lettered");
    expect(provider.tokenRequests.length).toBeLessThanOrEqual(2);
  });

  it("wait out a provider that is away, by the integration's own retry policy", async () => {
    protect();
    provider.refuse = (response) => response.writeHead(503).end("maintenance");
    await createIntegration(tenant.api, receiver.url, {
      credentialId: await clientCredentials(),
      retry: { strategy: { kind: "schedule", delaysMs: [600, 600, 600, 600, 600, 600] } },
    });
    const id = await postEvent(tenant.api, { n: 1 });
    const retrying = await waitForStatus(tenant.api, id, "retrying");
    expect(retrying).toMatchObject({ category: "SERVER_ERROR", httpStatus: null });
    expect(retrying.detail).toMatch(/no access token: the token endpoint answered 503/);
    provider.refuse = null;
    await waitForStatus(tenant.api, id, "delivered");
    expect(receiver.requests).toHaveLength(1);
  });

  it("are held when the provider refuses them, without asking it again, and go out when the secret is replaced", async () => {
    protect();
    const credentialId = await clientCredentials({ clientSecret: "not-the-secret" });
    await createIntegration(tenant.api, receiver.url, { credentialId });
    const ids = await Promise.all([1, 2, 3, 4, 5].map((n) => postEvent(tenant.api, { n })));
    for (const id of ids) {
      const held = await waitForStatus(tenant.api, id, "held");
      expect(held).toMatchObject({ category: "AUTH", attempts: 1 });
      expect(held.detail).toContain(credentialId);
      expect(held.detail).toContain("invalid_client");
      expect(held.hint).toMatch(/new secret/);
    }
    expect(provider.tokenRequests).toHaveLength(1);
    expect(await credential(credentialId)).toMatchObject({ status: "failing" });
    const patched = await tenant.api.expect(200, "PATCH", `/api/v1/credentials/${credentialId}`, {
      config: { clientSecret: provider.clientSecret },
    });
    expect(patched).toMatchObject({ status: "ready", detail: null });
    for (const id of ids) {
      expect((await waitForStatus(tenant.api, id, "delivered")).attempts).toBe(2);
    }
    expect(provider.tokenRequests).toHaveLength(2);
  });

  it("go out as well when a test finds that the provider has changed its mind", async () => {
    protect();
    provider.refuse = (response) =>
      response.writeHead(400, { "content-type": "application/json" }).end('{"error":"unauthorized_client"}');
    const credentialId = await clientCredentials();
    await createIntegration(tenant.api, receiver.url, { credentialId });
    const id = await postEvent(tenant.api, { n: 1 });
    await waitForStatus(tenant.api, id, "held");
    const test = () => tenant.api.expect(200, "POST", `/api/v1/credentials/${credentialId}/test`);
    expect(await test()).toMatchObject({ outcome: "refused" });
    provider.refuse = null;
    expect(await test()).toMatchObject({ outcome: "token_received" });
    await waitForStatus(tenant.api, id, "delivered");
  });

  it("never follow a redirect of the token endpoint, and never repeat what it says", async () => {
    provider.refuse = (response) => response.writeHead(302, { location: receiver.url }).end();
    const credentialId = await clientCredentials();
    const test = () => tenant.api.expect(200, "POST", `/api/v1/credentials/${credentialId}/test`);
    expect((await test()).detail).toMatch(/redirects are never followed/);
    expect(receiver.requests).toEqual([]);
    provider.refuse = (response) =>
      response
        .writeHead(400, { "content-type": "application/json" })
        .end(JSON.stringify({ error: "<b>invalid</b>", error_description: provider.clientSecret }));
    const refused = await tenant.api.call("POST", `/api/v1/credentials/${credentialId}/test`);
    expect(refused.json).toMatchObject({ outcome: "refused" });
    expect(refused.text).not.toContain("<b>");
    expect(refused.text).not.toContain(provider.clientSecret);
  });

  it("end a delivery's wait when its integration takes another credential, or none", async () => {
    const credentialId = await clientCredentials({ clientSecret: "not-the-secret" });
    const { id } = await createIntegration(tenant.api, receiver.url, { credentialId });
    const eventId = await postEvent(tenant.api, { n: 1 });
    await waitForStatus(tenant.api, eventId, "held");
    await tenant.api.expect(200, "PATCH", `/api/v1/integrations/${id}`, { credentialId: null });
    await waitForStatus(tenant.api, eventId, "delivered");
  });
});

describe("an authorization", () => {
  it("connects a credential by a person's browser, and what waited goes out", async () => {
    protect();
    const credentialId = await authorizationCode();
    expect(await credential(credentialId)).toMatchObject({ status: "needs_authorization" });
    await createIntegration(tenant.api, receiver.url, { credentialId });
    const id = await postEvent(tenant.api, { n: 1 });
    await waitForStatus(tenant.api, id, "held");
    expect(provider.tokenRequests).toHaveLength(0);

    const url = new URL(await authorize(credentialId));
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      access_type: "offline",
      response_type: "code",
      client_id: provider.clientId,
      scope: "orders:write",
      code_challenge_method: "S256",
      redirect_uri: expect.stringMatching(/\/oauth\/callback$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
    });
    const back = await fetch(provider.agree(url.href));
    expect(back.status).toBe(200);
    expect(back.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(back.headers.get("referrer-policy")).toBe("no-referrer");
    await waitForStatus(tenant.api, id, "delivered");
    const ready = await credential(credentialId);
    expect(ready).toMatchObject({ status: "ready", detail: null });
    expect(Date.parse(String(ready.expiresAt))).toBeGreaterThan(Date.now() + 3_500_000);
  });

  it("keeps the refresh token that replaces the one before", async () => {
    protect();
    provider.lifetimeSeconds = 1;
    const credentialId = await authorizationCode();
    await createIntegration(tenant.api, receiver.url, { credentialId });
    await connect(credentialId);
    for (let n = 0; n < 3; n++) {
      await scheduler.wait(1_100);
      await waitForStatus(tenant.api, await postEvent(tenant.api, { n }), "delivered");
    }
    const used = provider.tokenRequests.flatMap(({ form }) => form.get("refresh_token") ?? []);
    expect(used).toHaveLength(3);
    expect(new Set(used).size).toBe(3);
  });

  it("is needed again when the provider ended it: deliveries are held with a hint, and go out when it is made anew", async () => {
    protect();
    const credentialId = await authorizationCode();
    await createIntegration(tenant.api, receiver.url, { credentialId });
    await connect(credentialId);
    await waitForStatus(tenant.api, await postEvent(tenant.api, { n: 0 }), "delivered");
    provider.revokeAll();
    provider.revokeRefreshTokens();
    const id = await postEvent(tenant.api, { n: 1 });
    const held = await waitForStatus(tenant.api, id, "held");
    expect(held).toMatchObject({ category: "AUTH" });
    expect(held.detail).toContain("invalid_grant");
    expect(held.hint).toMatch(/authorize/);
    expect(await credential(credentialId)).toMatchObject({ status: "needs_authorization" });
    const calls = provider.tokenRequests.length;
    await waitForStatus(tenant.api, await postEvent(tenant.api, { n: 2 }), "held");
    expect(provider.tokenRequests).toHaveLength(calls);
    expect((await connect(credentialId)).status).toBe(200);
    await waitForStatus(tenant.api, id, "delivered");
  });

  it("works once: the same answer of the browser, played again, is refused", async () => {
    const credentialId = await authorizationCode();
    const back = provider.agree(await authorize(credentialId));
    expect((await fetch(back, { method: "HEAD" })).status).toBe(400);
    expect((await fetch(back)).status).toBe(200);
    const calls = provider.tokenRequests.length;
    expect((await fetch(back)).status).toBe(400);
    expect(provider.tokenRequests).toHaveLength(calls);
  });

  it.each([
    ["a state that is not ours", (url: URL) => url.searchParams.set("state", "A".repeat(43))],
    ["no state", (url: URL) => url.searchParams.delete("state")],
    ["no code", (url: URL) => url.searchParams.delete("code")],
    ["a second code", (url: URL) => url.searchParams.append("code", "another")],
    ["an issuer from elsewhere", (url: URL) => url.searchParams.set("iss", "https://attacker.example")],
    ["a code that the provider does not know", (url: URL) => url.searchParams.set("code", "made-up")],
    ["the person's refusal", (url: URL) => url.searchParams.set("error", "<script>alert(1)</script>")],
  ])("is refused with a page that shows nothing of the request: %s", async (_what, change) => {
    const credentialId = await authorizationCode();
    const url = new URL(provider.agree(await authorize(credentialId)));
    change(url);
    const answer = await fetch(url);
    const page = await answer.text();
    expect([answer.status, answer.headers.get("content-type")]).toEqual([400, "text/html; charset=UTF-8"]);
    for (const value of url.searchParams.values()) expect(page).not.toContain(value);
    expect(await credential(credentialId)).toMatchObject({ status: "needs_authorization" });
  });

  it("names its own issuer when the provider does", async () => {
    const credentialId = await authorizationCode();
    const url = new URL(provider.agree(await authorize(credentialId)));
    url.searchParams.set("iss", `${provider.url}/realm`);
    expect((await fetch(url)).status).toBe(200);
    await tenant.api.expect(200, "PATCH", `/api/v1/credentials/${credentialId}`, {
      config: { issuer: "https://issuer.example" },
    });
    const other = new URL(provider.agree(await authorize(credentialId)));
    other.searchParams.set("iss", `${provider.url}/realm`);
    expect((await fetch(other)).status).toBe(400);
  });

  it("goes back to the gateway and nowhere else", async () => {
    const credentialId = await authorizationCode();
    const answer = await tenant.api.call("POST", `/api/v1/credentials/${credentialId}/authorize`, {
      redirectUri: "https://attacker.example/oauth/callback",
    });
    expect(answer).toMatchObject({ status: 422, json: { errors: [{ pointer: "/redirectUri" }] } });
    const own = new URL(await authorize(credentialId)).searchParams.get("redirect_uri");
    await tenant.api.expect(200, "POST", `/api/v1/credentials/${credentialId}/authorize`, {
      redirectUri: own,
    });
  });

  it("is for credentials that a person connects", async () => {
    const credentialId = await clientCredentials();
    expect((await tenant.api.call("POST", `/api/v1/credentials/${credentialId}/authorize`)).status).toBe(409);
  });
});
