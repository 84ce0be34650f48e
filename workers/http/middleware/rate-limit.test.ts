import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { HttpServices } from "#services/composition";
import type { CallVerdict } from "#services/limit-calls";
import { createRouter } from "../context.ts";
import { guardedRoute } from "../guarded-route.ts";
import { createHealthRoutes } from "../routes/health.ts";

const empty = {
  name: "address",
  limit: { ratePerSecond: 20, burst: 200 },
  remaining: 0,
  fullInMs: 10_000,
} as const;

/** Public routes as the app has them, with a count of the addresses that were asked about. */
function openPublic(verdict: CallVerdict) {
  const asked: (string | null)[] = [];
  const callLimits = {
    principal: async () => verdict,
    address: async (address: string | null) => {
      asked.push(address);
      return verdict;
    },
  };
  const router = createRouter();
  router.use(async (c, next) => {
    c.set("requestId", "req_test");
    c.set("services", { callLimits, region: "local" } as unknown as HttpServices);
    await next();
  });
  const signIn = guardedRoute(
    { access: "public", audit: null },
    { method: "post", path: "/sign-in", responses: { 204: { description: "In" } } },
  );
  router.openapi(signIn, (c) => c.body(null, 204));
  router.route("/", createHealthRoutes());
  const ask = (method: string, path: string) =>
    router.request(path, { method, headers: { "cf-connecting-ip": "203.0.113.7" } }, env);
  return { ask, asked };
}

describe("a route that anybody may call", () => {
  it("is limited by the caller's network address, and says so", async () => {
    const { ask, asked } = openPublic({ allowed: false, reports: [empty], retryAfterMs: 49 });
    const response = await ask("POST", "/sign-in");
    expect([response.status, response.headers.get("retry-after")]).toEqual([429, "1"]);
    expect(response.headers.get("ratelimit")).toBe('"address";r=0;t=1');
    expect(await response.json()).toMatchObject({ code: "rate_limited" });
    expect(asked).toEqual(["203.0.113.7"]);
  });

  it("answers with the fields when it lets through", async () => {
    const { ask } = openPublic({ allowed: true, reports: [{ ...empty, remaining: 7 }] });
    const response = await ask("POST", "/sign-in");
    expect([response.status, response.headers.get("ratelimit")]).toEqual([204, '"address";r=7;t=10']);
    expect(response.headers.has("retry-after")).toBe(false);
  });

  it("is not limited when it is the health probe", async () => {
    const { ask, asked } = openPublic({ allowed: false, reports: [empty], retryAfterMs: 49 });
    expect((await ask("GET", "/health")).status).toBe(200);
    expect(asked).toEqual([]);
  });
});
