import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { PROBLEMS } from "#domain/problem";
import { createApp } from "../app.ts";

const app = createApp();
const get = (path: string, init: RequestInit = {}) => app.request(`https://gateway.test${path}`, init, env);
const PAGES = ["/docs", "/docs/problems"];

describe("/", () => {
  it("leads to the docs", async () => {
    const response = await get("/");
    expect([response.status, response.headers.get("location")]).toEqual([302, "/docs"]);
  });
});

describe("/openapi.json", () => {
  it("is public, cacheable and the same on every host", async () => {
    const first = await get("/openapi.json");
    expect(first.status).toBe(200);
    expect(first.headers.get("cache-control")).toMatch(/^public/);
    const text = await first.text();
    expect(text).not.toContain("gateway.test");
    expect(await (await get("/openapi.json")).text()).toBe(text);
  });
});

describe.each(PAGES)("%s", (path) => {
  it("may not be framed and allows no script but this origin's files", async () => {
    const policy = (await get(path)).headers.get("content-security-policy") ?? "";
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
  });

  it("contains nothing that its own policy forbids, and asks no other host", async () => {
    const html = await (await get(path)).text();
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)/);
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=/);
    expect(html).not.toMatch(/(?:src|href)="(?!\/|#)/);
    expect(html).not.toMatch(/(?:src|href)="\/\//);
  });
});

describe("/docs", () => {
  it("starts Swagger UI on our own document, with the online validator off", async () => {
    const script = await (await get("/docs/init.js")).text();
    expect(script).toContain('url: "/openapi.json"');
    expect(script).toContain("validatorUrl: null");
  });

  it("hands out Swagger UI's files and nothing else of the assets", async () => {
    const asked: string[] = [];
    const ASSETS = {
      fetch: async (url: URL) => {
        asked.push(url.pathname);
        return new Response("content");
      },
    };
    const withAssets = (file: string) =>
      app.request(`https://gateway.test/docs/assets/${file}`, {}, { ...env, ASSETS } as unknown as Env);
    const script = await withAssets("swagger-ui-bundle.js");
    expect(script.headers.get("content-type")).toMatch(/^text\/javascript/);
    for (const file of ["LICENSE", "constructor", "..%2f..%2fsecret", "swagger-ui-bundle.js.map"]) {
      expect((await withAssets(file)).status, file).toBe(404);
    }
    expect(asked).toEqual(["/docs/assets/swagger-ui-bundle.js"]);
  });
});

describe("/docs/problems", () => {
  it("explains every problem code under the anchor that its type names", async () => {
    const html = await (await get("/docs/problems")).text();
    for (const [code, { status, advice }] of Object.entries(PROBLEMS)) {
      expect(html).toContain(`<section id="${code}">`);
      expect(html).toContain(`<strong>${status}</strong>`);
      expect(advice.length, code).toBeGreaterThan(20);
    }
  });
});
