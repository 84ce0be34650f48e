import { request as httpRequest } from "node:http";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, inject, it } from "vitest";
import type { Json } from "../support/api-client.ts";
import { readAll } from "../support/upstream.ts";
import { proxySuite } from "./proxy-support.ts";

const suite = proxySuite();
const { open, call, logged } = suite;

describe("a call through the gateway", () => {
  it.each(["GET", "POST", "PUT", "PATCH", "DELETE"])(
    "reaches the upstream with method, path, query and body: %s",
    async (method) => {
      const id = await open({}, { url: `${suite.upstream.url}/base` });
      const body = method === "GET" ? undefined : { amount: 1 };
      const answer = await call(id, "/v1/orders/7?a=1&b=%20", method, body);
      expect(answer.status).toBe(200);
      expect(answer.json).toMatchObject({
        method,
        url: "/base/v1/orders/7?a=1&b=%20",
        body: body === undefined ? "" : '{"amount":1}',
      });
      expect(answer.headers.get("x-gateway-error")).toBeNull();
      expect(answer.headers.get("x-gateway-cache")).toBe("bypass");
      expect(answer.headers.get("cache-control")).toBe("no-store");
    },
  );

  it("passes the upstream's status and failures as they are, and says nothing of its own", async () => {
    const id = await open();
    suite.upstream.answer((_, response) =>
      response.writeHead(418, { "content-type": "application/problem+json" }).end('{"code":"teapot"}'),
    );
    const answer = await call(id);
    expect([answer.status, answer.text, answer.headers.get("x-gateway-error")]).toEqual([
      418,
      '{"code":"teapot"}',
      null,
    ]);
  });

  it("answers HEAD with the upstream's length, and 204 and 304 without a body", async () => {
    const id = await open();
    suite.upstream.answer((request, response) => {
      if (request.url === "/204") response.writeHead(204).end();
      else if (request.url === "/304") response.writeHead(304, { etag: '"1"' }).end();
      else response.writeHead(200, { "content-length": "12345", "content-type": "text/plain" }).end();
    });
    const head = await call(id, "/x", "HEAD");
    expect([head.status, head.text, head.headers.get("content-length")]).toEqual([200, "", "12345"]);
    expect(suite.upstream.calls.at(-1)).toBe("HEAD /x");
    expect((await call(id, "/204")).status).toBe(204);
    const unchanged = await call(id, "/304", "GET", undefined, { "if-none-match": '"1"' });
    expect([unchanged.status, unchanged.headers.get("etag")]).toEqual([304, '"1"']);
    expect(suite.upstream.last["if-none-match"]).toBe('"1"');
  });

  it("passes ranges and what comes of them", async () => {
    const id = await open();
    suite.upstream.answer((request, response) => {
      expect(request.headers.range).toBe("bytes=2-4");
      response.writeHead(206, { "content-range": "bytes 2-4/10", "content-type": "text/plain" }).end("cde");
    });
    const answer = await call(id, "/", "GET", undefined, { range: "bytes=2-4" });
    expect([answer.status, answer.text, answer.headers.get("content-range")]).toEqual([
      206,
      "cde",
      "bytes 2-4/10",
    ]);
  });

  it("passes compressed bodies as they are, in both directions", async () => {
    const id = await open();
    const packed = gzipSync("x".repeat(10_000));
    let got: Uint8Array = new Uint8Array();
    suite.upstream.answer(async (request, response) => {
      got = await readAll(request);
      expect(request.headers["content-encoding"]).toBe("gzip");
      response.writeHead(200, { "content-encoding": "gzip", "content-type": "text/plain" }).end(packed);
    });
    const answer = await new Promise<{ encoding: string | undefined; body: Buffer }>((resolve, reject) => {
      const request = httpRequest(
        `${inject("gatewayUrl")}/proxy/${id}/`,
        {
          method: "POST",
          headers: {
            authorization: `Bearer ${suite.tenant.apiKey}`,
            "content-encoding": "gzip",
            "accept-encoding": "gzip",
          },
        },
        (response) =>
          readAll(response).then(
            (body) => resolve({ encoding: response.headers["content-encoding"], body }),
            reject,
          ),
      );
      request.on("error", reject).end(packed);
    });
    expect(gunzipSync(got).length).toBe(10_000);
    expect(answer.encoding).toBe("gzip");
    expect(answer.body.equals(packed)).toBe(true);
  });

  it("never follows a redirect, and tells it in the caller's own terms", async () => {
    const id = await open();
    suite.upstream.answer((request, response) =>
      response
        .writeHead(302, { location: request.url === "/a" ? "/b?x=1" : "https://files.example.net/signed" })
        .end(),
    );
    const manual = (path: string) =>
      fetch(`${inject("gatewayUrl")}/proxy/${id}${path}`, {
        redirect: "manual",
        headers: { authorization: `Bearer ${suite.tenant.apiKey}` },
      });
    expect((await manual("/a")).headers.get("location")).toBe(`/proxy/${id}/b?x=1`);
    expect((await manual("/c")).headers.get("location")).toBe("https://files.example.net/signed");
    expect(suite.upstream.calls).toEqual(["GET /a", "GET /c"]);
  });
});

