import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { composeServices } from "#services/composition";
import { callApi } from "#testing/call-api";
import { seedOrganization } from "#testing/seed";

const PATH = "/api/v1/organization";
const KEYS = "/api/v1/api-keys";

describe("an organization", () => {
  it("sees and changes itself, and its version grows", async () => {
    const { orgId, apiKey } = await seedOrganization(env, { name: "Acme" });
    const { body } = await callApi(apiKey, "GET", PATH);
    expect(body).toMatchObject({
      id: orgId,
      name: "Acme",
      region: "local",
      catalogueMode: "open",
      retentionDays: 30,
      intakeShards: 1,
    });
    expect(body).not.toHaveProperty("configVersion");
    const changes = { name: "Acme 2", catalogueMode: "strict", retentionDays: 3_650, intakeShards: 32 };
    expect(await callApi(apiKey, "PATCH", PATH, changes)).toMatchObject({ status: 200, body: changes });
    const config = await composeServices(env).configurations.load(orgId, 0);
    expect(config).toMatchObject({ version: 2, catalogueMode: "strict", intakeShards: 32 });
  });

  it("refuses events of unknown types as soon as its catalogue is strict", async () => {
    const { apiKey } = await seedOrganization(env);
    const post = () => callApi(apiKey, "POST", "/api/v1/events", { type: "nobody.knows", payload: 1 });
    expect((await post()).status).toBe(202);
    await callApi(apiKey, "PATCH", PATH, { catalogueMode: "strict" });
    expect(await post()).toMatchObject({ status: 422, body: { code: "unknown_event_type" } });
    await callApi(apiKey, "POST", "/api/v1/event-types", { name: "nobody.knows" });
    expect((await post()).status).toBe(202);
  });

  it.each([
    ["/retentionDays", { retentionDays: 0 }],
    ["/retentionDays", { retentionDays: 3_651 }],
    ["/intakeShards", { intakeShards: 33 }],
    ["/intakeShards", { intakeShards: 1.5 }],
    ["/catalogueMode", { catalogueMode: "closed" }],
    ["/name", { name: "" }],
    ["/region", { region: "eu" }],
  ])("refuses a bad setting and points at %s", async (pointer, body) => {
    const { apiKey } = await seedOrganization(env);
    expect(await callApi(apiKey, "PATCH", PATH, body)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer }] },
    });
  });
});

describe("an API key", () => {
  it("is shown once, works, and is stored as a hash only", async () => {
    const { orgId, apiKey } = await seedOrganization(env);
    const made = await callApi(apiKey, "POST", KEYS, { name: "CI" });
    expect(made.status).toBe(201);
    const { key, hint } = made.body as { key: string; hint: string };
    expect(key).toMatch(/^igw_local_[A-Za-z0-9_-]{43}$/);
    expect(hint).toBe(`igw_local_…${key.slice(-4)}`);
    expect((await callApi(key, "GET", PATH)).body).toMatchObject({ id: orgId });
    const listed = await callApi(apiKey, "GET", KEYS);
    expect((listed.body as { items: unknown[] }).items).toHaveLength(2);
    expect(listed.text).not.toContain(key);
    const { results } = await env.DB.prepare("SELECT * FROM api_keys").all();
    expect(JSON.stringify(results)).not.toContain(key.slice(-43));
    expect(listed.text).not.toContain(String(results[0]?.hash));
  });

  it("stops working at once when it is revoked, also when it revokes itself", async () => {
    const { apiKey } = await seedOrganization(env);
    const { id, key } = (await callApi(apiKey, "POST", KEYS, { name: "CI" })).body as {
      id: string;
      key: string;
    };
    expect((await callApi(key, "GET", PATH)).status).toBe(200);
    expect((await callApi(key, "DELETE", `${KEYS}/${id}`)).status).toBe(204);
    expect((await callApi(key, "GET", PATH)).status).toBe(401);
    const { items } = (await callApi(apiKey, "GET", KEYS)).body as {
      items: { id: string; revokedAt: string }[];
    };
    expect(items.find((item) => item.id === id)?.revokedAt).not.toBeNull();
    expect((await callApi(apiKey, "DELETE", `${KEYS}/${id}`)).status).toBe(204);
  });

  it("cannot be revoked or seen by another organization", async () => {
    const { apiKey } = await seedOrganization(env);
    const { id, key } = (await callApi(apiKey, "POST", KEYS, { name: "CI" })).body as {
      id: string;
      key: string;
    };
    const stranger = await seedOrganization(env);
    expect((await callApi(stranger.apiKey, "DELETE", `${KEYS}/${id}`)).status).toBe(404);
    expect((await callApi(stranger.apiKey, "GET", KEYS)).text).not.toContain(id);
    expect((await callApi(key, "GET", PATH)).status).toBe(200);
  });

  it("needs a name", async () => {
    const { apiKey } = await seedOrganization(env);
    expect(await callApi(apiKey, "POST", KEYS, {})).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: "/name" }] },
    });
  });
});
