import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { composeServices } from "#services/composition";
import { callApi } from "#testing/call-api";
import { createIntegration, seedOrganization } from "#testing/seed";

interface Credential {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly warnings: readonly string[];
  readonly updatedAt: string;
}

let orgId = "";
let key = "";
beforeAll(async () => {
  ({ orgId, apiKey: key } = await seedOrganization(env));
});

const PATH = "/api/v1/credentials";
const BASIC = {
  name: "Shop",
  kind: "basic",
  config: { username: "gateway", password: "correct-horse-battery" },
};
const CLIENT = {
  name: "Client",
  kind: "oauth2_client_credentials",
  config: { tokenUrl: "https://id.example/token", clientId: "c", clientSecret: "client-secret-0123" },
};

async function create(body: object = BASIC): Promise<Credential> {
  const answer = await callApi(key, "POST", PATH, body);
  expect(answer.status, answer.text).toBe(201);
  return answer.body as Credential;
}
const call = (method: string, id: string, body?: unknown, headers = {}) =>
  callApi(key, method, `${PATH}/${id}`, body, headers);
const stored = (id: string) => composeServices(env).credentials.open(orgId, id);

describe("a credential", () => {
  it("shows its secret to nobody, not even when it is made, and keeps it sealed", async () => {
    const answer = await callApi(key, "POST", PATH, BASIC);
    expect(answer).toMatchObject({
      status: 201,
      body: { kind: "basic", status: "ready", config: { username: "gateway", password: "••••tery" } },
    });
    const { id } = answer.body as Credential;
    const texts = [answer.text, (await call("GET", id)).text, (await callApi(key, "GET", PATH)).text];
    const row = await env.DB.prepare("SELECT * FROM credentials WHERE id = ?1").bind(id).first();
    for (const text of [...texts, JSON.stringify(row)]) expect(text).not.toContain("correct-horse");
    expect((await stored(id))?.settings).toMatchObject({ config: { password: "correct-horse-battery" } });
  });

  it("says nothing about a short secret", async () => {
    const made = await create({ ...BASIC, config: { username: "u", password: "short" } });
    expect(made.config.password).toBe("••••");
  });

  it("gets its defaults, and warns of what is weak", async () => {
    const made = await create({
      name: "m",
      kind: "hmac",
      config: { header: "X-Mac", algorithm: "sha1", secret: "s3cret" },
    });
    expect(made.config).toMatchObject({ encoding: "hex", prefix: "" });
    expect(made.warnings.join()).toMatch(/SHA-1/);
    expect((await create(CLIENT)).config).toMatchObject({
      scopes: [],
      audience: null,
      authentication: "basic",
    });
  });

  it("needs a person when a person has to connect it", async () => {
    const config = { ...CLIENT.config, authorizationUrl: "https://id.example/authorize" };
    const made = await create({ name: "a", kind: "oauth2_authorization_code", config });
    expect(made).toMatchObject({ status: "needs_authorization", config: { authorizationParameters: {} } });
  });

  it("is changed member by member, and keeps its secret when the mask comes back", async () => {
    const { id, config } = await create();
    const masked = await call("PATCH", id, { name: "New", config: { ...config, username: "other" } });
    expect(masked).toMatchObject({ status: 200, body: { name: "New", config: { username: "other" } } });
    expect((await stored(id))?.settings.config).toEqual({
      username: "other",
      password: "correct-horse-battery",
    });
    await call("PATCH", id, { config: { password: "another-password" } });
    expect((await stored(id))?.settings.config).toEqual({ username: "other", password: "another-password" });
  });

  it("is replaced whole, and stays of its kind", async () => {
    const { id, config } = await create(CLIENT);
    const given = {
      tokenUrl: "https://other.example/token",
      clientId: "d",
      clientSecret: config.clientSecret,
    };
    expect((await call("PUT", id, { ...CLIENT, config: given })).status).toBe(200);
    expect((await stored(id))?.settings.config).toMatchObject({
      clientId: "d",
      clientSecret: "client-secret-0123",
    });
    expect(await call("PUT", id, BASIC)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: "/kind" }] },
    });
  });

  it("is changed and deleted only as it was read", async () => {
    const { id } = await create();
    const etag = (await call("GET", id)).headers.get("etag") ?? "";
    expect((await call("PATCH", id, { name: "1" }, { "if-match": etag })).status).toBe(200);
    expect((await call("PATCH", id, { name: "2" }, { "if-match": etag })).status).toBe(412);
    expect((await call("DELETE", id, undefined, { "if-match": etag })).status).toBe(412);
    expect((await call("DELETE", id)).status).toBe(204);
    expect((await call("GET", id)).status).toBe(404);
  });

  it("is not there for another organization", async () => {
    const { id } = await create();
    const stranger = (await seedOrganization(env)).apiKey;
    for (const [method, path, body] of [
      ["GET", `${PATH}/${id}`, undefined],
      ["PATCH", `${PATH}/${id}`, { name: "x" }],
      ["PUT", `${PATH}/${id}`, BASIC],
      ["DELETE", `${PATH}/${id}`, undefined],
      ["POST", `${PATH}/${id}/test`, undefined],
      ["POST", `${PATH}/${id}/authorize`, {}],
    ] as const) {
      expect([method, (await callApi(stranger, method, path, body)).status]).toEqual([method, 404]);
    }
    expect(((await callApi(stranger, "GET", PATH)).body as { items: unknown[] }).items).toEqual([]);
  });

  it.each([
    ["/config/password", { ...BASIC, config: { username: "u" } }],
    ["/config/pass", { ...BASIC, config: { ...BASIC.config, pass: "x" } }],
    ["/config/username", { ...BASIC, config: { ...BASIC.config, username: "a:b" } }],
    [
      "/config/tokenUrl",
      { ...CLIENT, config: { ...CLIENT.config, tokenUrl: "http://metadata.google.internal/" } },
    ],
    ["/kind", { ...BASIC, kind: "digest" }],
    ["/name", { ...BASIC, name: " " }],
  ])("is refused with a pointer to %s", async (pointer, body) => {
    const answer = await callApi(key, "POST", PATH, body);
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
    expect(answer.text).not.toContain("correct-horse");
  });

  it("is refused a member of another kind by a PATCH", async () => {
    const { id } = await create();
    const answer = await call("PATCH", id, { config: { clientSecret: "x" } });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: "/config/clientSecret" }] } });
  });
});