describe("what the integration says", () => {
  it("decides on methods, paths and queries", async () => {
    const id = await open({
      methods: ["GET"],
      path: {
        allow: ["/v1/orders/{id}", "/old/{id}"],
        rewrite: [{ from: "/old/{id}", to: "/v2/things/{id}" }],
      },
      query: { allow: ["page", "key"], deny: ["key"], rename: { page: "p" }, set: { version: "2" } },
    });
    const posted = await call(id, "/v1/orders/1", "POST", {});
    expect([posted.status, posted.headers.get("allow"), posted.headers.get("x-gateway-error")]).toEqual([
      405,
      "GET",
      "method_not_allowed",
    ]);
    expect((await call(id, "/v1/customers/1")).json).toMatchObject({ status: 403, code: "path_not_allowed" });
    expect((await call(id, "/v1/orders/1?page=2&other=3&key=4&version=1")).json.url).toBe(
      "/v1/orders/1?p=2&version=2",
    );
    expect((await call(id, "/old/9")).json.url).toBe("/v2/things/9?version=2");
  });

  it("is refused with pointers when it is wrong", async () => {
    const body = {
      name: "wrong",
      eventTypes: [],
      url: suite.upstream.url,
      proxy: {
        methods: [],
        path: { allow: ["v1"], strip: "/a/", rewrite: [{ from: "/a/{x}", to: "/b/{y}" }] },
        query: { set: { api_key: "secret" } },
        requestHeaders: ["authorization"],
        responseHeaders: ["set-cookie", "Upper"],
        totalTimeoutMs: 1,
        cache: { ttlSeconds: 0 },
        limits: { rate: { ratePerSecond: 0, burst: 0 }, concurrency: 0 },
        circuit: { restMs: 10_000, maxRestMs: 1_000 },
      },
    };
    const answer = await suite.tenant.api.call("POST", "/api/v1/integrations", body);
    expect(answer.status).toBe(422);
    const pointers = (answer.json.errors as Json[]).map(({ pointer }) => pointer);
    expect(pointers).toEqual([
      "/proxy/methods",
      "/proxy/path/allow/0",
      "/proxy/path/strip",
      "/proxy/path/rewrite/0/to",
      "/proxy/query/set/api_key",
      "/proxy/requestHeaders/0",
      "/proxy/responseHeaders/0",
      "/proxy/responseHeaders/1",
      "/proxy/totalTimeoutMs",
      "/proxy/cache/ttlSeconds",
      "/proxy/limits/rate",
      "/proxy/limits/concurrency",
      "/proxy/circuit/maxRestMs",
    ]);
  });

  it("holds from the moment it is saved, and null takes the proxy away", async () => {
    const id = await open();
    expect((await call(id)).status).toBe(200);
    await suite.tenant.api.expect(200, "PATCH", `/api/v1/integrations/${id}`, {
      proxy: { methods: ["POST"] },
    });
    expect((await call(id)).status).toBe(405);
    await suite.tenant.api.expect(200, "PATCH", `/api/v1/integrations/${id}`, { enabled: false });
    expect((await call(id, "/", "POST", {})).status).toBe(409);
    await suite.tenant.api.expect(200, "PATCH", `/api/v1/integrations/${id}`, {
      enabled: true,
      proxy: null,
      eventTypes: ["order.*"],
    });
    expect((await call(id, "/", "POST", {})).json).toMatchObject({ status: 404, code: "not_found" });
    expect(suite.upstream.calls).toHaveLength(1);
  });
});

describe("transformation", () => {
  it("changes the request's and the answer's body, and nothing else of them", async () => {
    const id = await open({
      transformRequest: { kind: "simple", mapping: { total: "{{payload.amount}}", via: "{{request.path}}" } },
      transformResponse: {
        kind: "script",
        source:
          "function transform(payload, context) { return { got: JSON.parse(payload.body), status: context.event.response.status }; }",
      },
    });
    const answer = await call(id, "/orders", "POST", { amount: 7, secret: 1 });
    expect(answer.json).toEqual({ got: { total: 7, via: "/orders" }, status: 200 });
    const [found] = await logged(1);
    const whole = await suite.tenant.api.expect(200, "GET", `/api/v1/proxy-calls/${found?.id}`);
    expect((whole.steps as Json[]).map(({ name }) => name)).toEqual([
      "map",
      "check_target",
      "transform_request",
      "admit",
      "send",
      "transform_response",
    ]);
  });

  it("that fails is told: the caller's body 422, the upstream's answer 502, and what is no JSON passes", async () => {
    const source = "function transform(payload) { if (payload.bad) throw new Error('no'); return payload; }";
    const id = await open({
      transformRequest: { kind: "script", source },
      transformResponse: { kind: "script", source },
    });
    suite.upstream.answer(async (request, response) => {
      await readAll(request);
      const type = request.url === "/text" ? "text/plain" : "application/json";
      response
        .writeHead(200, { "content-type": type })
        .end(request.url === "/ok" ? '{"fine":1}' : '{"bad":1}');
    });
    expect((await call(id, "/ok", "POST", { n: 1 })).text).toBe('{"fine":1}');
    expect((await call(id, "/ok", "POST", { bad: 1 })).json).toMatchObject({
      status: 422,
      code: "invalid_body",
    });
    expect((await call(id, "/ok", "POST", "no json")).json).toMatchObject({ status: 422 });
    expect((await call(id, "/bad", "POST", { n: 1 })).json).toMatchObject({
      status: 502,
      code: "upstream_unusable",
    });
    expect((await call(id, "/text", "POST", { n: 1 })).text).toBe('{"bad":1}');
  });

  it("is checked when it is saved", async () => {
    const answer = await suite.tenant.api.call("POST", "/api/v1/integrations", {
      name: "wrong",
      eventTypes: [],
      url: suite.upstream.url,
      proxy: {
        transformRequest: { kind: "simple", mapping: { a: "{{response.status}}" } },
        transformResponse: { kind: "script", source: "function (" },
      },
    });
    expect(answer.status).toBe(422);
    expect((answer.json.errors as Json[]).map(({ pointer }) => pointer)).toEqual([
      "/proxy/transformRequest/mapping/a",
      "/proxy/transformResponse/source",
    ]);
  });
});
