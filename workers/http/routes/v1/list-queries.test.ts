import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { createApp } from "#http/app";
import { composeServices } from "#services/composition";
import { callApi } from "#testing/call-api";
import { joinPerson } from "#testing/join-person";
import { QUICK_PASSWORDS } from "#testing/open-people";
import { seedOrganization } from "#testing/seed";
import { describeApi } from "../../openapi.ts";

const ADMIN = String(Reflect.get(env, "ADMIN_TOKEN"));

/** As the document lists them, so that a new list is held to this too. */
const lists = Object.entries(describeApi(createApp()).paths ?? {}).flatMap(([path, item]) => {
  const names = (item.get?.parameters ?? []).flatMap((given) =>
    "in" in given && given.in === "query" ? [given.name] : [],
  );
  return names.includes("limit") && names.includes("cursor") ? [path] : [];
});

let key = "";
let person = "";
beforeAll(async () => {
  const { orgId, apiKey } = await seedOrganization(env);
  key = apiKey;
  const services = { ...composeServices(env), passwords: QUICK_PASSWORDS };
  person = (await joinPerson(services, orgId, "owner", "walker")).accessToken;
});

function bearerFor(template: string): string {
  if (template.includes("/admin/")) return ADMIN;
  return template.startsWith("/api/v1/me/") ? person : key;
}

/** A list below a row needs the row. */
async function fillIn(template: string): Promise<string> {
  if (template.startsWith("/api/v1/lookup-tables/{name}/")) {
    await callApi(key, "POST", "/api/v1/lookup-tables", { name: "countries" });
    return template.replace("{name}", "countries");
  }
  if (template.startsWith("/api/v1/integrations/{id}/")) {
    const target = { name: "i", url: "https://example.com/hook", eventTypes: ["*"] };
    const { body } = await callApi(key, "POST", "/api/v1/integrations", target);
    return template.replace("{id}", (body as { id: string }).id);
  }
  if (!template.startsWith("/api/v1/sources/{id}/")) return template;
  const settings = { header: "X-Signature" };
  const { body } = await callApi(key, "POST", "/api/v1/sources", {
    name: "s",
    provider: "generic",
    settings,
  });
  return template.replace("{id}", (body as { id: string }).id);
}

describe("the query of a list", () => {
  it("is looked at here for all lists", () => {
    expect(lists.length).toBeGreaterThanOrEqual(8);
  });

  it.each(lists)("is refused for a parameter that %s does not know, which it names", async (template) => {
    const bearer = bearerFor(template);
    const path = await fillIn(template);
    expect((await callApi(bearer, "GET", `${path}?limit=1`)).status).toBe(200);
    const answer = await callApi(bearer, "GET", `${path}?integrationid=x`);
    expect(answer).toMatchObject({
      status: 400,
      body: {
        code: "malformed_request",
        errors: [{ parameter: "integrationid", message: expect.stringMatching(/Known: .*\blimit\b/) }],
      },
    });
    expect(answer.text).not.toContain("pointer");
  });

  it("names the parameter whose value is wrong", async () => {
    const answer = await callApi(key, "GET", "/api/v1/deliveries?status=delivered,lost&from=yesterday");
    expect(answer.status).toBe(400);
    const { errors } = answer.body as { errors: { parameter: string; message: string }[] };
    expect(errors.map(({ parameter }) => parameter).sort()).toEqual(["from", "status"]);
    expect(errors.find(({ parameter }) => parameter === "from")?.message).toContain("RFC 3339");
  });

  it("is refused when its span ends before it begins; a bulk request is too", async () => {
    const [from, to] = ["2026-11-02T00:00:00Z", "2026-11-01T00:00:00Z"];
    for (const list of ["deliveries", "dead-letters"]) {
      const reversed = await callApi(key, "GET", `/api/v1/${list}?from=${from}&to=${to}`);
      expect(reversed).toMatchObject({ status: 400, body: { errors: [{ parameter: "to" }] } });
      expect((await callApi(key, "GET", `/api/v1/${list}?from=${to}&to=${from}`)).status).toBe(200);
    }
    const body = { filter: { from, to }, dryRun: true };
    expect(await callApi(key, "POST", "/api/v1/dead-letters/retry", body)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: "/filter/to" }] },
    });
  });
});
