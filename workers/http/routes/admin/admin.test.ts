import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { callApi } from "#testing/call-api";
import { seedOrganization } from "#testing/seed";

const ORGANIZATIONS = "/api/v1/admin/organizations";
const TEMPLATES = "/api/v1/admin/event-type-templates";
const token = String(Reflect.get(env, "ADMIN_TOKEN"));

describe("the operator's endpoints", () => {
  it("make an organization with its region in the id, and a key that opens it", async () => {
    const made = await callApi(token, "POST", ORGANIZATIONS, { name: "Acme", retentionDays: 7 });
    expect(made).toMatchObject({
      status: 201,
      body: { name: "Acme", retentionDays: 7, catalogueMode: "open" },
    });
    const { id } = made.body as { id: string };
    expect(id).toMatch(/^org_local_[0-9a-z]{26}$/);
    expect((await callApi(token, "GET", `${ORGANIZATIONS}/${id}`)).body).toEqual(made.body);
    expect((await callApi(token, "GET", ORGANIZATIONS)).text).toContain(id);
    const { body } = await callApi(token, "POST", `${ORGANIZATIONS}/${id}/api-keys`, { name: "first" });
    const { key } = body as { key: string };
    expect((await callApi(key, "GET", "/api/v1/organization")).body).toMatchObject({ id });
  });

  it("answer 404 for an organization that does not exist, and make no key for it", async () => {
    expect((await callApi(token, "GET", `${ORGANIZATIONS}/org_none`)).status).toBe(404);
    const path = `${ORGANIZATIONS}/org_none/api-keys`;
    expect((await callApi(token, "POST", path, { name: "x" })).status).toBe(404);
    const left = await env.DB.prepare("SELECT count(*) AS n FROM api_keys WHERE org_id = 'org_none'").first();
    expect(left).toEqual({ n: 0 });
  });

  it.each([ORGANIZATIONS, TEMPLATES, "/api/v1/admin/nothing"])(
    "are closed to everybody without the token: %s",
    async (path) => {
      for (const bearer of [null, "x", `${token}x`, token.slice(1)]) {
        const answer = await callApi(bearer, "GET", path);
        expect(answer).toMatchObject({ status: 401, body: { code: "unauthorized" } });
      }
    },
  );

  it.each([ORGANIZATIONS, TEMPLATES])("are closed to an organization's own key: %s", async (path) => {
    const { apiKey } = await seedOrganization(env);
    expect(await callApi(apiKey, "GET", path)).toMatchObject({ status: 403, body: { code: "forbidden" } });
  });

  it("open for nobody where no token is configured, not even for an empty one", async () => {
    const closed = { ...env, ADMIN_TOKEN: undefined } as unknown as Env;
    for (const bearer of [null, token, "undefined", ""]) {
      expect((await callApi(bearer, "GET", ORGANIZATIONS, undefined, {}, closed)).status).toBe(401);
    }
  });

  it("answer 404 to the operator for a path that does not exist", async () => {
    expect((await callApi(token, "GET", "/api/v1/admin/nothing")).status).toBe(404);
  });

  it("let the operator act in an organization that is named, and in none that is not", async () => {
    const { orgId } = await seedOrganization(env);
    const ask = (headers: Record<string, string>) =>
      callApi(token, "GET", "/api/v1/integrations", undefined, headers);
    expect((await ask({})).body).toMatchObject({ code: "organization_needed" });
    expect((await ask({ "x-organization-id": orgId })).status).toBe(200);
    expect((await ask({ "x-organization-id": "org_none" })).status).toBe(404);
  });

  it("add, replace and remove templates that every organization sees", async () => {
    const path = `${TEMPLATES}/tests.only`;
    expect((await callApi(token, "PUT", path, { description: "One." })).status).toBe(201);
    expect(await callApi(token, "PUT", path, { description: "Two.", example: { a: 1 } })).toMatchObject({
      status: 200,
      body: { description: "Two.", source: "template" },
    });
    const { apiKey } = await seedOrganization(env);
    expect((await callApi(apiKey, "GET", "/api/v1/event-types/tests.only")).body).toMatchObject({
      description: "Two.",
      example: { a: 1 },
    });
    expect((await callApi(token, "GET", TEMPLATES)).text).toContain("tests.only");
    expect((await callApi(token, "DELETE", path)).status).toBe(204);
    expect((await callApi(token, "DELETE", path)).status).toBe(404);
    expect((await callApi(apiKey, "GET", "/api/v1/event-types/tests.only")).status).toBe(404);
  });

  it("refuse a template with a bad name or schema", async () => {
    expect((await callApi(token, "PUT", `${TEMPLATES}/a..b`, {})).body).toMatchObject({
      errors: [{ pointer: "/name" }],
    });
    expect((await callApi(token, "PUT", `${TEMPLATES}/a.b`, { schema: 1 })).body).toMatchObject({
      errors: [{ pointer: "/schema" }],
    });
  });
});
