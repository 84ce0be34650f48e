import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { composeServices } from "#services/composition";
import { runKeyRotation } from "#services/run-key-rotation";
import { callApi } from "#testing/call-api";
import { createIntegration, seedOrganization } from "#testing/seed";

const PATH = "/api/v1/admin/encryption";
const token = String(Reflect.get(env, "ADMIN_TOKEN"));

interface Rotation {
  readonly id: string;
  readonly status: string;
}

/** The queue does it in a running gateway. */
async function finish({ id }: Rotation): Promise<unknown> {
  let ahead = 0;
  const services = {
    ...composeServices(env),
    now: () => Date.now() + ahead,
    jobQueue: { wake: async () => {}, purge: async () => {} },
  };
  for (let step = 0; step < 50; step++) {
    ahead += 6_000;
    await runKeyRotation(services, { rotationId: id });
    const { body } = await callApi(token, "GET", `${PATH}/rotations/${id}`);
    if ((body as Rotation).status !== "running") return body;
  }
  throw new Error("The rotation does not end.");
}

describe("the encryption of secrets at rest", () => {
  it("shows which keys are needed, and never a secret or a key", async () => {
    const { orgId } = await seedOrganization(env);
    const { signingSecret } = await createIntegration(env, orgId, {
      headers: { "X-Api-Key": "key-of-the-header-1" },
    });
    const answer = await callApi(token, "GET", PATH);
    expect(answer).toMatchObject({
      status: 200,
      body: { currentKeyId: "test-1", orphanedSecrets: 0, oldDataKeys: 0 },
    });
    expect(answer.body).toMatchObject({
      keys: [{ id: "test-1", configured: true, directSecrets: 0, removable: false }],
    });
    const [key] = (answer.body as { keys: { dataKeys: number; secrets: number }[] }).keys;
    expect(key).toMatchObject({ dataKeys: 1, secrets: 2 });
    expect(answer.text).not.toContain(signingSecret);
    expect(answer.text).not.toContain(Buffer.alloc(32, 7).toString("base64"));
  });

  it("is replaced on request, in the background, and what was sealed opens afterwards", async () => {
    const { orgId } = await seedOrganization(env);
    const { id, signingSecret } = await createIntegration(env, orgId);
    // A key that was made in this millisecond counts as new.
    await env.DB.prepare("UPDATE data_keys SET created_at = created_at - 1000").run();
    const started = await callApi(token, "POST", `${PATH}/rotations`, { level: "data_keys" });
    expect(started).toMatchObject({
      status: 202,
      body: { status: "running", level: "data_keys", percentage: 0 },
    });
    expect(started.headers.get("location")).toBe(`${PATH}/rotations/${(started.body as Rotation).id}`);
    const again = await callApi(token, "POST", `${PATH}/rotations`, { level: "key_encryption_keys" });
    expect(again).toMatchObject({ status: 409, body: { code: "conflict" } });
    expect(await finish(started.body as Rotation)).toMatchObject({
      status: "completed",
      percentage: 100,
      left: 0,
    });
    const { rotations } = (await callApi(token, "GET", PATH)).body as { rotations: Rotation[] };
    expect(rotations[0]).toMatchObject({ status: "completed" });
    const services = composeServices(env);
    services.configurations.forget(orgId);
    const config = await services.configurations.load(orgId, 0);
    expect(config?.integrationsById.get(id)?.secrets[0]?.value).toBe(signingSecret);
    const row = await env.DB.prepare("SELECT version FROM data_keys WHERE org_id = ?1").bind(orgId).all();
    expect(row.results).toEqual([{ version: 2 }]);
  });

  it("refuses a level that there is not, and answers 404 for a rotation that there is not", async () => {
    expect(await callApi(token, "POST", `${PATH}/rotations`, { level: "all" })).toMatchObject({
      status: 422,
    });
    expect(await callApi(token, "GET", `${PATH}/rotations/rot_none`)).toMatchObject({ status: 404 });
  });

  it("is nobody's business but the platform's", async () => {
    const { apiKey } = await seedOrganization(env);
    expect(await callApi(apiKey, "GET", PATH)).toMatchObject({ status: 403 });
    expect(await callApi(apiKey, "POST", `${PATH}/rotations`, { level: "data_keys" })).toMatchObject({
      status: 403,
    });
    expect(await callApi(null, "GET", PATH)).toMatchObject({ status: 401 });
  });
});

