import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { callApi } from "#testing/call-api";
import { seedOrganization } from "#testing/seed";

interface Entry {
  readonly seq: number;
  readonly action: string;
  readonly outcome: string;
  readonly actor: { readonly kind: string; readonly id: string; readonly name: string };
  readonly target: { readonly kind: string; readonly id: string };
  readonly [member: string]: unknown;
}

const PATH = "/api/v1/audit";
const MINIMAL = { name: "Shop", eventTypes: ["order.*"], url: "https://example.com/hook" };

let key = "";
beforeAll(async () => {
  ({ apiKey: key } = await seedOrganization(env));
});

async function search(query: string, bearer = key): Promise<readonly Entry[]> {
  const answer = await callApi(bearer, "GET", `${PATH}?${query}`);
  expect(answer.status, answer.text).toBe(200);
  return (answer.body as { items: Entry[] }).items;
}

async function createIntegration(body: object = MINIMAL): Promise<string> {
  const answer = await callApi(key, "POST", "/api/v1/integrations", body, {
    "cf-connecting-ip": "203.0.113.7",
  });
  expect(answer.status, answer.text).toBe(201);
  return (answer.body as { id: string }).id;
}

describe("a change", () => {
  it("is in the log when its answer arrives, with who, what, where from and which request", async () => {
    const id = await createIntegration();
    const [entry] = await search(`targetId=${id}`);
    expect(entry).toMatchObject({
      action: "integration.created",
      outcome: "succeeded",
      actor: { kind: "api_key", name: "test" },
      target: { kind: "integration", id },
      ip: "203.0.113.7",
      requestId: expect.stringMatching(/^req_/),
    });
  });

  it("shows what was there before, what after, and where they differ", async () => {
    const id = await createIntegration();
    await callApi(key, "PATCH", `/api/v1/integrations/${id}`, { name: "Renamed", timeoutMs: 500 });
    const [entry] = await search(`targetId=${id}&action=integration.updated`);
    const { body } = await callApi(key, "GET", `${PATH}/${entry?.seq}`);
    expect(body).toMatchObject({ before: { name: "Shop" }, after: { name: "Renamed" } });
    expect((body as { changes: unknown[] }).changes).toEqual(
      expect.arrayContaining([
        { pointer: "/name", before: "Shop", after: "Renamed" },
        { pointer: "/timeoutMs", before: 15_000, after: 500 },
      ]),
    );
  });

  it("that was not made leaves nothing: not one that is invalid, absent or too late", async () => {
    const before = await search("action=integration.*&limit=200");
    await callApi(key, "POST", "/api/v1/integrations", { name: 7 });
    await callApi(key, "PATCH", "/api/v1/integrations/int_none", { name: "x" });
    await callApi(key, "DELETE", "/api/v1/integrations/int_none");
    expect(await search("action=integration.*&limit=200")).toEqual(before);
  });

  it("never shows a secret, wherever the log is read", async () => {
    const headers = { Authorization: "Bearer a-very-secret-token", "x-api-key": "another-secret" };
    const id = await createIntegration({ ...MINIMAL, headers, secret: "utf8:a-secret-of-theirs" });
    await callApi(key, "POST", `/api/v1/integrations/${id}/secrets/rotate`, {
      secret: "utf8:the-next-secret",
    });
    await callApi(key, "POST", "/api/v1/api-keys", { name: "ci" });
    await search("limit=1");
    const { results } = await env.DB.prepare("SELECT * FROM audit_entries").all();
    for (const secret of ["a-very-secret", "another-secret", "secret-of-theirs", "the-next-secret"]) {
      expect(JSON.stringify(results)).not.toContain(secret);
      expect(await search(`q=${secret}`)).toEqual([]);
    }
    expect(JSON.stringify(results)).not.toMatch(/igw_local_[A-Za-z0-9_-]{10}/);
  });
});
