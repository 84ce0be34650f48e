import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Runtime, startRuntime } from "../../scripts/runtime.ts";
import { createApiClient, createTenant, type Json, type Tenant } from "../support/api-client.ts";

const stateFolder = mkdtempSync(join(tmpdir(), "gateway-limits-"));
let gateway: Runtime;

beforeAll(async () => {
  gateway = await startRuntime({ stateFolder });
});
afterAll(async () => {
  await gateway.stop();
  rmSync(stateFolder, { recursive: true, force: true });
});

/** A tenant with limits of its own, so slow that nothing comes back while a test runs. */
async function openLimited(rateLimits: Json): Promise<Tenant> {
  const tenant = await createTenant(gateway.url, gateway.adminToken, "limits");
  const operator = createApiClient(gateway.url, gateway.adminToken);
  await operator.expect(200, "PUT", `/api/v1/admin/organizations/${tenant.orgId}/quota`, { rateLimits });
  return tenant;
}

const many = <T>(count: number, call: () => Promise<T>) => Promise.all(Array.from({ length: count }, call));
const KEY_OF_TEN = { perKey: { ratePerSecond: 0.01, burst: 10 } };

describe("API limits", () => {
  it("let exactly 10 of 100 parallel calls through at a limit of 10, and tell the others when to come back", async () => {
    const { api } = await openLimited(KEY_OF_TEN);
    const answers = await many(100, () => api.call("GET", "/api/v1/organization"));
    const through = answers.filter(({ status }) => status === 200);
    const refused = answers.filter(({ status }) => status === 429);
    expect([through.length, refused.length]).toEqual([10, 90]);
    expect(new Set(through.map(({ headers }) => headers.get("x-ratelimit-remaining"))).size).toBe(10);
    for (const { headers, json } of refused) {
      expect(json).toMatchObject({ code: "rate_limited", status: 429 });
      expect(headers.get("content-type")).toBe("application/problem+json");
      const waitSeconds = Number(headers.get("retry-after"));
      expect(waitSeconds).toBeGreaterThan(0);
      expect(waitSeconds).toBeLessThanOrEqual(100);
      expect(headers.get("ratelimit-policy")).toBe('"key";q=10;w=1000, "organization";q=5000;w=3');
      expect(headers.get("ratelimit")).toMatch(new RegExp(`^"key";r=0;t=${waitSeconds}, "organization";r=`));
      expect(headers.get("x-ratelimit-limit")).toBe("10");
      expect(headers.get("x-ratelimit-remaining")).toBe("0");
      expect(headers.get("x-ratelimit-reset")).toBe(String(waitSeconds));
    }
  });

  it("count posts of events, also those that are refused for something else", async () => {
    const { api } = await openLimited(KEY_OF_TEN);
    const post = (body: unknown) => api.call("POST", "/api/v1/events", body);
    const answers = [
      ...(await many(5, () => post({ type: "a.b", payload: 1 }))),
      ...(await many(5, () => post({ type: "" }))),
      ...(await many(5, () => post({ type: "a.b", payload: 1 }))),
    ];
    expect(answers.map(({ status }) => status)).toEqual(
      [202, 422, 429].flatMap((status) => Array(5).fill(status)),
    );
    expect(answers[5]?.headers.get("x-ratelimit-remaining")).toMatch(/^[0-4]$/);
  });

  it("are as used up after a restart of the gateway as they were before", async () => {
    const { apiKey, api } = await openLimited(KEY_OF_TEN);
    await many(7, () => api.call("GET", "/api/v1/organization"));
    await gateway.stop();
    gateway = await startRuntime({ stateFolder });
    const restarted = createApiClient(gateway.url, apiKey);
    const answers = await many(10, () => restarted.call("GET", "/api/v1/organization"));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
  });

  it("count a batch of 1,000 events as one call", async () => {
    const { api } = await openLimited(KEY_OF_TEN);
    const events = Array.from({ length: 1_000 }, (_, n) => ({ type: "a.b", payload: n }));
    const answer = await api.call("POST", "/api/v1/events/batch", { events });
    expect([answer.status, answer.headers.get("x-ratelimit-remaining")]).toEqual([202, "9"]);
  });

  it("hold for all keys of an organization together, and for no other organization", async () => {
    const limited = await openLimited({ perOrganization: { ratePerSecond: 0.01, burst: 10 } });
    const other = await createTenant(gateway.url, gateway.adminToken, "other");
    const admin = { authorization: `Bearer ${gateway.adminToken}`, "content-type": "application/json" };
    const keys = `${gateway.url}/api/v1/admin/organizations/${limited.orgId}/api-keys`;
    const made = await fetch(keys, { method: "POST", headers: admin, body: '{"name":"second"}' });
    const second = `Bearer ${((await made.json()) as { key: string }).key}`;
    const answers = await Promise.all([
      many(20, () => limited.api.call("GET", "/api/v1/organization")),
      many(20, () => limited.api.call("GET", "/api/v1/organization", undefined, { authorization: second })),
    ]);
    expect(answers.flat().filter(({ status }) => status === 200)).toHaveLength(10);
    expect((await other.api.call("GET", "/api/v1/organization")).status).toBe(200);
  });

  it("are on every answer to a key, a 404 and a 405 too", async () => {
    const { api } = await openLimited({});
    for (const [method, path, status] of [
      ["GET", "/api/v1/organization", 200],
      ["GET", "/api/v1/integrations/int_none", 404],
      ["GET", "/api/v1/nowhere", 404],
      ["DELETE", "/api/v1/events", 405],
      ["GET", "/api/v1/deliveries?limit=x", 400],
    ] as const) {
      const answer = await api.call(method, path);
      expect([path, answer.status]).toEqual([path, status]);
      for (const name of ["ratelimit", "ratelimit-policy", "x-ratelimit-limit", "x-ratelimit-remaining"]) {
        expect([path, name, answer.headers.has(name)]).toEqual([path, name, true]);
      }
      expect(answer.headers.has("retry-after")).toBe(false);
    }
  });
});