describe("a key that is not at hand", () => {
  it("answers 503 without a word about which one, and saves nothing", async () => {
    const { orgId, apiKey } = await seedOrganization(env);
    await env.DB.prepare("INSERT INTO data_keys VALUES (?1, 1, 'lost-key', 'AAAA.AAAA', 0, NULL)")
      .bind(orgId)
      .run();
    const answer = await callApi(apiKey, "POST", "/api/v1/integrations", {
      name: "x",
      eventTypes: ["*"],
      url: "http://127.0.0.1:9/",
    });
    expect(answer).toMatchObject({ status: 503, body: { code: "unavailable" } });
    expect(answer.text).not.toContain("lost-key");
    expect(answer.text).not.toContain(orgId);
    expect((await callApi(apiKey, "GET", "/api/v1/integrations")).body).toMatchObject({ items: [] });
  });
});

describe("a secret that does not open", () => {
  async function damage(orgId: string, id: string): Promise<void> {
    await env.DB.prepare(
      "UPDATE signing_secrets SET sealed = 'v1.lost.AAAAAAAAAAAAAAAA.AAAA' WHERE org_id = ?1 AND integration_id = ?2",
    )
      .bind(orgId, id)
      .run();
    composeServices(env).configurations.forget(orgId);
  }

  it("stops its own integration and no other one", async () => {
    const { orgId } = await seedOrganization(env);
    const broken = await createIntegration(env, orgId);
    const whole = await createIntegration(env, orgId, { headers: { "X-Api-Key": "key-of-the-header-1" } });
    await damage(orgId, broken.id);
    const config = await composeServices(env).configurations.load(orgId, 0);
    expect(config?.integrationsById.get(broken.id)?.secrets[0]?.value).toBeNull();
    expect(config?.integrationsById.get(whole.id)).toMatchObject({
      lockedHeaders: [],
      settings: { headers: { "X-Api-Key": "key-of-the-header-1" } },
      secrets: [{ value: whole.signingSecret }],
    });
  });

  it("is shown as an AUTH failure that names it, and is mended by a rotation", async () => {
    const { orgId, apiKey } = await seedOrganization(env);
    const { id } = await createIntegration(env, orgId);
    await damage(orgId, id);
    const test = () => callApi(apiKey, "POST", `/api/v1/integrations/${id}/test`, {});
    const failed = await test();
    expect(failed.status).toBe(200);
    expect(failed.text).toMatch(/signing secret sec_\w+ cannot be opened/);
    expect(failed.text).toContain('"AUTH"');
    const rotated = await callApi(apiKey, "POST", `/api/v1/integrations/${id}/secrets/rotate`, {});
    expect(rotated.status, rotated.text).toBe(201);
    expect((await callApi(apiKey, "GET", `/api/v1/integrations/${id}/secrets`)).body).toMatchObject({
      items: [{ status: "current" }],
    });
    expect((await test()).text).not.toContain("cannot be opened");
  });

  it("of a header is mended by its value", async () => {
    const { orgId, apiKey } = await seedOrganization(env);
    const { id } = await createIntegration(env, orgId, { headers: { "X-Api-Key": "key-of-the-header-1" } });
    // As if it had been copied from another integration.
    await env.DB.prepare("UPDATE integrations SET id = 'int_moved' WHERE org_id = ?1").bind(orgId).run();
    await env.DB.prepare("UPDATE signing_secrets SET integration_id = 'int_moved' WHERE org_id = ?1")
      .bind(orgId)
      .run();
    const services = composeServices(env);
    services.configurations.forget(orgId);
    const moved = (await services.configurations.load(orgId, 0))?.integrationsById.get("int_moved");
    expect(moved?.lockedHeaders).toEqual(["X-Api-Key"]);
    expect(moved?.settings.headers).toEqual({});
    const patch = { headers: { "X-Api-Key": "key-of-the-header-2" } };
    expect(await callApi(apiKey, "PATCH", "/api/v1/integrations/int_moved", patch)).toMatchObject({
      status: 200,
    });
    const mended = (await services.configurations.load(orgId, 0))?.integrationsById.get("int_moved");
    expect(mended).toMatchObject({ lockedHeaders: [], settings: patch });
    expect(id).not.toBe("int_moved");
  });
});
