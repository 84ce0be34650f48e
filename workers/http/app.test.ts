import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { createApp } from "./app.ts";
import { createRouter } from "./context.ts";
import { answerUnrouted } from "./middleware/method-not-allowed.ts";

const app = createApp();
const ask = (method: string, path: string) => app.request(`https://gateway.test${path}`, { method }, env);

describe("a path that exists for another method", () => {
  it("answers 405 with the methods that it takes", async () => {
    const response = await ask("DELETE", "/health");
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("GET, HEAD");
    expect(await response.json()).toMatchObject({ code: "method_not_allowed", status: 405 });
  });

  it("is not told to somebody without a key", async () => {
    expect((await ask("DELETE", "/api/v1/events")).status).toBe(401);
  });

  it("answers HEAD wherever it answers GET", async () => {
    expect((await ask("HEAD", "/health")).status).toBe(200);
  });

  it.each([
    ["/things/42", "GET, HEAD, PATCH"],
    ["/numbers/42", "PUT"],
    ["/files/a/b", "POST"],
    ["/a.b", "POST"],
  ])("is recognized at %s", async (path, allow) => {
    const router = createRouter();
    router.use(async (c, next) => {
      c.set("requestId", "req_test");
      await next();
    });
    router.get("/things/:id", (c) => c.text("thing"));
    router.patch("/things/:id", (c) => c.text("thing"));
    router.put("/numbers/:id{[0-9]+}", (c) => c.text("number"));
    router.post("/files/*", (c) => c.text("file"));
    router.post("/a.b", (c) => c.text("dot"));
    router.notFound(answerUnrouted(router));
    const response = await router.request(path, { method: "DELETE" }, env);
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe(allow);
  });
});

describe("a path that does not exist", () => {
  it.each(["/nowhere", "/healthy", "/health/", "/docs/assets"])("answers 404 at %s", async (path) => {
    const response = await ask("GET", path);
    expect(response.status).toBe(404);
    expect(response.headers.has("allow")).toBe(false);
    expect(await response.json()).toMatchObject({ code: "not_found" });
  });
});

describe("the headers of an answer", () => {
  it.each([
    ["GET", "/health"],
    ["POST", "/api/v1/events"],
    ["GET", "/nowhere"],
    ["PUT", "/health"],
  ])("forbid sniffing and keeping: %s %s", async (method, path) => {
    const { headers } = await ask(method, path);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("cache-control")).toBe("no-store");
  });

  it("forbid sniffing on the docs too, which may be kept", async () => {
    const { headers } = await ask("GET", "/docs");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("cache-control")).toBe("public, max-age=3600");
  });
});

describe("a request with another region's key", () => {
  const forward = (answer: Response) =>
    app.request(
      "https://gateway.test/api/v1/events",
      { method: "POST", headers: { authorization: `Bearer igw_eu_${"a".repeat(43)}` }, body: "{}" },
      { ...env, REGION_EU: { fetch: async () => answer } } as unknown as Env,
    );

  it("gets that region's answer, although a fetched answer's headers are immutable", async () => {
    const response = await forward(Response.redirect("https://eu.gateway.test/", 302));
    expect(response.status).toBe(302);
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("x-request-id")).toMatch(/^req_/);
  });

  it("keeps the ids under which that region logged it", async () => {
    const headers = { "x-request-id": "req_of_eu", "x-correlation-id": "cor_of_eu" };
    const response = await forward(new Response("{}", { headers }));
    expect(response.headers.get("x-request-id")).toBe("req_of_eu");
    expect(response.headers.get("x-correlation-id")).toBe("cor_of_eu");
  });
});
