import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { seedOrganization } from "#testing/seed";
import { createApp } from "./app.ts";
import { describeApi } from "./openapi.ts";

const PAGE = "https://app.example.com";
const app = createApp();
const bindings = { ...env, ALLOWED_ORIGINS: `${PAGE}, http://localhost:5173` } as unknown as Env;
let apiKey = "";

beforeAll(async () => {
  apiKey = (await seedOrganization(env)).apiKey;
});

function ask(method: string, path: string, headers: Record<string, string> = {}, scheme = "https") {
  const body = ["GET", "HEAD", "OPTIONS"].includes(method) ? null : "{}";
  const type: Record<string, string> = body === null ? {} : { "content-type": "application/json" };
  return app.request(
    `${scheme}://gateway.test${path}`,
    { method, body, headers: { ...type, ...headers } },
    bindings,
  );
}

/** Every operation of the document, and what is not in it but answered to browsers. */
const routes = [
  ...Object.entries(describeApi(app).paths ?? {}).flatMap(([path, item]) =>
    Object.keys(item as object)
      .filter((method) => ["get", "put", "post", "patch", "delete"].includes(method))
      .map((method) => ({ method: method.toUpperCase(), path: path.replaceAll(/\{[^}]+\}/g, "absent") })),
  ),
  ...[
    "/",
    "/docs",
    "/docs/problems",
    "/docs/init.js",
    "/docs/docs.css",
    "/docs/assets/none",
    "/openapi.json",
  ].map((path) => ({ method: "GET", path })),
];

/** What is missing from an answer that a browser may see. */
async function faultsOf(name: string, response: Response): Promise<string[]> {
  await response.body?.cancel();
  const { headers } = response;
  const expected: readonly (readonly [string, RegExp])[] = [
    ["content-security-policy", /default-src 'none'/],
    ["content-security-policy", /frame-ancestors 'none'/],
    ["content-security-policy", /^(?!.*(unsafe|\*))/],
    ["strict-transport-security", /^max-age=\d{8,}$/],
    ["x-content-type-options", /^nosniff$/],
    ["x-frame-options", /^DENY$/],
    ["referrer-policy", /^no-referrer$/],
    ["permissions-policy", /camera=\(\)/],
    ["cross-origin-opener-policy", /^same-origin$/],
    ["cross-origin-resource-policy", /^same-origin$/],
    ["cache-control", /no-store|public/],
    ["vary", /Origin/],
    ["x-request-id", /^req_/],
  ];
  return expected
    .filter(([header, pattern]) => !pattern.test(headers.get(header) ?? ""))
    .map(
      ([header, pattern]) =>
        `${name} -> ${response.status}: ${header} is ${headers.get(header)}, not ${pattern}`,
    );
}