describe("an integration's credential", () => {
  const integration = (id: string) => `/api/v1/integrations/${id}`;

  it("must exist in the same organization", async () => {
    const foreign = await seedOrganization(env);
    const { body } = await callApi(foreign.apiKey, "POST", PATH, BASIC);
    const { id } = await createIntegration(env, orgId);
    for (const credentialId of ["cred_none", (body as Credential).id]) {
      const answer = await callApi(key, "PATCH", integration(id), { credentialId });
      expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: "/credentialId" }] } });
    }
  });

  it("is opened with the configuration, and cannot be deleted while it is used", async () => {
    const { id: credentialId } = await create();
    const { id } = await createIntegration(env, orgId, { name: "Orders", credentialId });
    const { configurations } = composeServices(env);
    const config = await configurations.load(orgId, 0);
    expect(config?.integrationsById.get(id)?.credential).toMatchObject({
      kind: "static",
      settings: { config: { password: "correct-horse-battery" } },
    });
    const refused = await call("DELETE", credentialId);
    expect(refused).toMatchObject({ status: 409, body: { code: "conflict" } });
    expect(refused.text).toContain(`${id} (Orders)`);
    expect(await callApi(key, "PATCH", integration(id), { credentialId: null })).toMatchObject({
      status: 200,
      body: { credentialId: null },
    });
    expect((await call("DELETE", credentialId)).status).toBe(204);
  });

  it("does not set a header that the integration sets itself", async () => {
    const { id: credentialId } = await create();
    const { id } = await createIntegration(env, orgId, { headers: { AUTHORIZATION: "mine" } });
    const answer = await callApi(key, "PATCH", integration(id), { credentialId });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: "/credentialId" }] } });
  });

  it("is none for an integration that was saved before there were credentials", async () => {
    const { id } = await createIntegration(env, orgId);
    await env.DB.prepare(
      "UPDATE integrations SET config = json_remove(config, '$.credentialId') WHERE id = ?1",
    )
      .bind(id)
      .run();
    const services = composeServices(env);
    services.configurations.forget(orgId);
    const config = await services.configurations.load(orgId, 0);
    expect(config?.integrationsById.get(id)).toMatchObject({
      credential: null,
      settings: { credentialId: null },
    });
    expect((await callApi(key, "GET", integration(id))).body).toMatchObject({ credentialId: null });
  });
});