describe("every answer that a browser may see", () => {
  const statuses = new Set<number>();

  // Route by route: all of them in one test would be judged by how fast the machine is.
  it.each(routes)("has the headers, whoever asks and however: $method $path", async ({ method, path }) => {
    const calls = {
      [`${method} ${path}`]: await ask(method, path, { authorization: `Bearer ${apiKey}` }),
      [`${method} ${path} without a key`]: await ask(method, path),
      [`${method} ${path} from a page`]: await ask(method, path, {
        authorization: `Bearer ${apiKey}`,
        origin: PAGE,
      }),
      [`PURGE ${path}`]: await ask("PURGE", path, { authorization: `Bearer ${apiKey}` }),
      [`GET ${path}/nowhere/at/all`]: await ask("GET", `${path}/nowhere/at/all`),
      [`OPTIONS ${path}`]: await preflight(path, PAGE, method),
      [`OPTIONS ${path} from elsewhere`]: await preflight(path, "https://evil.example", method),
    };
    const faults: string[] = [];
    for (const [name, response] of Object.entries(calls)) {
      statuses.add(response.status);
      faults.push(...(await faultsOf(name, response)));
    }
    expect(faults).toEqual([]);
  });

  it("was looked at in every form that answers have", () => {
    expect(routes.length).toBeGreaterThan(30);
    for (const status of [200, 204, 302, 401, 403, 404, 405, 422]) expect(statuses).toContain(status);
  });

  it("has them when the gateway itself fails, and when another region answers", async () => {
    const failing = createApp(() => {
      throw new Error("no settings");
    });
    const failed = await failing.request("https://gateway.test/health", {}, bindings);
    expect(failed.status).toBe(500);
    const inner = new Response("<p>", {
      headers: { "access-control-allow-origin": "*", "content-type": "text/html", "x-request-id": "req_eu" },
    });
    const forwarded = await app.request(
      "https://gateway.test/api/v1/events",
      {
        method: "POST",
        body: "{}",
        headers: { authorization: `Bearer igw_eu_${"a".repeat(43)}`, origin: "https://evil.example" },
      },
      { ...bindings, REGION_EU: { fetch: async () => inner } } as unknown as Env,
    );
    expect(forwarded.headers.has("access-control-allow-origin")).toBe(false);
    expect(await faultsOf("forwarded", forwarded)).toEqual([]);
    expect((await faultsOf("failed", failed)).filter((fault) => !fault.includes("vary"))).toEqual([]);
  });

  it("says nothing of https over plain http", async () => {
    expect((await ask("GET", "/health", {}, "http")).headers.has("strict-transport-security")).toBe(false);
  });

  it("is kept on the docs' own policy, which lets their scripts run", async () => {
    const { headers } = await ask("GET", "/docs");
    expect(headers.get("content-security-policy")).toContain("script-src 'self'");
  });
});

function preflight(path: string, origin: string, method = "POST") {
  return ask("OPTIONS", path, {
    origin,
    "access-control-request-method": method,
    "access-control-request-headers": "authorization,content-type",
  });
}

describe("a page of another origin", () => {
  it("may call when it is listed, with credentials, and read what it needs", async () => {
    for (const origin of [PAGE, "http://localhost:5173"]) {
      const asked = await preflight("/api/v1/events", origin);
      expect(asked.status).toBe(204);
      expect(asked.headers.get("access-control-allow-origin")).toBe(origin);
      expect(asked.headers.get("access-control-allow-credentials")).toBe("true");
      expect(asked.headers.get("access-control-allow-methods")).toContain("PATCH");
      expect(asked.headers.get("access-control-allow-headers")).toMatch(/Authorization.*Idempotency-Key/);
      const { headers } = await ask("GET", "/api/v1/organization", {
        authorization: `Bearer ${apiKey}`,
        origin,
      });
      expect(headers.get("access-control-allow-origin")).toBe(origin);
      expect(headers.get("access-control-allow-credentials")).toBe("true");
      expect(headers.get("access-control-expose-headers")).toContain("Retry-After");
    }
  });

  it("learns why it was refused, when it is listed", async () => {
    const response = await ask("GET", "/api/v1/organization", { origin: PAGE });
    expect([response.status, response.headers.get("access-control-allow-origin")]).toEqual([401, PAGE]);
  });

  it.each([
    "https://evil.example",
    "https://app.example.com.evil.example",
    "https://evilapp.example.com",
    "https://sub.app.example.com",
    "http://app.example.com",
    "https://app.example.com:8443",
    "https://APP.example.com",
    "https://app.example.com/",
    "https://app.example.com, https://evil.example",
    "null",
    "*",
    "",
  ])("may not when it is %j", async (origin) => {
    const asked = await preflight("/api/v1/events", origin);
    const called = await ask("GET", "/api/v1/organization", { authorization: `Bearer ${apiKey}`, origin });
    expect(asked.status).toBe(403);
    expect(await asked.json()).toMatchObject({ code: "origin_not_allowed" });
    for (const { headers } of [asked, called]) {
      expect([...headers.keys()].filter((name) => name.startsWith("access-control-"))).toEqual([]);
    }
  });

  it("may not anywhere while no origin is listed, and OPTIONS without an origin is a method like any other", async () => {
    const headers = { origin: PAGE, "access-control-request-method": "POST" };
    const closed = await app.request("https://gateway.test/health", { method: "OPTIONS", headers }, env);
    expect(closed.status).toBe(403);
    expect((await ask("OPTIONS", "/health")).status).toBe(405);
  });
});
